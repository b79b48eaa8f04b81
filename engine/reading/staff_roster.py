"""Names of those who inspect, as agents and their leaders must not meet them in what people wrote."""

from functools import lru_cache

from sqlalchemy import select

from engine.access import Actor, Permission, may
from engine.blind import Roster
from models.roles import INSPECTING
from models.tables.organisation import User, UserRole
from models.transaction import Transaction


def staff_roster(tx: Transaction, actor: Actor) -> Roster:
    """Names and sign-ins of everybody on the inspecting side; customers' numbers too, unless *actor* may see them."""
    names = tx.session.execute(
        select(User.name, User.login).where(User.roles.any(UserRole.role.in_(INSPECTING))).order_by(User.id)
    )
    kept = tuple(sorted({text for row in names for text in row}))
    return _compiled(kept, not may(actor, Permission.NUMBERS_READ))


@lru_cache(maxsize=4)
def _compiled(names: tuple[str, ...], numbers: bool) -> Roster:
    return Roster(names, numbers=numbers)
