"""A person has seen what they were told."""

from sqlalchemy import update

from engine.access import Actor
from engine.services import Services
from models.tables.notices import Notice


def mark_read(notice_id: int | None, *, actor: Actor, services: Services) -> None:
    """Mark one notice of *actor* as read, or all of them when *notice_id* is None."""
    now = services.clock()
    with services.transaction() as tx:
        query = update(Notice).where(Notice.user_id == actor.user_id, Notice.read_at.is_(None))
        if notice_id is not None:
            query = query.where(Notice.id == notice_id)
        tx.session.execute(query.values(read_at=now).execution_options(synchronize_session=False))
