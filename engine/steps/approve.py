"""The second word of two: grant or refuse an adjustment, a correction or a reopening."""

from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.casework.approvals import DECIDED_BY
from engine.casework.correcting import apply_correction
from engine.casework.finalising import adjustment_of
from engine.casework.move import Mover, lock_case, move, remember
from engine.casework.opinions import mark_reopened
from engine.casework.scoring import keep_score, reviewed_judgements, score_of
from engine.casework.tell import tell
from engine.errors import Conflict, Forbidden, NotFound, Refused
from engine.queueing import Job
from engine.services import Services
from models.lifecycle import Event, State
from models.tables.cases import Case, ScoreKind
from models.tables.notices import NoticeKind
from models.tables.recordings import ScoreRun
from models.tables.reviews import Approval, ApprovalKind, ApprovalState
from models.transaction import Transaction


def grant(approval_id: str, note: str, *, actor: Actor, services: Services) -> None:
    """Raises:
    Forbidden: another role decides this kind.
    Refused: `same_person` who asked.
    Conflict: it was decided already.
    """
    _decide(approval_id, ApprovalState.GRANTED, note, actor, services)


def refuse(approval_id: str, note: str, *, actor: Actor, services: Services) -> None:
    """As `grant`, the other way; a refusal says why."""
    if not note.strip():
        raise Refused("reason_missing")
    _decide(approval_id, ApprovalState.REFUSED, note, actor, services)


def _decide(approval_id: str, verdict: ApprovalState, note: str, actor: Actor, services: Services) -> None:
    require(actor, Permission.APPROVAL_DECIDE)
    now = services.clock()
    with services.transaction() as tx:
        approval = tx.session.scalars(select(Approval).where(Approval.public_id == approval_id)).one_or_none()
        if approval is None:
            raise NotFound("approval")
        if actor.role is not DECIDED_BY[approval.kind]:
            raise Forbidden(Permission.APPROVAL_DECIDE.value)
        case = lock_case(tx, approval.case_id)
        tx.session.refresh(approval)
        if approval.state is not ApprovalState.ASKED:
            raise Conflict("approval", now=approval.state.value)
        if approval.asked_by_id == actor.user_id:
            raise Refused("same_person")
        approval.state = verdict
        approval.decided_by_id, approval.decided_at = actor.user_id, now
        approval.decision_note = note.strip() or None
        tx.session.flush()
        remember(tx, f"approval.{approval.kind.value}.{verdict.value}", f"case:{case.id}", actor, now, why=note or None)
        tell(tx, approval.asked_by_id, NoticeKind.APPROVAL_DECIDED, approval.public_id, now)
        _act(tx, case, approval, actor, services, now)


def _act(tx: Transaction, case: Case, approval: Approval, actor: Actor, services: Services, now: datetime) -> None:
    granted = approval.state is ApprovalState.GRANTED
    if approval.kind is ApprovalKind.ADJUSTMENT:
        _settle_adjustment(tx, case, services, now)
    elif approval.kind is ApprovalKind.CORRECTION and granted:
        apply_correction(tx, case, approval, actor, services, now)
    elif approval.kind is ApprovalKind.REOPENING and granted:
        if case.state is not State.FINAL:
            raise Conflict("case", now=case.state.value)
        move(tx, case, Event.REOPEN, Mover.person(actor), now, why=approval.reason)
        mark_reopened(tx, case, approval, services.settings, now)


def _settle_adjustment(tx: Transaction, case: Case, services: Services, now: datetime) -> None:
    """Granted or refused, the score now is what it will be; the clock may release it."""
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    rulebook = services.rulebooks.of(run.rulebook_version_id)
    result = score_of(rulebook, case, reviewed_judgements(case.judgements), adjustment_of(tx, case))
    if result.total != case.reviewed_score:
        case.reviewed_score = result.total
        keep_score(tx, case, ScoreKind.REVIEWED, result, now)
    tx.after_commit(lambda: services.queue.wake(Job.SWEEP))
