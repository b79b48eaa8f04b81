"""Judging a case again on another transcript, without losing what a person has already written about it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.casework.judging import judgement_rows
from engine.casework.move import remember
from engine.casework.scoring import keep_score, machine_judgements, score_of
from engine.review_draft import ReviewDraft
from models.lifecycle import State
from models.tables.cases import Case, JudgementRow, Modification, ScoreKind
from models.tables.recordings import ScoreRun
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction
from rules.finding import Finding
from rules.rulebook import Rulebook

# From the confirmation on, people have put their name to what they heard: the case keeps the transcript it was
# judged on, and a wrong side is a reason for an appeal or a correction.
REJUDGED = frozenset({State.MACHINE_SCORED, State.IN_REVIEW})
SIDES = "sides"


def rejudge(
    tx: Transaction,
    case: Case,
    run: ScoreRun,
    rulebook: Rulebook,
    findings: Iterable[Finding],
    actor: Actor,
    now: datetime,
) -> None:
    """Put the findings of *run* in the place of the old ones.

    Of a draft, everything a person wrote stays; only verdicts on findings that are now others are open again.
    """
    changed = _replace_rows(tx, case, rulebook, findings)
    case.score_run_id = run.id
    case.version += 1
    before = case.preliminary_score
    preliminary = score_of(rulebook, case, machine_judgements(case.judgements))
    case.preliminary_score = preliminary.total
    keep_score(tx, case, ScoreKind.PRELIMINARY, preliminary, now)
    reopened = _reopen(tx, case, changed)
    tx.session.add(
        Modification(
            case_id=case.id,
            actor_id=actor.user_id,
            at=now,
            field=SIDES,
            old=None if before is None else f"{before:g}",
            new=None if preliminary.total is None else f"{preliminary.total:g}",
            why="",
        )
    )
    remember(
        tx,
        "case.rejudged",
        f"case:{case.id}",
        actor,
        now,
        old=None if before is None else f"{before:g}",
        new=None if preliminary.total is None else f"{preliminary.total:g}",
        details={"changed": len(changed), "verdicts_reopened": reopened},
    )


def _replace_rows(tx: Transaction, case: Case, rulebook: Rulebook, findings: Iterable[Finding]) -> frozenset[str]:
    """Keys of the judgements that the machine now holds otherwise, or on other grounds."""
    scorecard = rulebook.scorecard(case.scorecard)
    new = {row.key: row for row in judgement_rows(scorecard, {finding.rule: finding for finding in findings})}
    changed = set()
    for row in list(case.judgements):
        judged = new.pop(row.key, None)
        if judged is None:
            changed.add(row.key)
            case.judgements.remove(row)
            tx.session.delete(row)
        elif _grounds(row) != _grounds(judged):
            changed.add(row.key)
            row.machine, row.machine_points = judged.machine, judged.machine_points
            row.machine_hits, row.evidence = judged.machine_hits, judged.evidence
    for row in new.values():
        changed.add(row.key)
        case.judgements.append(row)
    tx.session.flush()
    return frozenset(changed)


def _grounds(row: JudgementRow) -> tuple[object, ...]:
    return (row.machine, row.machine_points, row.machine_hits, row.evidence)


def _reopen(tx: Transaction, case: Case, changed: frozenset[str]) -> int:
    """Take back verdicts of the open draft that were about other findings; how many."""
    assignment = tx.session.scalars(
        select(Assignment)
        .where(
            Assignment.case_id == case.id,
            Assignment.kind == AssignmentKind.REVIEW,
            Assignment.state == AssignmentState.OPEN,
        )
        .with_for_update(of=Assignment)
    ).one_or_none()
    if assignment is None or not assignment.draft:
        return 0
    draft = ReviewDraft.model_validate(assignment.draft)
    held = {row.key for row in case.judgements}
    stale = {key for key in changed & draft.verdicts.keys() if draft.verdicts[key].held is not None}
    verdicts = {
        key: verdict.model_copy(update={"held": None, "points": None}) if key in stale else verdict
        for key, verdict in draft.verdicts.items()
        if key in held
    }
    assignment.draft = draft.model_copy(update={"verdicts": verdicts}).model_dump(mode="json")
    # A window that still shows the old findings is told so when it saves.
    assignment.draft_version += 1
    return len(stale)
