"""What a person was told inside the app, newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.access import Actor
from engine.reading.listing import Listing, Wish
from engine.services import Services
from models.tables.notices import Notice
from models.tables.organisation import Announcement
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """*reference* is the id under which this very reader knows the case or draft; *why*: what somebody said to it."""

    id: int
    kind: str
    reference: str
    at: datetime
    unread: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class AnnouncementLine:
    id: int
    title: str
    body: str
    at: datetime
    withdrawn: bool


def notices(wish: Wish, *, actor: Actor, services: Services) -> Listing[NoticeLine]:
    """Filter: `unread`."""
    query = select(Notice).where(Notice.user_id == actor.user_id)
    if wish.filters.get("unread"):
        query = query.where(Notice.read_at.is_(None))
    with services.transaction.read() as tx:
        total = tx.session.scalar(select(func.count()).select_from(query.subquery())) or 0
        rows = tx.session.scalars(
            query.order_by(Notice.created_at.desc(), Notice.id.desc()).offset(wish.offset).limit(wish.size)
        ).all()
    return Listing(tuple(map(_line, rows)), total, wish)


def newest(tx: Transaction, actor: Actor, count: int = 5) -> tuple[NoticeLine, ...]:
    """The last few, read or not, for a home page."""
    rows = tx.session.scalars(
        select(Notice)
        .where(Notice.user_id == actor.user_id)
        .order_by(Notice.created_at.desc(), Notice.id.desc())
        .limit(count)
    )
    return tuple(map(_line, rows))


def _line(row: Notice) -> NoticeLine:
    why = str(row.params.get("why") or "")
    return NoticeLine(row.id, row.kind.value, row.reference, row.created_at, row.read_at is None, why)


def announcements(*, services: Services, withdrawn_too: bool = False) -> tuple[AnnouncementLine, ...]:
    """What the house announces, newest first."""
    query = select(Announcement).order_by(Announcement.published_at.desc(), Announcement.id.desc()).limit(100)
    if not withdrawn_too:
        query = query.where(Announcement.withdrawn_at.is_(None))
    with services.transaction.read() as tx:
        rows = tx.session.scalars(query).all()
    return tuple(
        AnnouncementLine(row.id, row.title, row.body, row.published_at, row.withdrawn_at is not None) for row in rows
    )
