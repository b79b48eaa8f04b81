"""An inspector at work on one case: open it, save the draft, submit, or hand it back with a reason."""

from datetime import datetime, timedelta

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.casework.approvals import ask_approval
from engine.casework.assigning import pass_on
from engine.casework.move import Mover, lock_case, move, remember
from engine.casework.reviewing import apply_draft, check_complete
from engine.casework.scoring import keep_score, reviewed_judgements, score_of
from engine.errors import Conflict, NotFound, Refused
from engine.queueing import Job
from engine.review_draft import ReviewDraft
from engine.services import Services
from models.lifecycle import Event
from models.tables.cases import Case, ScoreKind
from models.tables.recordings import ScoreRun
from models.tables.reviews import Adjustment, ApprovalKind, Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction

# One beat of the page covers at most this; a page that sleeps overnight does not work overnight.
LONGEST_BEAT_S = 120.0


def open_review(assignment_id: str, *, actor: Actor, services: Services) -> None:
    """Note that the inspector has the case before them; the first time is remembered in the audit chain."""
    require(actor, Permission.CASE_REVIEW)
    now = services.clock()
    with services.transaction() as tx:
        assignment = _own(tx, assignment_id, actor)
        if assignment.opened_at is None:
            assignment.opened_at = now
            remember(tx, "case.opened_by_inspector", f"case:{assignment.case_id}", actor, now)


def save_draft(
    assignment_id: str, draft: ReviewDraft, version: int, *, actor: Actor, services: Services
) -> tuple[int, datetime]:
    """Keep *draft*; the version it now has and the moment it was kept.

    Raises:
        Conflict: the case was taken away or submitted, or another window saved a newer draft.
    """
    require(actor, Permission.CASE_REVIEW)
    now = services.clock()
    with services.transaction() as tx:
        assignment = _own_open(tx, assignment_id, actor)
        if assignment.draft_version != version:
            raise Conflict("draft", now=str(assignment.draft_version))
        assignment.draft = draft.model_dump(mode="json")
        assignment.draft_version += 1
        assignment.draft_saved_at = now
        return assignment.draft_version, now


def beat(assignment_id: str, active_s: float, *, actor: Actor, services: Services) -> float:
    """Add seconds really worked; the total so far."""
    require(actor, Permission.CASE_REVIEW)
    with services.transaction() as tx:
        assignment = _own_open(tx, assignment_id, actor)
        assignment.active_s += min(max(active_s, 0.0), LONGEST_BEAT_S)
        return assignment.active_s


def confirm(assignment_id: str, draft: ReviewDraft, version: int, *, actor: Actor, services: Services) -> None:
    """Submit the review: every reviewable judgement has a verdict, every change its reason.

    Raises:
        Refused: something is still open or a reason is missing; `where` names it.
        Conflict: somebody else was faster, or another window saved a newer draft.
    """
    require(actor, Permission.CASE_REVIEW)
    now = services.clock()
    with services.transaction() as tx:
        assignment, case = _own_open_with_case(tx, assignment_id, actor)
        if assignment.kind is not AssignmentKind.REVIEW:
            raise NotFound("assignment")
        if assignment.draft_version != version:
            raise Conflict("draft", now=str(assignment.draft_version))
        run = tx.session.get_one(ScoreRun, case.score_run_id)
        rulebook = services.rulebooks.of(run.rulebook_version_id)
        check_complete(case, draft, rulebook.scorecard(case.scorecard))
        apply_draft(tx, case, draft, actor, now)
        assignment.draft = draft.model_dump(mode="json")
        assignment.state = AssignmentState.DONE
        assignment.closed_at = now
        adjustment = draft.adjustment.points if draft.adjustment else 0.0
        reviewed = score_of(rulebook, case, reviewed_judgements(case.judgements), adjustment)
        case.reviewed_score = reviewed.total
        case.confirmed_at = now
        case.release_at = now + timedelta(seconds=services.settings.review.release_delay_s)
        keep_score(tx, case, ScoreKind.REVIEWED, reviewed, now)
        move(tx, case, Event.CONFIRM, Mover.person(actor), now)
        if draft.adjustment and draft.adjustment.points:
            _adjust(tx, case, draft, actor, now, services.settings.review.adjustment_limit)
        tx.after_commit(lambda: services.queue.wake(Job.SWEEP))


def skip(assignment_id: str, reason: str, *, actor: Actor, services: Services) -> None:
    """Hand a case back with a reason; somebody else gets it."""
    require(actor, Permission.CASE_REVIEW)
    if not reason.strip():
        raise Refused("reason_missing")
    now = services.clock()
    with services.transaction() as tx:
        assignment, case = _own_open_with_case(tx, assignment_id, actor)
        assignment.state = AssignmentState.RECALLED
        assignment.closed_at = now
        remember(tx, "assignment.handed_back", f"case:{case.id}", actor, now, why=reason)
        pass_on(tx, case, assignment.kind, services.settings, now)


def _adjust(tx: Transaction, case: Case, draft: ReviewDraft, actor: Actor, now: datetime, limit: float) -> None:
    """Keep the non-standard adjustment; above *limit* points it waits for the QC lead."""
    assert draft.adjustment is not None
    approval = None
    if abs(draft.adjustment.points) > limit:
        approval = ask_approval(
            tx,
            case,
            ApprovalKind.ADJUSTMENT,
            {"points": draft.adjustment.points},
            draft.adjustment.reason,
            actor,
            now,
        )
    tx.session.add(
        Adjustment(
            case_id=case.id,
            points=draft.adjustment.points,
            reason=draft.adjustment.reason,
            by_id=actor.user_id,
            at=now,
            approval_id=approval.id if approval else None,
        )
    )


def _own(tx: Transaction, assignment_id: str, actor: Actor) -> Assignment:
    assignment = tx.session.scalars(
        select(Assignment)
        .where(Assignment.public_id == assignment_id, Assignment.inspector_id == actor.user_id)
        .with_for_update(of=Assignment)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if assignment is None:
        raise NotFound("assignment")
    return assignment


def _own_open_with_case(tx: Transaction, assignment_id: str, actor: Actor) -> tuple[Assignment, Case]:
    """Both held; the case first, as everywhere, or two steps could wait for each other for ever."""
    case_id = tx.session.scalar(
        select(Assignment.case_id).where(
            Assignment.public_id == assignment_id, Assignment.inspector_id == actor.user_id
        )
    )
    if case_id is None:
        raise NotFound("assignment")
    case = lock_case(tx, case_id)
    return _own_open(tx, assignment_id, actor), case


def _own_open(tx: Transaction, assignment_id: str, actor: Actor) -> Assignment:
    assignment = _own(tx, assignment_id, actor)
    if assignment.state is not AssignmentState.OPEN:
        raise Conflict("assignment", now=assignment.state.value)
    return assignment
