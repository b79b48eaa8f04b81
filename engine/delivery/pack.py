"""Turning rows of the outbox into deliveries: many reminders to one receiver are one mail, one request."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.blind import new_public_id
from engine.services import Services
from models.tables.deliveries import Channel, Delivery, DeliveryState, OutboxRow
from models.transaction import Transaction

# Rows of one transaction, and references of one delivery.
MOST_ROWS, MOST_REFERENCES = 500, 100


@dataclass(frozen=True, slots=True)
class Receiver:
    """A webhook and one kind, or a person and all kinds: a program wants one thing at a time, a person one mail."""

    webhook_id: int | None
    user_id: int | None
    kind: str


def pack(services: Services) -> int:
    """Pack everything that waits in the outbox; how many deliveries came of it."""
    now, packed = services.clock(), 0
    while True:
        with services.transaction() as tx:
            rows = tx.session.scalars(
                select(OutboxRow)
                .where(OutboxRow.delivery_id.is_(None))
                .order_by(OutboxRow.id)
                .limit(MOST_ROWS)
                .with_for_update(skip_locked=True)
            ).all()
            for receiver, some in _grouped(rows):
                _pack(tx, receiver, some, now)
                packed += 1
        if len(rows) < MOST_ROWS:
            return packed


def new_delivery(
    tx: Transaction, items: list[dict[str, object]], now: datetime, *, webhook_id: int | None, user_id: int | None
) -> Delivery:
    """A delivery that waits to be sent at once."""
    delivery = Delivery(
        public_id=new_public_id(),
        channel=Channel.MAIL if webhook_id is None else Channel.WEBHOOK,
        webhook_id=webhook_id,
        user_id=user_id,
        body={"items": items},
        state=DeliveryState.WAITING,
        not_before=now,
        created_at=now,
    )
    tx.session.add(delivery)
    tx.session.flush()
    return delivery


def _grouped(rows: Iterable[OutboxRow]) -> Iterator[tuple[Receiver, list[OutboxRow]]]:
    groups: defaultdict[Receiver, list[OutboxRow]] = defaultdict(list)
    for row in rows:
        groups[Receiver(row.webhook_id, row.user_id, row.kind if row.webhook_id else "")].append(row)
    for receiver, group in groups.items():
        for start in range(0, len(group), MOST_REFERENCES):
            yield receiver, group[start : start + MOST_REFERENCES]


def _pack(tx: Transaction, receiver: Receiver, rows: list[OutboxRow], now: datetime) -> None:
    references: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        references[row.kind].append(row.reference)
    items: list[dict[str, object]] = [{"kind": kind, "references": names} for kind, names in references.items()]
    delivery = new_delivery(tx, items, now, webhook_id=receiver.webhook_id, user_id=receiver.user_id)
    for row in rows:
        row.delivery_id = delivery.id
