"""The QC lead moves work between inspectors; an inspector steps back from a conflict."""

from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.casework.assigning import assign as give
from engine.casework.assigning import loads_for, pass_on
from engine.casework.involved import barred
from engine.casework.move import Mover, lock_case, lock_case_by_public_id, move, remember
from engine.casework.opinions import needs_inspector_opinion
from engine.casework.tell import tell
from engine.errors import Conflict, NotFound, Refused
from engine.services import Services
from models.lifecycle import Event, State
from models.tables.cases import Case
from models.tables.notices import NoticeKind
from models.tables.organisation import Conflict as ConflictRow
from models.tables.organisation import ConflictKind
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction


def recall(case_id: str, reason: str, *, actor: Actor, services: Services) -> None:
    """Take open work on a case back; the clock gives it to somebody else, or the lead does."""
    _move_work(case_id, None, reason, actor, services)


def reassign(case_id: str, inspector_id: int, reason: str, *, actor: Actor, services: Services) -> None:
    """Give open work on a case to *inspector_id*.

    Raises:
        Refused: `reason_missing`, `no_open_work`, or `not_eligible` (absent, of the agent's team, in conflict, or
            involved).
    """
    _move_work(case_id, inspector_id, reason, actor, services)


def recuse(assignment_id: str, reason: str, *, actor: Actor, services: Services) -> None:
    """An inspector knows the agent: the case goes to somebody else, and the two never meet again."""
    require(actor, Permission.CASE_REVIEW)
    if not reason.strip():
        raise Refused("reason_missing")
    now = services.clock()
    with services.transaction() as tx:
        assignment = tx.session.scalars(
            select(Assignment).where(Assignment.public_id == assignment_id, Assignment.inspector_id == actor.user_id)
        ).one_or_none()
        if assignment is None:
            raise NotFound("assignment")
        case = lock_case(tx, assignment.case_id)
        tx.session.refresh(assignment)
        if assignment.state is not AssignmentState.OPEN:
            raise Conflict("assignment", now=assignment.state.value)
        _close(assignment, now)
        if case.agent_id is not None:
            _note_conflict(tx, actor.user_id, case.agent_id, reason, now)
        remember(tx, "assignment.recused", f"case:{case.id}", actor, now, why=reason)
        pass_on(tx, case, assignment.kind, services.settings, now)


def _move_work(case_id: str, inspector_id: int | None, reason: str, actor: Actor, services: Services) -> None:
    require(actor, Permission.CASE_REASSIGN)
    if not reason.strip():
        raise Refused("reason_missing")
    now = services.clock()
    with services.transaction() as tx:
        case = lock_case_by_public_id(tx, case_id)
        open_work = tx.session.scalars(
            select(Assignment).where(Assignment.case_id == case.id, Assignment.state == AssignmentState.OPEN)
        ).one_or_none()
        kind = open_work.kind if open_work else _waiting_work(tx, case)
        if kind is None or (open_work is None and inspector_id is None):
            raise Refused("no_open_work")
        move(tx, case, Event.REASSIGN, Mover.person(actor), now, why=reason)
        if open_work is not None:
            _close(open_work, now)
            tell(tx, open_work.inspector_id, NoticeKind.RECALLED, open_work.public_id, now)
            tx.session.flush()
        if inspector_id is None:
            return
        excluding = barred(tx, case, kind, services.settings)
        if inspector_id not in {load.inspector_id for load in loads_for(tx, case, excluding=excluding)}:
            raise Refused("not_eligible")
        give(tx, case, inspector_id, kind, now)


def _waiting_work(tx: Transaction, case: Case) -> AssignmentKind | None:
    """What waits for an inspector while nobody has it: a review, or an opinion that was not given yet."""
    if case.state is State.IN_REVIEW:
        return AssignmentKind.REVIEW
    return AssignmentKind.OPINION if needs_inspector_opinion(tx, case.id) else None


def _close(assignment: Assignment, now: datetime) -> None:
    assignment.state = AssignmentState.RECALLED
    assignment.closed_at = now


def _note_conflict(tx: Transaction, inspector_id: int, agent_id: int, reason: str, now: datetime) -> None:
    known = tx.session.scalar(
        select(ConflictRow.id).where(ConflictRow.inspector_id == inspector_id, ConflictRow.agent_id == agent_id)
    )
    if known is None:
        kind = ConflictKind.RECUSED
        row = ConflictRow(inspector_id=inspector_id, agent_id=agent_id, kind=kind, why=reason[:400], created_at=now)
        tx.session.add(row)
        tx.session.flush()
