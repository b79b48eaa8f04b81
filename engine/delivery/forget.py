"""What was sent long ago is forgotten; what was given up stays until a person has dealt with it."""

from datetime import timedelta

from sqlalchemy import delete, select

from engine.services import Services
from models.tables.deliveries import Delivery, DeliveryState, OutboxRow

_MOST_AT_ONCE = 500


def forget(services: Services) -> int:
    """Delete deliveries that were sent longer ago than the settings keep them; how many."""
    before = services.clock() - timedelta(days=services.settings.notify.keep_days)
    with services.transaction() as tx:
        old = tx.session.scalars(
            select(Delivery.id)
            .where(Delivery.state == DeliveryState.SENT, Delivery.ended_at < before)
            .order_by(Delivery.id)
            .limit(_MOST_AT_ONCE)
        ).all()
        if old:
            tx.session.execute(delete(OutboxRow).where(OutboxRow.delivery_id.in_(old)))
            tx.session.execute(delete(Delivery).where(Delivery.id.in_(old)))
    return len(old)
