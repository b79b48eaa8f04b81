"""Points: turns what was judged of a call into item, section and form scores. Pure; the same for machine and people.

How parts that are open count: an item that is unsure, or a manual item nobody has answered, keeps its points in the
preliminary score and says so in its outcome. A form on which nothing could be judged has no score: None, never 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rules.effect import Effect
from rules.finding import Finding, Verdict
from rules.form import Item, Scorecard, Section, fits

__all__ = [
    "Deduction",
    "ItemOutcome",
    "ItemScore",
    "Judgement",
    "Score",
    "SectionScore",
    "fits",
    "judgements_of",
    "score",
]


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


@dataclass(frozen=True, slots=True)
class SectionScore:
    """A section; *maximum* is that of the form, *score* is scaled to it when items were not applicable."""

    id: str
    title: str
    maximum: float
    score: float | None
    items: tuple[ItemScore, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The form. *fatal* has the keys that made it, or a section of it, 0."""

    scorecard: str
    version: int
    maximum: float
    total: float | None
    outcome: Verdict
    sections: tuple[SectionScore, ...]
    fatal: tuple[str, ...] = ()
    critical: tuple[str, ...] = ()
    adjustment: float = 0.0


def score(scorecard: Scorecard, judgements: Iterable[Judgement], adjustment: float = 0.0) -> Score:
    """The score of one call on one form.

    Args:
        judgements: at most one per key counts, the last one; keys that the form does not have are ignored. Where some
            rules are judged, a rule without a judgement did not apply; a manual question without one is open.
        adjustment: points of a non-standard score, added to the total within 0 and the maximum.
    """
    by_key = _with_absent({judgement.key: judgement for judgement in judgements}, scorecard)
    sections = tuple(_section(scorecard, section, by_key) for section in scorecard.sections)
    items = [item for section in sections for item in section.items]
    fatal_form = _keys(scorecard, by_key, "form")
    total = None if _withheld(scorecard, items) else _total(scorecard, sections, adjustment)
    if total is not None and fatal_form:
        total = 0.0
    critical = tuple(item.id for item in items if item.critical and item.outcome is ItemOutcome.FAIL)
    outcome = _outcome(scorecard, items, total, lost=bool(fatal_form or critical))
    fatal = (*fatal_form, *_keys(scorecard, by_key, "section"))
    return Score(
        scorecard.id, scorecard.version, scorecard.maximum, total, outcome, sections, fatal, critical, adjustment
    )


def judgements_of(scorecard: Scorecard, findings: Iterable[Finding]) -> tuple[Judgement, ...]:
    """What the machine says of a form: one judgement per rule of it.

    A rule without a finding did not apply. Manual questions stay open.
    """
    found = {finding.rule: finding for finding in findings}
    return tuple(
        Judgement(rule, None, 0, not_applicable=True)
        if (finding := found.get(rule)) is None
        else Judgement(rule, finding.verdict, finding.hits, points=_own_points(finding, scorecard.effects[rule]))
        for rule in scorecard.rule_ids()
    )


def _own_points(finding: Finding, effect: Effect) -> float | None:
    """Points that came from the operator, as from the steps of a script; the effect has none of its own then."""
    return finding.points if finding.points and not effect.points else None


def _with_absent(by_key: Mapping[str, Judgement], scorecard: Scorecard) -> Mapping[str, Judgement]:
    """Once rules have been judged at all, a rule that nothing is said of did not apply."""
    rules = scorecard.rule_ids()
    if not any(rule in by_key for rule in rules):
        return by_key
    absent = {rule: Judgement(rule, None, 0, not_applicable=True) for rule in rules if rule not in by_key}
    return {**by_key, **absent}


def _section(scorecard: Scorecard, section: Section, by_key: Mapping[str, Judgement]) -> SectionScore:
    items = tuple(_item(scorecard, section, item, by_key) for item in section.items)
    maximum = sum(item.maximum for item in items if not item.bonus)
    counted = [item for item in items if item.score is not None and not item.bonus]
    bonus = sum(item.score or 0.0 for item in items if item.bonus)
    available = sum(item.maximum for item in counted)
    if not available:
        gained = bonus if bonus else None
        return SectionScore(section.id, section.title.in_language("zh"), maximum, gained, items)
    kept = sum(item.score or 0.0 for item in counted) * maximum / available
    if any(key for key in _keys(scorecard, by_key, "section", section)):
        kept, bonus = 0.0, 0.0
    return SectionScore(section.id, section.title.in_language("zh"), maximum, _rounded(kept + bonus), items)


def _item(scorecard: Scorecard, section: Section, item: Item, by_key: Mapping[str, Judgement]) -> ItemScore:
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
        judgement.verdict is Verdict.FAIL and _effect(scorecard, judgement.key).critical for judgement in judgements
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
    return Deduction(judgement.key, _rounded(points), hits) if points else None


def _points(
    item: Item, maximum: float, outcome: ItemOutcome, deductions: Sequence[Deduction], *, critical: bool
) -> float | None:
    if outcome is ItemOutcome.NOT_APPLICABLE:
        return None
    change = sum(deduction.points for deduction in deductions)
    if item.bonus:
        return _rounded(max(0.0, min(maximum, change)))
    if outcome is ItemOutcome.FAIL and critical:
        return 0.0
    lost = min(-change, item.cap if item.cap is not None else maximum)
    return _rounded(max(0.0, min(maximum, maximum - lost)))


def _keys(
    scorecard: Scorecard, by_key: Mapping[str, Judgement], reach: str, section: Section | None = None
) -> tuple[str, ...]:
    """The failed keys that are fatal for the form or for a section, by the item or by the rule."""
    sections = scorecard.sections if section is None else (section,)
    found = [
        key
        for one in sections
        for item in one.items
        for key in dict.fromkeys((*item.keys, item.id))
        if (judgement := by_key.get(key)) is not None
        and judgement.verdict is Verdict.FAIL
        and not judgement.not_applicable
        and (item.fatal or _effect(scorecard, key).fatal) == reach
    ]
    return tuple(dict.fromkeys(found))


def _effect(scorecard: Scorecard, key: str) -> Effect:
    return scorecard.effects.get(key) or Effect()


def _withheld(scorecard: Scorecard, items: Sequence[ItemScore]) -> bool:
    outcomes = {item.outcome for item in items if not item.bonus}
    if not outcomes & {ItemOutcome.PASS, ItemOutcome.FAIL}:
        return True
    return scorecard.incomplete == "withhold" and bool(outcomes & {ItemOutcome.UNSURE, ItemOutcome.NOT_JUDGED})


def _total(scorecard: Scorecard, sections: Sequence[SectionScore], adjustment: float) -> float:
    """The sum; the points of a section that is not applicable as a whole are spread over the others."""
    bonus = sum(item.score or 0.0 for section in sections for item in section.items if item.bonus)
    counted = [section for section in sections if _applies(section)]
    available = sum(section.maximum for section in counted)
    own = sum((section.score or 0.0) - _bonus_of(section) for section in counted)
    total = (own * scorecard.maximum / available if available else 0.0) + bonus + adjustment
    top = scorecard.maximum + (bonus if scorecard.bonus_above_maximum else 0.0)
    return _rounded(max(0.0, min(top, total)))


def _applies(section: SectionScore) -> bool:
    return any(item.score is not None and not item.bonus for item in section.items)


def _bonus_of(section: SectionScore) -> float:
    own = sum(item.score or 0.0 for item in section.items if item.bonus)
    return min(own, section.score or 0.0)


def _outcome(scorecard: Scorecard, items: Sequence[ItemScore], total: float | None, *, lost: bool) -> Verdict:
    if lost or (total is not None and total < scorecard.pass_mark):
        return Verdict.FAIL
    open_ = any(item.outcome is ItemOutcome.UNSURE for item in items)
    return Verdict.UNSURE if open_ or total is None else Verdict.PASS


def _rounded(points: float) -> float:
    """To a hundredth, so that sums of decimals read as people expect; -0.0 becomes 0.0."""
    return round(points, 2) + 0.0
