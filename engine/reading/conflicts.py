"""The conflict list: who must not judge whom. The QC lead keeps it without learning whose number it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from engine.access import Actor, Permission, require
from engine.blind import Roster, masked_no
from engine.reading.roster import house_roster
from engine.services import Services
from models.roles import StaffRole
from models.tables.organisation import Conflict, ConflictKind, FormerTeam, Team, User, UserRole
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """*agent* is a number with most of it hidden for a QC lead; empty where an inspector stepped back from a call."""

    id: int
    inspector: str
    agent: str
    kind: str
    why: str
    since: datetime


@dataclass(frozen=True, slots=True)
class FormerLine:
    id: int
    person: str
    team: str
    why: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ConflictList:
    """*inspectors* and *teams* are (id, name), to choose from."""

    conflicts: tuple[ConflictLine, ...]
    former: tuple[FormerLine, ...]
    inspectors: tuple[tuple[int, str], ...]
    teams: tuple[tuple[int, str], ...]


def conflicts_page(*, actor: Actor, services: Services) -> ConflictList:
    """Everything on the list, newest first."""
    require(actor, Permission.CONFLICT_MANAGE)
    blind = actor.role is not StaffRole.QC_MANAGER
    with services.transaction.read() as tx:
        inspectors = _inspectors(tx)
        former = tx.session.execute(
            select(FormerTeam, User.name, Team.name)
            .join(User, User.id == FormerTeam.user_id)
            .join(Team, Team.id == FormerTeam.team_id)
            .where(FormerTeam.user_id.in_([one[0] for one in inspectors]))
            .order_by(FormerTeam.id.desc())
        ).all()
        teams = tx.session.execute(select(Team.id, Team.name).where(Team.closed_at.is_(None)).order_by(Team.name))
        hidden = house_roster(tx)
        return ConflictList(
            conflicts=_conflicts(tx, hidden, blind=blind),
            former=tuple(
                FormerLine(row.id, person, team, hidden.mask(row.why) if blind else row.why, row.created_at)
                for row, person, team in former
            ),
            inspectors=inspectors,
            teams=tuple((row.id, row.name) for row in teams),
        )


def _conflicts(tx: Transaction, hidden: Roster, *, blind: bool) -> tuple[ConflictLine, ...]:
    inspector, agent = aliased(User), aliased(User)
    rows = tx.session.execute(
        select(Conflict, inspector.name, agent)
        .join(inspector, inspector.id == Conflict.inspector_id)
        .join(agent, agent.id == Conflict.agent_id)
        .order_by(Conflict.id.desc())
    ).all()
    return tuple(
        ConflictLine(
            id=row.id,
            inspector=name,
            agent=_agent(row, whom, blind=blind),
            kind=row.kind.value,
            why=hidden.mask(row.why) if blind else row.why,
            since=row.created_at,
        )
        for row, name, whom in rows
    )


def _agent(row: Conflict, whom: User, *, blind: bool) -> str:
    if not blind:
        return f"{whom.agent_no or ''} {whom.name}".strip()
    # Who stepped back did so over one call: a number beside it would say whose call that was.
    return "" if row.kind is ConflictKind.RECUSED else masked_no(whom.agent_no or "")


def _inspectors(tx: Transaction) -> tuple[tuple[int, str], ...]:
    rows = tx.session.execute(
        select(User.id, User.name)
        .where(User.disabled_at.is_(None), User.roles.any(UserRole.role == StaffRole.INSPECTOR))
        .order_by(User.id)
    )
    return tuple((row.id, row.name) for row in rows)
