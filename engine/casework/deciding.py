"""What a decision does to the judgements and the score, before and after it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.casework.finalising import adjustment_of
from engine.casework.scoring import held_as, reviewed_hits, score_of, standing_score
from engine.errors import Refused
from engine.services import Services
from models.tables.appeals import Appeal, AppealItem, Decision, ReasonCode
from models.tables.cases import Case, Held, JudgementRow
from models.tables.recordings import ScoreRun
from models.transaction import Transaction
from rules.scorecard import Score


@dataclass(frozen=True, slots=True)
class Decided:
    """The QC lead's word on one contested judgement. *points*: what a partial decision still costs, negative."""

    key: str
    decision: Decision
    reason_code: ReasonCode
    note: str
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is held of every judgement after the decision, and the score that follows."""

    held: Mapping[str, tuple[Held | None, float | None]]
    result: Score


def standing(row: JudgementRow) -> tuple[Held | None, float | None]:
    """What is held before the decision: the last final word where there was one, else the review."""
    return (row.final, row.final_points) if row.final is not None else (row.reviewed, row.reviewed_points)


def check_decided(appeal: Appeal, decided: Sequence[Decided]) -> dict[str, Decided]:
    """Raises:
    Refused: `decision_missing`, `reason_missing` or `points_missing`, with the key in `where`.
    """
    by_key = {one.key: one for one in decided}
    for item in appeal.items:
        one = by_key.get(item.judgement.key)
        if one is None:
            raise Refused("decision_missing", where=item.judgement.key)
        if not one.note.strip():
            raise Refused("reason_missing", where=one.key)
        if one.decision is Decision.PARTIAL and one.points is None:
            raise Refused("points_missing", where=one.key)
    return by_key


def outcome_of(
    tx: Transaction, case: Case, appeal: Appeal, decided: Mapping[str, Decided], services: Services
) -> Outcome:
    """Compute what *decided* leads to. The score never falls below what it was when the appeal was filed."""
    items = {item.judgement.key: item for item in appeal.items}
    held: dict[str, tuple[Held | None, float | None]] = {}
    for row in case.judgements:
        one = decided.get(row.key)
        held[row.key] = standing(row) if one is None else _after(items[row.key], row, one)
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    rulebook = services.rulebooks.of(run.rulebook_version_id)
    result = score_of(
        rulebook,
        case,
        (held_as(row.key, held[row.key][0], reviewed_hits(row), held[row.key][1]) for row in case.judgements),
        adjustment_of(tx, case),
    )
    return Outcome(held, replace(result, total=_not_lower(standing_score(tx, case), result.total)))


def _after(item: AppealItem, row: JudgementRow, one: Decided) -> tuple[Held | None, float | None]:
    if one.decision is Decision.OVERTURN:
        return item.wanted, None
    if one.decision is Decision.PARTIAL:
        return Held.FAIL, one.points
    return standing(row)


def _not_lower(before: float | None, after: float | None) -> float | None:
    if before is None or after is None:
        return after
    return max(before, after)
