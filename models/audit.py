"""The audit chain: append a row, and prove that no row was changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text

from models.tables.audit import AuditRow
from models.transaction import Transaction

GENESIS = "0" * 64
# Any constant that no other advisory lock of this database uses; "AUDT" in ASCII.
_CHAIN_LOCK = 0x41554454


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be remembered. *subject* is `kind:id`; ids, never names or words that were spoken."""

    action: str
    subject: str
    actor_id: int | None = None
    acting_as: str = "system"
    old: str | None = None
    new: str | None = None
    why: str | None = None
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first row at which the chain does not hold."""

    number: int
    what: str


def append(tx: Transaction, entry: Entry, now: datetime) -> AuditRow:
    """Add *entry* to the chain, in the caller's transaction."""
    if not tx.is_sqlite:
        # Writers take turns, or two rows would name the same predecessor. SQLite has one writer anyway.
        tx.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    last = tx.session.execute(
        select(AuditRow.number, AuditRow.sha256).order_by(AuditRow.number.desc()).limit(1)
    ).one_or_none()
    row = AuditRow(
        number=(last.number + 1) if last else 1,
        at=now.astimezone(UTC),
        actor_id=entry.actor_id,
        acting_as=entry.acting_as,
        action=entry.action,
        subject=entry.subject,
        old=entry.old,
        new=entry.new,
        why=entry.why,
        details=dict(entry.details or {}),
        previous_sha256=last.sha256 if last else GENESIS,
    )
    row.sha256 = fingerprint(row)
    tx.session.add(row)
    tx.session.flush()
    return row


def fingerprint(row: AuditRow) -> str:
    """SHA-256 over every field of *row* but its own hash, in a form that is the same on every database."""
    body = [
        row.number,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.actor_id,
        row.acting_as,
        row.action,
        row.subject,
        row.old,
        row.new,
        row.why,
        row.details,
        row.previous_sha256,
    ]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def verify(tx: Transaction) -> BrokenLink | int:
    """The number of rows when the chain holds, else where it breaks first."""
    previous, count = GENESIS, 0
    # Read in pages, and closed also when the chain breaks half way.
    with tx.session.scalars(select(AuditRow).order_by(AuditRow.number).execution_options(yield_per=1000)) as rows:
        for row in rows:
            count += 1
            if row.number != count:
                return BrokenLink(count, "missing")
            if row.previous_sha256 != previous:
                return BrokenLink(row.number, "does not follow the row before")
            if row.sha256 != fingerprint(row):
                return BrokenLink(row.number, "changed after it was written")
            previous = row.sha256
    return count
