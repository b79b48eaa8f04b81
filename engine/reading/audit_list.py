"""The audit chain as a list, and whether it holds."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from engine.access import Actor, Permission, require
from engine.reading.listing import Listing, Wish
from engine.reading.search import like
from engine.services import Services
from models.audit import BrokenLink, verify
from models.tables.audit import AuditRow
from models.tables.organisation import User


@dataclass(frozen=True, slots=True)
class AuditLine:
    number: int
    at: datetime
    who: str
    acting_as: str
    action: str
    subject: str
    old: str | None
    new: str | None
    why: str | None
    details: dict[str, object]
    sha256: str


def audit_page(wish: Wish, *, actor: Actor, services: Services) -> Listing[AuditLine]:
    """Newest first; words are looked for in action and subject."""
    require(actor, Permission.AUDIT_READ)
    query = select(AuditRow)
    if wish.words:
        query = query.where(or_(like(AuditRow.action, wish.words), like(AuditRow.subject, wish.words)))
    with services.transaction.read() as tx:
        total = tx.session.scalar(select(func.count()).select_from(query.subquery())) or 0
        rows = tx.session.scalars(query.order_by(AuditRow.number.desc()).offset(wish.offset).limit(wish.size)).all()
        ids = {row.actor_id for row in rows if row.actor_id is not None}
        logins = {user.id: user.login for user in tx.session.scalars(select(User).where(User.id.in_(ids)))}
    lines = tuple(
        AuditLine(
            number=row.number,
            at=row.at,
            who=logins.get(row.actor_id, "") if row.actor_id else "",
            acting_as=row.acting_as,
            action=row.action,
            subject=row.subject,
            old=row.old,
            new=row.new,
            why=row.why,
            details=dict(row.details),
            sha256=row.sha256,
        )
        for row in rows
    )
    return Listing(lines, total, wish)


def verify_page(*, actor: Actor, services: Services) -> BrokenLink | int:
    """The number of rows when the chain holds, else where it breaks."""
    require(actor, Permission.AUDIT_READ)
    with services.transaction.read() as tx:
        return verify(tx)
