"""Give up giving up: deliveries that are dead wait once more, under the id they always had."""

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.casework.move import remember
from engine.errors import Conflict, NotFound
from engine.queueing import Job
from engine.services import Services
from models.tables.deliveries import Delivery, DeliveryState
from models.transaction import Transaction


def send_again(delivery_id: int, *, actor: Actor, services: Services) -> None:
    """Raises:
    NotFound, Conflict: it is not dead (any more).
    """
    require(actor, Permission.INTEGRATIONS_MANAGE)
    with services.transaction() as tx:
        row = tx.session.get(Delivery, delivery_id, with_for_update=True)
        if row is None:
            raise NotFound("delivery")
        if row.state is not DeliveryState.DEAD:
            raise Conflict("delivery", now=row.state.value)
        _revive(tx, row, actor, services)


def send_all_again(*, actor: Actor, services: Services) -> int:
    """Every dead delivery at once; how many there were."""
    require(actor, Permission.INTEGRATIONS_MANAGE)
    with services.transaction() as tx:
        dead = tx.session.scalars(
            select(Delivery).where(Delivery.state == DeliveryState.DEAD).order_by(Delivery.id).with_for_update()
        ).all()
        for row in dead:
            _revive(tx, row, actor, services)
    return len(dead)


def _revive(tx: Transaction, row: Delivery, actor: Actor, services: Services) -> None:
    now = services.clock()
    row.state, row.attempts, row.not_before, row.ended_at = DeliveryState.WAITING, 0, now, None
    remember(tx, "delivery.sent_again", f"delivery:{row.id}", actor, now)
    tx.after_commit(lambda: services.queue.wake(Job.DELIVER))
