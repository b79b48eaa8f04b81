"""What a decision does to the judgements and the score, before and after it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.casework.finalising import adjustment_of
from engine.casework.scoring import (
    held_as,
    not_lower,
    reviewed_hits,
    score_of,
    standing,
    standing_judgements,
    standing_score,
)
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


def check_decided(appeal: Appeal, decided: Sequence[Decided]) -> dict[str, Decided]:
    """Raises:
    Refused: `unknown_item`, `decision_missing`, `reason_missing` or `points_missing`, with the key in `where`.
    """
    by_key = _contested(appeal, decided)
    for item in appeal.items:
        one = by_key.get(item.judgement.key)
        if one is None:
            raise Refused("decision_missing", where=item.judgement.key)
        if not one.note.strip():
            raise Refused("reason_missing", where=one.key)
        if one.decision is Decision.PARTIAL and one.points is None:
            raise Refused("points_missing", where=one.key)
    return by_key


def outcome_of(tx: Transaction, case: Case, appeal: Appeal, decided: Sequence[Decided], services: Services) -> Outcome:
    """Compute what *decided* leads to. The score never falls below what it was when the appeal was filed.

    Raises:
        Refused: `unknown_item`, or `points_invalid`: a partial decision that gives points or costs more than before.
    """
    by_key = _contested(appeal, decided)
    items = {item.judgement.key: item for item in appeal.items}
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    rulebook = services.rulebooks.of(run.rulebook_version_id)
    adjustment = adjustment_of(tx, case)
    costs = _costs(score_of(rulebook, case, standing_judgements(case.judgements), adjustment))
    held: dict[str, tuple[Held | None, float | None]] = {}
    for row in case.judgements:
        one = by_key.get(row.key)
        if one is not None:
            _check_partial(one, costs.get(row.key, 0.0))
        held[row.key] = standing(row) if one is None else _after(items[row.key], row, one)
    result = score_of(
        rulebook,
        case,
        (held_as(row.key, held[row.key][0], reviewed_hits(row), held[row.key][1]) for row in case.judgements),
        adjustment,
    )
    return Outcome(held, not_lower(standing_score(tx, case), result))


def _contested(appeal: Appeal, decided: Sequence[Decided]) -> dict[str, Decided]:
    contested = {item.judgement.key for item in appeal.items}
    for one in decided:
        if one.key not in contested:
            raise Refused("unknown_item", where=one.key)
    return {one.key: one for one in decided}


def _after(item: AppealItem, row: JudgementRow, one: Decided) -> tuple[Held | None, float | None]:
    if one.decision is Decision.OVERTURN:
        return item.wanted, None
    if one.decision is Decision.PARTIAL:
        return Held.FAIL, one.points
    return standing(row)


def _check_partial(one: Decided, cost: float) -> None:
    """A partial decision costs something still, and no more than before."""
    if one.decision is Decision.PARTIAL and one.points is not None and not cost <= one.points <= 0:
        raise Refused("points_invalid", where=one.key)


def _costs(result: Score) -> dict[str, float]:
    """What each judgement takes off, negative."""
    items = (item for section in result.sections for item in section.items)
    return {deduction.key: deduction.points for item in items for deduction in item.deductions}
