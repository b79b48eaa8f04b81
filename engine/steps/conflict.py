"""Who must not judge whom: pairs of people, and teams that an inspector once belonged to."""

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.casework.move import remember
from engine.casework.taking_back import take_back
from engine.errors import Invalid, NotFound, Refused
from engine.services import Services
from models.roles import StaffRole
from models.tables.cases import Case
from models.tables.organisation import Conflict, ConflictKind, FormerTeam, Team, User
from models.transaction import Transaction

__all__ = ["ConflictKind", "add_conflict", "add_former_team", "remove_conflict", "remove_former_team"]


def add_conflict(
    inspector_id: int, agent_no: str, kind: ConflictKind, why: str, *, actor: Actor, services: Services
) -> None:
    """Keep an inspector and an agent apart; open work between them goes to somebody else at once.

    Raises:
        Invalid: no such inspector or agent, `taken`: they are kept apart already, or `not_offered`: the same person.
        Refused: `reason_missing`.
    """
    require(actor, Permission.CONFLICT_MANAGE)
    if not why.strip():
        raise Refused("reason_missing")
    now = services.clock()
    with services.transaction() as tx:
        inspector = _inspector(tx, inspector_id)
        agent = tx.session.scalars(select(User).where(User.agent_no == agent_no.strip())).one_or_none()
        if agent is None or StaffRole.AGENT not in agent.role_set:
            raise Invalid("agent_no", "unknown_value")
        known = select(Conflict.id).where(Conflict.inspector_id == inspector.id, Conflict.agent_id == agent.id)
        if tx.session.scalar(known) is not None:
            raise Invalid("agent_no", "taken")
        row = Conflict(inspector_id=inspector.id, agent_id=agent.id, kind=kind, why=why.strip()[:400], created_at=now)
        tx.session.add(row)
        tx.session.flush()
        details: dict[str, object] = {"inspector": inspector.id, "agent": agent.id, "kind": kind.value}
        remember(tx, "conflict.added", f"conflict:{row.id}", actor, now, why=why.strip(), details=details)
        take_back(tx, inspector.id, Case.agent_id == agent.id, actor, why.strip(), services, now)


def remove_conflict(conflict_id: int, why: str, *, actor: Actor, services: Services) -> None:
    """Let the two meet again.

    Raises:
        NotFound: no such pair.
        Refused: `reason_missing`.
    """
    require(actor, Permission.CONFLICT_MANAGE)
    if not why.strip():
        raise Refused("reason_missing")
    now = services.clock()
    with services.transaction() as tx:
        row = tx.session.get(Conflict, conflict_id)
        if row is None:
            raise NotFound("conflict")
        details: dict[str, object] = {"inspector": row.inspector_id, "agent": row.agent_id, "kind": row.kind.value}
        tx.session.delete(row)
        remember(tx, "conflict.removed", f"conflict:{conflict_id}", actor, now, why=why.strip(), details=details)


def add_former_team(inspector_id: int, team_id: int, why: str, *, actor: Actor, services: Services) -> None:
    """Keep an inspector away from the calls of a team.

    Raises:
        Invalid: no such inspector or team, or `taken`.
    """
    require(actor, Permission.CONFLICT_MANAGE)
    now = services.clock()
    with services.transaction() as tx:
        inspector = _inspector(tx, inspector_id)
        if tx.session.get(Team, team_id) is None:
            raise Invalid("team", "unknown_value")
        known = select(FormerTeam.id).where(FormerTeam.user_id == inspector.id, FormerTeam.team_id == team_id)
        if tx.session.scalar(known) is not None:
            raise Invalid("team", "taken")
        row = FormerTeam(user_id=inspector.id, team_id=team_id, why=why.strip()[:400], created_at=now)
        tx.session.add(row)
        tx.session.flush()
        details: dict[str, object] = {"inspector": inspector.id, "team": team_id}
        remember(tx, "former_team.added", f"former_team:{row.id}", actor, now, why=why.strip() or None, details=details)
        take_back(tx, inspector.id, Case.team_id == team_id, actor, why.strip(), services, now)


def remove_former_team(former_id: int, why: str, *, actor: Actor, services: Services) -> None:
    """Let an inspector hear the calls of a team again.

    Raises:
        NotFound: no such entry.
        Refused: `reason_missing`.
    """
    require(actor, Permission.CONFLICT_MANAGE)
    if not why.strip():
        raise Refused("reason_missing")
    now = services.clock()
    with services.transaction() as tx:
        row = tx.session.get(FormerTeam, former_id)
        if row is None:
            raise NotFound("former team")
        details: dict[str, object] = {"inspector": row.user_id, "team": row.team_id}
        tx.session.delete(row)
        remember(tx, "former_team.removed", f"former_team:{former_id}", actor, now, why=why.strip(), details=details)


def _inspector(tx: Transaction, inspector_id: int) -> User:
    person = tx.session.get(User, inspector_id)
    if person is None or StaffRole.INSPECTOR not in person.role_set:
        raise Invalid("inspector", "unknown_value")
    return person
