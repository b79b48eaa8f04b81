"""Who sends a delivery: claimed under a fence like any work, so that a sender that dies loses nothing.

A sender that dies after sending and before saying so leaves the delivery to the next one: it is sent again, under the
same id. At least once, never lost.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from engine.delivery.outcome import Outcome
from engine.notify_settings import NotifySettings
from engine.services import Services
from models import audit
from models.tables.deliveries import Channel, Delivery, DeliveryState, OutboxRow, Webhook
from models.transaction import Transaction

GIVEN_UP = "sender_died"
_MOST_PER_SWEEP = 200


@dataclass(frozen=True, slots=True)
class Held:
    """A delivery of ours until the lease ends. *receiver*: whom a failure says something about."""

    id: int
    public_id: str
    channel: Channel
    webhook_id: int | None
    user_id: int | None
    items: list[dict[str, Any]]
    created_at: datetime
    fence: int
    attempts: int

    @property
    def receiver(self) -> str:
        return f"webhook:{self.webhook_id}" if self.webhook_id else "mail"


def waits(tx: Transaction, now: datetime) -> bool:
    """Whether there is anything to pack or to send."""
    unpacked = tx.session.scalar(select(OutboxRow.id).where(OutboxRow.delivery_id.is_(None)).limit(1))
    return unpacked is not None or tx.session.scalar(select(Delivery.id).where(*_free(now)).limit(1)) is not None


def claim(tx: Transaction, now: datetime, lease_s: float, passed_over: Collection[str]) -> Held | None:
    """Take the delivery that waits longest, or None.

    Args:
        lease_s: longer than the longest attempt, by far.
        passed_over: receivers that did not answer a moment ago; others must not wait for them.
    """
    free = [*_free(now), *_others(passed_over)]
    first = select(Delivery.id).where(*free).order_by(Delivery.not_before, Delivery.id).limit(1)
    row = tx.session.execute(
        update(Delivery)
        .where(Delivery.id == first.with_for_update(skip_locked=True).scalar_subquery(), *free)
        .values(fence=Delivery.fence + 1, attempts=Delivery.attempts + 1, lease_until=now + timedelta(seconds=lease_s))
        .returning(
            Delivery.id,
            Delivery.public_id,
            Delivery.channel,
            Delivery.webhook_id,
            Delivery.user_id,
            Delivery.body,
            Delivery.created_at,
            Delivery.fence,
            Delivery.attempts,
        )
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        return None
    return Held(
        id=row.id,
        public_id=row.public_id,
        channel=row.channel,
        webhook_id=row.webhook_id,
        user_id=row.user_id,
        items=row.body["items"],
        created_at=row.created_at,
        fence=row.fence,
        attempts=row.attempts,
    )


def end(held: Held, outcome: Outcome, services: Services) -> None:
    """Write how the attempt ended; nothing when somebody else has taken over meanwhile."""
    now, notify = services.clock(), services.settings.notify
    values: dict[str, Any] = {"problem": outcome.problem, "answer": outcome.answer or None, "lease_until": None}
    is_dead = outcome.problem is not None and (outcome.is_final or held.attempts >= notify.max_attempts)
    if outcome.problem is None:
        values |= {"state": DeliveryState.SENT, "ended_at": now}
    elif is_dead:
        values |= {"state": DeliveryState.DEAD, "ended_at": now}
    else:
        values |= {"not_before": now + timedelta(seconds=pause_s(held.attempts, notify))}
    with services.transaction() as tx:
        mine = tx.session.execute(
            update(Delivery)
            .where(Delivery.id == held.id, Delivery.fence == held.fence, Delivery.state == DeliveryState.WAITING)
            .values(**values)
            .returning(Delivery.id)
            .execution_options(synchronize_session=False)
        ).all()
        if mine and is_dead:
            _remember_dead(tx, held.id, held.attempts, outcome.problem, now)


def pause_s(attempts: int, notify: NotifySettings) -> float:
    """How long to wait after so many failed attempts: each time twice as long, up to a limit."""
    return min(notify.retry_after_s * 2.0 ** (attempts - 1), notify.longest_pause_s)


def bury(services: Services) -> int:
    """Deliveries whose last attempt nobody ended are dead, for people to see; how many there were."""
    now = services.clock()
    with services.transaction() as tx:
        rows = tx.session.scalars(
            select(Delivery)
            .where(
                Delivery.state == DeliveryState.WAITING,
                Delivery.attempts >= services.settings.notify.max_attempts,
                or_(Delivery.lease_until.is_(None), Delivery.lease_until < now),
            )
            .order_by(Delivery.id)
            .limit(_MOST_PER_SWEEP)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            row.state, row.ended_at, row.problem, row.lease_until = DeliveryState.DEAD, now, GIVEN_UP, None
            _remember_dead(tx, row.id, row.attempts, GIVEN_UP, now)
    return len(rows)


def _remember_dead(tx: Transaction, delivery_id: int, attempts: int, problem: str | None, now: datetime) -> None:
    details = {"attempts": attempts, "problem": problem}
    audit.append(tx, audit.Entry("delivery.given_up", f"delivery:{delivery_id}", details=details), now)


def _free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    resting = select(Webhook.id).where(Webhook.paused_at.is_not(None), Webhook.removed_at.is_(None))
    return (
        Delivery.state == DeliveryState.WAITING,
        Delivery.not_before <= now,
        # NULL-safe on purpose: a row that never had a lease must be found too.
        or_(Delivery.lease_until.is_(None), Delivery.lease_until < now),
        or_(Delivery.webhook_id.is_(None), Delivery.webhook_id.not_in(resting)),
    )


def _others(passed_over: Collection[str]) -> list[ColumnElement[bool]]:
    webhooks = [int(name.removeprefix("webhook:")) for name in passed_over if name.startswith("webhook:")]
    others: list[ColumnElement[bool]] = []
    if webhooks:
        others.append(or_(Delivery.webhook_id.is_(None), Delivery.webhook_id.not_in(webhooks)))
    if "mail" in passed_over:
        others.append(Delivery.channel != Channel.MAIL)
    return others
