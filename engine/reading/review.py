"""One review as its inspector sees it. Names, numbers, files and moments of the call are not in these views at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from engine.access import Actor, Permission, require
from engine.casework.own_work import STILL_THEIRS, own_assignment
from engine.casework.scoring import held_as, score_of
from engine.preferences import ReviewPreferences, review_preferences
from engine.reading.audio import lanes_of
from engine.reading.findings_view import FindingView, Words, finding_views, words
from engine.reading.inspector_queue import Progress, progress, week_of
from engine.reading.roster import roster_for
from engine.reading.scorecard_view import ScoreView, score_view
from engine.reading.spoken import Spoken, spoken
from engine.reading.transcript_view import Stretch, UtteranceView, silences, utterance_views
from engine.review_draft import ReviewDraft, VerdictDraft
from engine.services import Services
from engine.speech.compose import UNSURE_BELOW
from models.tables.cases import Case, Held, JudgementKind, JudgementRow
from models.tables.organisation import User
from models.tables.recordings import ScoreRun
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction
from rules.rulebook import Rulebook
from rules.scorecard import Judgement


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Everything the review page shows.

    Args:
        id: of the assignment; the case has no other name for this reader.
        machine_score: the preliminary score, before anybody judged.
        limit_points: how far an adjustment may go without the QC lead's approval.
        role_confidence: how sure it is who is who, 0-1; None where each side has a channel of its own.
        idle_s: after so long without a sign of life, work time stops.
    """

    id: str
    state: str
    is_open: bool
    was_opened: bool
    project: str
    direction: str
    duration_s: float
    week: str
    reasons: tuple[str, ...]
    lanes: tuple[str, ...]
    role_confidence: float | None
    has_audio: bool
    scorecard: Words
    machine_score: float | None
    score: ScoreView
    findings: tuple[FindingView, ...]
    utterances: tuple[UtteranceView, ...]
    silences: tuple[Stretch, ...]
    draft: ReviewDraft
    version: int
    saved_at: datetime | None
    active_s: float
    progress: Progress
    preferences: ReviewPreferences
    limit_points: float
    idle_s: float

    @property
    def roles_doubtful(self) -> bool:
        """Whether agent and customer may have been taken for each other."""
        return self.role_confidence is not None and self.role_confidence < UNSURE_BELOW

    @property
    def detected(self) -> tuple[FindingView, ...]:
        return tuple(finding for finding in self.findings if finding.detected)

    @property
    def undetected(self) -> tuple[FindingView, ...]:
        return tuple(finding for finding in self.findings if not finding.detected)

    @property
    def open_count(self) -> int:
        """How many judgements still need a person."""
        manual = (item.manual for section in self.score.sections for item in section.items)
        return sum(finding.open for finding in self.findings) + sum(1 for one in manual if one and one.held is None)


def review_page(assignment_id: str, *, actor: Actor, services: Services) -> ReviewView:
    """Raises:
    NotFound: no such review, or not this inspector's.
    """
    require(actor, Permission.CASE_REVIEW)
    with services.transaction.read() as tx:
        assignment = own_review(tx, assignment_id, actor)
        case, recording = assignment.case, assignment.case.recording
        run = tx.session.get_one(ScoreRun, case.score_run_id)
        heard = spoken(tx, run.transcript_id, actor)
        rulebook = services.rulebooks.of(run.rulebook_version_id)
        scorecard = rulebook.scorecard(case.scorecard)
        roster = roster_for(tx, recording, actor)
        draft = draft_of(assignment)
        rows = tuple(case.judgements)
        person = tx.session.get_one(User, actor.user_id)
        speakers = {int(one["id"]): str(one["role"]) for one in heard.body["utterances"]}
        shown = finding_views(rows, rulebook, scorecard, run.findings, draft, roster, heard, speakers)
        return ReviewView(
            id=assignment.public_id,
            state=case.state.value,
            is_open=assignment.state is AssignmentState.OPEN,
            was_opened=assignment.opened_at is not None,
            project=recording.project or "",
            direction=recording.direction.value,
            duration_s=recording.duration_s or 0.0,
            week=week_of(recording.started_at, ZoneInfo(services.settings.web.timezone)),
            reasons=tuple(case.route_reasons),
            lanes=lanes_of(heard.policy or recording.channel_policy, recording.channels or 1),
            role_confidence=heard.role_confidence,
            has_audio=recording.playable_sha256 is not None,
            scorecard=words(scorecard.title),
            machine_score=case.preliminary_score,
            score=_score(rulebook, case, rows, draft),
            findings=shown,
            utterances=utterance_views(heard.body, _evidence(rows, shown, heard), roster),
            silences=silences(heard.body),
            draft=draft,
            version=assignment.draft_version,
            saved_at=assignment.draft_saved_at,
            active_s=assignment.active_s,
            progress=progress(tx, actor, services),
            preferences=review_preferences(person.preferences),
            limit_points=services.settings.review.adjustment_limit,
            idle_s=services.settings.review.idle_s,
        )


def draft_score(assignment_id: str, draft: ReviewDraft, *, actor: Actor, services: Services) -> ScoreView:
    """The score that *draft* would give; nothing is written.

    Raises:
        NotFound: no such review, or not this inspector's.
    """
    require(actor, Permission.CASE_REVIEW)
    with services.transaction.read() as tx:
        case = own_review(tx, assignment_id, actor).case
        run = tx.session.get_one(ScoreRun, case.score_run_id)
        rulebook = services.rulebooks.of(run.rulebook_version_id)
        return _score(rulebook, case, tuple(case.judgements), draft)


def own_review(tx: Transaction, assignment_id: str, actor: Actor) -> Assignment:
    """Raises:
    NotFound: no such review, not this inspector's, or taken back.
    """
    return own_assignment(tx, assignment_id, actor, AssignmentKind.REVIEW, STILL_THEIRS)


def draft_of(assignment: Assignment) -> ReviewDraft:
    """The draft as stored; an empty one where nothing was saved yet."""
    try:
        return ReviewDraft.model_validate(assignment.draft or {})
    except ValidationError:  # written by another version of the program: better empty than no page
        return ReviewDraft()


def drafted_judgements(rows: tuple[JudgementRow, ...], draft: ReviewDraft) -> tuple[Judgement, ...]:
    """What would be held of each judgement if *draft* were submitted now; undecided ones stay the machine's."""
    return tuple(_drafted(row, draft.verdicts.get(row.key) or VerdictDraft()) for row in rows)


def _drafted(row: JudgementRow, verdict: VerdictDraft) -> Judgement:
    # What a person points at comes on top of what the machine counted, as it will when the review is submitted.
    hits = row.machine_hits + len(verdict.spans) if row.machine is Held.FAIL else max(1, len(verdict.spans))
    return held_as(row.key, verdict.held or row.machine, hits, verdict.points)


def _score(rulebook: Rulebook, case: Case, rows: tuple[JudgementRow, ...], draft: ReviewDraft) -> ScoreView:
    adjustment = draft.adjustment.points if draft.adjustment else 0.0
    result = score_of(rulebook, case, drafted_judgements(rows, draft), adjustment)
    off = {row.key for row in rows if row.kind is JudgementKind.MANUAL and row.machine is Held.NOT_APPLICABLE}
    return score_view(rulebook.scorecard(case.scorecard), result, draft, off)


def _evidence(
    rows: tuple[JudgementRow, ...], shown: tuple[FindingView, ...], heard: Spoken
) -> dict[str, list[Mapping[str, Any]]]:
    detected = {finding.key for finding in shown if finding.detected}
    return {row.key: heard.evidence(row.evidence) for row in rows if row.key in detected}
