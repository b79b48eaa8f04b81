"""What became of a review after it was submitted: every version of the score, and who changed what, by role only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.reading.findings_view import UNTITLED, Words, words
from engine.reading.notes import Note, notes
from engine.reading.review import own_review
from engine.reading.roster import roster_for
from engine.services import Services
from models.lifecycle import State
from models.tables.cases import Case, CaseScore, Held, Modification
from models.tables.recordings import ScoreRun
from models.tables.reviews import Approval, ApprovalKind, ApprovalState, AssignmentState
from models.transaction import Transaction
from rules.form import Scorecard
from rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class ScoreVersion:
    """One version of the score. *change* is what it adds to the version before, None for the first."""

    number: int
    kind: str
    total: float | None
    maximum: float
    outcome: str
    change: float | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One modification record. *by* is `own`, or the part that somebody had; never a name."""

    at: datetime
    by: str
    title: Words
    old: str | None
    new: str | None
    is_verdict: bool
    why: str


@dataclass(frozen=True, slots=True)
class Correctable:
    """A judgement of the released result that the inspector may ask to correct."""

    key: str
    title: Words
    held: str


@dataclass(frozen=True, slots=True)
class HistoryView:
    """*correctable* is empty when a correction cannot be asked for now; *asked*: one waits for the QC lead."""

    scores: tuple[ScoreVersion, ...]
    notes: tuple[Note, ...]
    changes: tuple[Change, ...]
    correctable: tuple[Correctable, ...]
    asked: bool


def review_history(assignment_id: str, *, actor: Actor, services: Services) -> HistoryView:
    """Raises:
    NotFound: no such review, or not this inspector's.
    """
    require(actor, Permission.CASE_REVIEW)
    with services.transaction.read() as tx:
        assignment = own_review(tx, assignment_id, actor)
        case = assignment.case
        run = tx.session.get_one(ScoreRun, case.score_run_id)
        rulebook = services.rulebooks.of(run.rulebook_version_id)
        titles = _titles(rulebook, rulebook.scorecard(case.scorecard))
        asked = _correction_waits(tx, case)
        may_ask = assignment.state is AssignmentState.DONE and case.state is State.RELEASED and not asked
        return HistoryView(
            scores=_scores(tx, case),
            notes=notes(tx, case, actor, roster_for(tx, case.recording, actor)),
            changes=_changes(tx, case, titles, actor),
            correctable=_correctable(case, titles) if may_ask else (),
            asked=asked,
        )


def _scores(tx: Transaction, case: Case) -> tuple[ScoreVersion, ...]:
    rows = tx.session.scalars(select(CaseScore).where(CaseScore.case_id == case.id).order_by(CaseScore.number))
    versions: list[ScoreVersion] = []
    for row in rows:
        before = versions[-1].total if versions else None
        change = None if row.total is None or before is None else row.total - before
        versions.append(
            ScoreVersion(row.number, row.kind.value, row.total, row.maximum, row.outcome, change, row.created_at)
        )
    return tuple(versions)


def _changes(tx: Transaction, case: Case, titles: dict[str, Words], actor: Actor) -> tuple[Change, ...]:
    rows = tx.session.scalars(
        select(Modification).where(Modification.case_id == case.id).order_by(Modification.id.desc())
    )
    hidden = roster_for(tx, case.recording, actor)
    return tuple(
        Change(
            at=row.at,
            by="own" if row.actor_id == actor.user_id else "qc_lead" if row.actor_id else "system",
            title=titles.get(row.field) or UNTITLED.get(row.field, {"zh": row.field, "en": row.field}),
            old=row.old,
            new=row.new,
            is_verdict=row.field in titles,
            why=hidden.mask(row.why),
        )
        for row in rows
    )


def _correction_waits(tx: Transaction, case: Case) -> bool:
    waits = select(Approval.id).where(
        Approval.case_id == case.id,
        Approval.kind == ApprovalKind.CORRECTION,
        Approval.state == ApprovalState.ASKED,
    )
    return tx.session.scalar(waits.limit(1)) is not None


def _correctable(case: Case, titles: dict[str, Words]) -> tuple[Correctable, ...]:
    return tuple(
        Correctable(row.key, titles[row.key], (row.reviewed or row.machine or Held.UNSURE).value)
        for row in case.judgements
        if row.key in titles
    )


def _titles(rulebook: Rulebook, scorecard: Scorecard) -> dict[str, Words]:
    titles = {item.id: words(item.title) for item in scorecard.items()}
    return titles | {key: words(rulebook.rule(key).title) for key in scorecard.rule_ids()}
