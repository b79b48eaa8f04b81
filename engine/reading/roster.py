"""Whose names and numbers a blind reader must not meet in words that were spoken or typed."""

from functools import lru_cache

from sqlalchemy import or_, select

from engine.access import Actor, Permission, may
from engine.blind import Roster
from models.roles import INSPECTED, INSPECTING, StaffRole
from models.tables.organisation import User, UserRole
from models.tables.recordings import Recording
from models.transaction import Transaction

# "80" or "12" is an amount or a date far more often than an agent's number.
SHORTEST_NUMBER = 3


def roster_for(tx: Transaction, recording: Recording, actor: Actor) -> Roster:
    """Names, sign-ins and numbers of everybody on the other side of the blind, and those that the call carries.

    An inspector meets no other inspector's name either. Customers' numbers that somebody wrote down are hidden too,
    unless *actor* may see them.
    """
    names = _house(tx)
    names |= {named for named in (recording.agent_no, recording.details.get("agent_name")) if isinstance(named, str)}
    if actor.role is StaffRole.INSPECTOR:
        names |= _colleagues(tx, actor)
    return _roster(names, numbers=not may(actor, Permission.NUMBERS_READ))


def house_roster(tx: Transaction) -> Roster:
    """As `roster_for`, for words that belong to no call."""
    return _roster(_house(tx), numbers=True)


def _house(tx: Transaction) -> set[str]:
    rows = tx.session.execute(
        select(User.name, User.login, User.agent_no)
        .where(or_(User.agent_no.is_not(None), User.roles.any(UserRole.role.in_(INSPECTED))))
        .order_by(User.id)
    )
    return {name for row in rows for name in row if name}


def _colleagues(tx: Transaction, actor: Actor) -> set[str]:
    inspects = User.roles.any(UserRole.role.in_(INSPECTING))
    rows = tx.session.execute(select(User.name, User.login).where(inspects, User.id != actor.user_id))
    return {name for row in rows for name in row}


def _roster(names: set[str], *, numbers: bool) -> Roster:
    kept = tuple(sorted(name for name in names if not name.isdigit() or len(name) >= SHORTEST_NUMBER))
    return _compiled(kept, numbers)


@lru_cache(maxsize=8)
def _compiled(names: tuple[str, ...], numbers: bool) -> Roster:
    return Roster(names, numbers=numbers)
