"""The QC lead decides an appeal, item by item; the result is final."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.casework.clarifying import open_question
from engine.casework.deadlines import appeal_deadline
from engine.casework.deciding import Decided, check_decided, outcome_of
from engine.casework.involved import people_involved
from engine.casework.move import Mover, lock_case, move
from engine.casework.reviewing import record
from engine.casework.scoring import keep_score, standing, standing_score
from engine.casework.tell import holders_of, tell
from engine.errors import Conflict, NotFound, Refused
from engine.services import Services
from models.lifecycle import Event
from models.roles import StaffRole
from models.tables.appeals import Appeal, AppealState, Decision
from models.tables.cases import Case, ScoreKind
from models.tables.notices import NoticeKind
from models.tables.reviews import Assignment, AssignmentState
from models.transaction import Transaction


def preview(
    appeal_id: str, decided: Sequence[Decided], *, actor: Actor, services: Services
) -> tuple[float | None, float | None]:
    """The score before the decision and after it, were it made now. Items without a word stay as they are."""
    require(actor, Permission.APPEAL_DECIDE)
    with services.transaction.read() as tx:
        appeal = _appeal(tx, appeal_id)
        case = tx.session.get_one(Case, appeal.case_id)
        outcome = outcome_of(tx, case, appeal, decided, services)
        return standing_score(tx, case), outcome.result.total


def decide(
    appeal_id: str, decided: Sequence[Decided], version: int, *, actor: Actor, services: Services
) -> float | None:
    """Close the appeal.

    Args:
        version: the case's version that the lead saw; a newer one means that somebody else was faster.

    Returns:
        The final score.

    Raises:
        Refused: `involved_before` (the lead took part), `question_open` (take it back first), or an item without a
            decision or a reason.
        Conflict: the case was changed in the meantime.
    """
    require(actor, Permission.APPEAL_DECIDE)
    now = services.clock()
    with services.transaction() as tx:
        case = lock_case(tx, _appeal(tx, appeal_id).case_id)
        appeal = _appeal(tx, appeal_id)
        tx.session.refresh(appeal)
        if case.version != version or appeal.state is not AppealState.ADJUDICATION:
            raise Conflict("case", now=case.state.value)
        if actor.user_id in people_involved(tx, case):
            raise Refused("involved_before")
        if open_question(tx, appeal) is not None:
            raise Refused("question_open")
        by_key = check_decided(appeal, decided)
        outcome = outcome_of(tx, case, appeal, decided, services)
        for item in appeal.items:
            one = by_key[item.judgement.key]
            item.decision, item.reason_code = one.decision, one.reason_code
            item.decision_note = one.note.strip()
            item.decided_points = one.points if one.decision is Decision.PARTIAL else None
        for row in case.judgements:
            old, new = standing(row), outcome.held[row.key]
            if old != new:
                record(tx, case, actor, now, row.key, old[0], new[0], by_key[row.key].note.strip(), points=new[1])
            row.final, row.final_points = new
        appeal.state = AppealState.DECIDED
        appeal.decided_by_id, appeal.decided_at, appeal.closed_at = actor.user_id, now, now
        codes = {one.key: f"{one.decision.value}/{one.reason_code.value}" for one in decided}
        move(tx, case, Event.DECIDE, Mover.person(actor), now, details={"items": codes})
        case.final_score = outcome.result.total
        if case.appeal_rounds < services.settings.appeal.rounds:
            case.appeal_until = appeal_deadline(tx, services.settings, now)
        keep_score(tx, case, ScoreKind.FINAL, outcome.result, now)
        _tell_everybody(tx, case, appeal, now)
        return case.final_score


def _appeal(tx: Transaction, appeal_id: str) -> Appeal:
    appeal = tx.session.scalars(select(Appeal).where(Appeal.public_id == appeal_id)).one_or_none()
    if appeal is None:
        raise NotFound("appeal")
    return appeal


def _tell_everybody(tx: Transaction, case: Case, appeal: Appeal, now: datetime) -> None:
    readers: set[int] = {appeal.filed_by_id}
    if case.agent_id is not None:
        readers.add(case.agent_id)
    if case.team_id is not None:
        readers |= set(holders_of(tx, StaffRole.TEAM_LEADER, team_id=case.team_id))
    for user_id in sorted(readers):
        tell(tx, user_id, NoticeKind.DECIDED, case.public_id, now)
    # Inspectors know the case by their own work on it only.
    for work in tx.session.scalars(
        select(Assignment)
        .where(Assignment.case_id == case.id, Assignment.state == AssignmentState.DONE)
        .order_by(Assignment.id)
    ):
        tell(tx, work.inspector_id, NoticeKind.DECIDED, work.public_id, now)
