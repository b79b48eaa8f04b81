"""Points: turns what was judged of a call into item, section and form scores. Pure; the same for machine and people.

How parts that are open count: an item that is unsure, or a manual item nobody has answered, keeps its points in the
preliminary score and says so in its outcome. A form on which nothing could be judged has no score: None, never 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rules.applicable import is_asked
from rules.effect import Effect
from rules.finding import Finding, Verdict
from rules.form import Item, Scorecard, Section, fits
from rules.item_score import Deduction, ItemOutcome, ItemScore, Judgement, effect_of, item_score, rounded
from rules.truth import Truth

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

POINTS = 2  # decimals of a total


@dataclass(frozen=True, slots=True)
class SectionScore:
    """A section; *maximum* is that of the form, *score* is scaled to it when items were not applicable.

    *bonus* is the part of *score* that was added on top.
    """

    id: str
    title: str
    maximum: float
    score: float | None
    items: tuple[ItemScore, ...]
    bonus: float = 0.0


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
    sections = tuple(section_score(scorecard, section, by_key) for section in scorecard.sections)
    items = [item for section in sections for item in section.items]
    fatal_form = fatal_keys(scorecard, by_key, scorecard.sections, "form")
    total = total_of(scorecard, sections, fatal=bool(fatal_form), adjustment=adjustment)
    critical = tuple(item.id for item in items if item.critical and item.outcome is ItemOutcome.FAIL)
    outcome = _outcome(scorecard, items, total, lost=bool(fatal_form or critical))
    fatal = (*fatal_form, *fatal_keys(scorecard, by_key, scorecard.sections, "section"))
    return Score(
        scorecard.id, scorecard.version, scorecard.maximum, total, outcome, sections, fatal, critical, adjustment
    )


def judgements_of(scorecard: Scorecard, findings: Iterable[Finding]) -> tuple[Judgement, ...]:
    """What the machine says of a form: one judgement per rule of it, and per item that is not asked in this call.

    A rule without a finding did not apply. Manual questions stay open.
    """
    found = {finding.rule: finding for finding in findings}
    of_rules = tuple(
        Judgement(rule, None, 0, not_applicable=True)
        if (finding := found.get(rule)) is None
        else Judgement(rule, finding.verdict, finding.hits, points=own_points(finding.points, scorecard.effects[rule]))
        for rule in scorecard.rule_ids()
    )
    return of_rules + not_asked(scorecard, scorecard.items(), {rule: one.verdict for rule, one in found.items()})


def not_asked(
    scorecard: Scorecard, items: Iterable[Item], verdicts: Mapping[str, Verdict | None]
) -> tuple[Judgement, ...]:
    """That those of *items* are not applicable whose prerequisite does not hold in a call with these verdicts."""
    return tuple(
        Judgement(item.id, None, 0, not_applicable=True)
        for item in items
        if is_asked(scorecard, item, verdicts.get(item.prerequisite or "")) is Truth.FALSE
    )


def own_points(points: float, effect: Effect) -> float | None:
    """Points that came from the operator, as from the steps of a script; the effect has none of its own then."""
    return points if points and not effect.points else None


def _with_absent(by_key: Mapping[str, Judgement], scorecard: Scorecard) -> Mapping[str, Judgement]:
    """Once rules have been judged at all, a rule that nothing is said of did not apply."""
    rules = scorecard.rule_ids()
    if not any(rule in by_key for rule in rules):
        return by_key
    absent = {rule: Judgement(rule, None, 0, not_applicable=True) for rule in rules if rule not in by_key}
    return {**by_key, **absent}


def section_score(scorecard: Scorecard, section: Section, by_key: Mapping[str, Judgement]) -> SectionScore:
    """A section, by the judgements of its rules and items; *by_key* may have others too."""
    items = tuple(item_score(scorecard, section, item, by_key) for item in section.items)
    maximum = sum(item.maximum for item in items if not item.bonus)
    lost = bool(fatal_keys(scorecard, by_key, (section,), "section"))
    bonus = 0.0 if lost else sum(item.score or 0.0 for item in items if item.bonus)
    counted = [item for item in items if item.score is not None and not item.bonus]
    available = sum(item.maximum for item in counted)
    kept: float | None = None
    if available:
        kept = 0.0 if lost else sum(item.score or 0.0 for item in counted) * maximum / available
    gained = kept if kept is None and not bonus else (kept or 0.0) + bonus
    title = section.title.in_language("zh")
    return SectionScore(section.id, title, maximum, None if gained is None else rounded(gained), items, bonus)


def fatal_keys(
    scorecard: Scorecard, by_key: Mapping[str, Judgement], sections: Sequence[Section], reach: str
) -> tuple[str, ...]:
    """The failed keys that make the form, or their section, 0: by what the item says, or the rule.

    An item that a person called not applicable does nothing, whatever its rules say.
    """
    found = [
        key
        for section in sections
        for item in section.items
        if not ((whole := by_key.get(item.id)) is not None and whole.not_applicable)
        for key in dict.fromkeys((*item.keys, item.id))
        if (judgement := by_key.get(key)) is not None
        and judgement.verdict is Verdict.FAIL
        and not judgement.not_applicable
        and (item.fatal or effect_of(scorecard, key).fatal) == reach
    ]
    return tuple(dict.fromkeys(found))


def total_of(
    scorecard: Scorecard, sections: Sequence[SectionScore], *, fatal: bool, adjustment: float = 0.0
) -> float | None:
    """What the sections of a form come to; None where nothing could be judged, or not all of it was and must be.

    Args:
        fatal: something makes the whole form 0.
    """
    if _withheld(scorecard, [item for section in sections for item in section.items]):
        return None
    return 0.0 if fatal else _sum(scorecard, sections, adjustment)


def _withheld(scorecard: Scorecard, items: Sequence[ItemScore]) -> bool:
    outcomes = {item.outcome for item in items if not item.bonus}
    if not outcomes & {ItemOutcome.PASS, ItemOutcome.FAIL}:
        return True
    return scorecard.incomplete == "withhold" and bool(outcomes & {ItemOutcome.UNSURE, ItemOutcome.NOT_JUDGED})


def _sum(scorecard: Scorecard, sections: Sequence[SectionScore], adjustment: float) -> float:
    """The sum; the points of a section that is not applicable as a whole are spread over the others."""
    bonus = sum(section.bonus for section in sections)
    counted = [section for section in sections if _applies(section)]
    available = sum(section.maximum for section in counted)
    own = sum((section.score or 0.0) - section.bonus for section in counted)
    total = (own * scorecard.maximum / available if available else 0.0) + bonus + adjustment
    top = scorecard.maximum + (bonus if scorecard.bonus_above_maximum else 0.0)
    return rounded(max(0.0, min(top, total)), POINTS)


def _applies(section: SectionScore) -> bool:
    return any(item.score is not None and not item.bonus for item in section.items)


def _outcome(scorecard: Scorecard, items: Sequence[ItemScore], total: float | None, *, lost: bool) -> Verdict:
    if lost or (total is not None and total < scorecard.pass_mark):
        return Verdict.FAIL
    open_ = any(item.outcome is ItemOutcome.UNSURE for item in items)
    return Verdict.UNSURE if open_ or total is None else Verdict.PASS
