"""Notices: rows written with the change they tell of, so that none is lost and none is sent twice."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from engine.access import HOLDERS, Permission
from engine.delivery.outbox import post
from models.roles import StaffRole
from models.tables.notices import Notice, NoticeKind
from models.tables.organisation import User, UserRole
from models.transaction import Transaction


def tell(
    tx: Transaction,
    user_id: int,
    kind: NoticeKind,
    reference: str,
    now: datetime,
    *,
    once: str | None = None,
    params: dict[str, object] | None = None,
) -> None:
    """Tell one person, here and by the ways out of the house that are open to them.

    *once* names the occasion; a second notice of the same occasion is not written.
    """
    occasion = once or f"{kind.value}:{reference}:{now.isoformat()}"
    # One statement: two sweeps that look first and write later would both write.
    insert = sqlite.insert if tx.is_sqlite else postgresql.insert
    written = tx.session.execute(
        insert(Notice)
        .values(user_id=user_id, kind=kind, reference=reference, params=params or {}, once=occasion, created_at=now)
        .on_conflict_do_nothing(index_elements=[Notice.user_id, Notice.once])
        .returning(Notice.id)
    ).all()
    if written:
        post(tx, user_id, kind, reference, occasion, now)


def those_who_may(tx: Transaction, permission: Permission) -> tuple[int, ...]:
    """People who can sign in and hold *permission* in one of their roles, in a stable order."""
    query = (
        select(User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role.in_(HOLDERS[permission]), User.disabled_at.is_(None))
        .distinct()
        .order_by(User.id)
    )
    return tuple(tx.session.scalars(query))


def holders_of(tx: Transaction, role: StaffRole, *, team_id: int | None = None) -> tuple[int, ...]:
    """People who hold *role* and can sign in, in a stable order."""
    query = (
        select(User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == role, User.disabled_at.is_(None))
        .order_by(User.id)
    )
    if team_id is not None:
        query = query.where(User.team_id == team_id)
    return tuple(tx.session.scalars(query))
