"""The outbox: what is to leave the house is a row of the transaction in which it happened."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from engine.delivery.kinds import OUTSIDE, mail_kinds, side_of
from models.tables.deliveries import OutboxRow, Webhook
from models.tables.notices import NoticeKind
from models.tables.organisation import User
from models.transaction import Transaction


def post(tx: Transaction, user_id: int, kind: NoticeKind, reference: str, occasion: str, now: datetime) -> None:
    """Put what one person was told into the outbox: for their mail, and for the webhooks of their side."""
    if kind not in OUTSIDE:
        return
    person = tx.session.get_one(User, user_id)
    if person.email and person.disabled_at is None and kind in mail_kinds(person.preferences):
        _put(tx, kind, reference, f"mail:{user_id}:{occasion}", now, user_id=user_id)
    listening = tx.session.scalars(
        select(Webhook).where(
            Webhook.removed_at.is_(None), Webhook.paused_at.is_(None), Webhook.side == side_of(person.role_set)
        )
    )
    for webhook in listening:
        if kind.value in webhook.kinds:
            # Without the reader: five leads who are told of one decision are one event.
            _put(tx, kind, reference, f"webhook:{webhook.id}:{occasion}", now, webhook_id=webhook.id)


def _put(tx: Transaction, kind: NoticeKind, reference: str, once: str, now: datetime, **receiver: int) -> None:
    insert = sqlite.insert if tx.is_sqlite else postgresql.insert
    tx.session.execute(
        insert(OutboxRow)
        .values(kind=kind.value, reference=reference, once=once, created_at=now, **receiver)
        .on_conflict_do_nothing(index_elements=[OutboxRow.once])
    )
