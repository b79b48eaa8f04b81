"""Names of those who inspect, as agents and their leaders must not meet them in what people wrote."""

from functools import lru_cache

from sqlalchemy import select

from engine.blind import Roster
from models.roles import INSPECTING
from models.tables.organisation import User, UserRole
from models.transaction import Transaction


def staff_roster(tx: Transaction) -> Roster:
    """Names and sign-ins of everybody on the inspecting side."""
    names = tx.session.execute(
        select(User.name, User.login).where(User.roles.any(UserRole.role.in_(INSPECTING))).order_by(User.id)
    )
    return _compiled(tuple(sorted({text for row in names for text in row})))


@lru_cache(maxsize=4)
def _compiled(names: tuple[str, ...]) -> Roster:
    return Roster(names)
