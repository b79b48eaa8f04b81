"""What is due at a moment: queries for the ids of cases, asked once to find them and once more with the case held."""

from datetime import datetime

from sqlalchemy import Select, func, or_, select

from engine.casework.clarifying import resting
from engine.casework.releasing import waiting_for_approval
from models.lifecycle import State
from models.tables.appeals import Appeal, AppealState, Opinion, Side
from models.tables.cases import Case, Mark
from models.tables.clarifications import Clarification
from models.tables.library import LibraryEntry
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState


def unassigned() -> Select[int]:
    """Cases in review that no inspector has.

    In any order, as `unasked`: cases that nobody may take must not keep the others waiting for ever.
    """
    query = select(Case.id).where(Case.state == State.IN_REVIEW, Case.id.not_in(_held(AssignmentKind.REVIEW)))
    return query.order_by(func.random())


def unasked(now: datetime) -> Select[int]:
    """Open appeals, still in time, without an inspector's opinion that no inspector is asked for."""
    spoken = select(Opinion.appeal_id).where(Opinion.side == Side.INSPECTOR)
    waiting = select(Appeal.case_id).where(
        Appeal.state == AppealState.OPEN,
        or_(Appeal.opinions_due_at >= now, Appeal.id.in_(resting())),
        Appeal.id.not_in(spoken),
    )
    query = select(Case.id).where(Case.id.in_(waiting), Case.id.not_in(_held(AssignmentKind.OPINION)))
    return query.order_by(func.random())


def due_for_release(now: datetime) -> Select[int]:
    """Confirmed results whose rest is over and whose adjustment waits for nobody."""
    return (
        select(Case.id)
        .where(Case.state == State.CONFIRMED, Case.release_at <= now, Case.id.not_in(waiting_for_approval()))
        .order_by(Case.id)
    )


def past_deadline(now: datetime) -> Select[int]:
    """Released results that can no longer be appealed: the moment of the deadline itself still belongs to the agent."""
    return select(Case.id).where(Case.state == State.RELEASED, Case.appeal_until < now).order_by(Case.id)


def past_opinions(now: datetime) -> Select[int]:
    """Appeals whose time for opinions is over."""
    late = select(Appeal.case_id).where(
        Appeal.state == AppealState.OPEN, Appeal.opinions_due_at < now, Appeal.id.not_in(resting())
    )
    return select(Case.id).where(Case.id.in_(late)).order_by(Case.id)


def past_answer(now: datetime) -> Select[int]:
    """Appeals that rest for a question nobody answered in time."""
    unanswered = (
        select(Appeal.case_id)
        .join(Clarification, Clarification.appeal_id == Appeal.id)
        .where(Clarification.closed_at.is_(None), Clarification.answer_until < now)
    )
    return select(Case.id).where(Case.id.in_(unanswered)).order_by(Case.id)


def unshelved() -> Select[int]:
    """Final cases with a mark that are not in the case library yet."""
    return (
        select(Case.id)
        .where(
            Case.state == State.FINAL,
            Case.id.in_(select(Mark.case_id)),
            Case.id.not_in(select(LibraryEntry.case_id)),
        )
        .order_by(Case.id)
    )


def _held(kind: AssignmentKind) -> Select[int]:
    return select(Assignment.case_id).where(Assignment.state == AssignmentState.OPEN, Assignment.kind == kind)
