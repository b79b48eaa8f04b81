"""One line of a form: what was judged of it, and the points that are left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rules.effect import Effect
from rules.finding import Verdict
from rules.form import Item, Scorecard, Section

SMALL = 4  # decimals kept inside a form, so that thirds of a weight still add up to the whole


class ItemOutcome(StrEnum):
    """How an item came out."""

    PASS = "pass"
    FAIL = "fail"
    UNSURE = "unsure"
    NOT_APPLICABLE = "not_applicable"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a machine or a person says of one rule, or of one manual item.

    Args:
        key: the id of a rule, or of an item for its manual question or as a whole.
        verdict: None: not judged yet.
        points: instead of what the rule's effect says, caps apart; negative takes off.
    """

    key: str
    verdict: Verdict | None
    hits: int = 1
    not_applicable: bool = False
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points that one judgement takes off (negative) or adds."""

    key: str
    points: float
    hits: int


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One line of the form; *score* is None where there is nothing to count."""

    id: str
    title: str
    section: str
    maximum: float
    score: float | None
    outcome: ItemOutcome
    keys: tuple[str, ...]
    deductions: tuple[Deduction, ...] = ()
    bonus: bool = False
    critical: bool = False


def item_score(scorecard: Scorecard, section: Section, item: Item, by_key: Mapping[str, Judgement]) -> ItemScore:
    """The item with its deductions, caps and outcome."""
    maximum = scorecard.maximum_of(item)
    whole = by_key.get(item.id)
    judgements = [by_key[key] for key in item.keys if key in by_key]
    if whole is not None and whole not in judgements:
        judgements.append(whole)
    outcome = _item_outcome(item, whole, judgements)
    deductions = tuple(
        deduction
        for judgement in judgements
        if (deduction := _deduction(scorecard.effects.get(judgement.key), judgement, item, maximum)) is not None
    )
    critical = item.critical or any(
        judgement.verdict is Verdict.FAIL and effect_of(scorecard, judgement.key).critical for judgement in judgements
    )
    points = _points(item, maximum, outcome, deductions, critical=critical)
    return ItemScore(
        item.id,
        item.title.in_language("zh"),
        section.id,
        maximum,
        points,
        outcome,
        item.keys,
        deductions,
        item.bonus,
        critical,
    )


def _item_outcome(item: Item, whole: Judgement | None, judgements: Sequence[Judgement]) -> ItemOutcome:
    if whole is not None and whole.not_applicable:
        return ItemOutcome.NOT_APPLICABLE
    counted = [judgement for judgement in judgements if not judgement.not_applicable]
    verdicts = [judgement.verdict for judgement in counted]
    if Verdict.FAIL in verdicts:
        return ItemOutcome.FAIL
    if Verdict.UNSURE in verdicts:
        return ItemOutcome.UNSURE
    judged_keys = {
        judgement.key for judgement in judgements if judgement.verdict is not None or judgement.not_applicable
    }
    if None in verdicts or any(key not in judged_keys for key in item.keys):
        return ItemOutcome.NOT_JUDGED
    if not counted:
        return ItemOutcome.NOT_APPLICABLE if item.na_allowed or item.bonus else ItemOutcome.PASS
    return ItemOutcome.PASS


def _deduction(effect: Effect | None, judgement: Judgement, item: Item, maximum: float) -> Deduction | None:
    if judgement.not_applicable:
        return None
    counts = Verdict.PASS if item.bonus else Verdict.FAIL
    if judgement.verdict is not counts:
        return None
    hits = max(1, judgement.hits)
    if effect is not None:
        points = effect.points_for(hits, judgement.points)
    elif judgement.points is not None:
        points = judgement.points
    else:
        points = maximum if item.bonus else -maximum
    return Deduction(judgement.key, rounded(points), hits) if points else None


def _points(
    item: Item, maximum: float, outcome: ItemOutcome, deductions: Sequence[Deduction], *, critical: bool
) -> float | None:
    if outcome is ItemOutcome.NOT_APPLICABLE:
        return None
    change = sum(deduction.points for deduction in deductions)
    if item.bonus:
        return rounded(max(0.0, min(maximum, change)))
    if outcome is ItemOutcome.FAIL and critical:
        return 0.0
    lost = min(-change, item.cap if item.cap is not None else maximum)
    return rounded(max(0.0, min(maximum, maximum - lost)))


def effect_of(scorecard: Scorecard, key: str) -> Effect:
    """What failing a key does; a manual question does nothing but cost its item."""
    return scorecard.effects.get(key) or Effect()


def rounded(points: float, decimals: int = SMALL) -> float:
    """Without the dust of binary fractions; -0.0 becomes 0.0."""
    return round(points, decimals) + 0.0
