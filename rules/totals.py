"""The totals that rulings come to on the forms of their rulebook."""

from collections.abc import Mapping, Sequence

from rules.day import day_of
from rules.effect import Effect
from rules.form import Scorecard, Section, fits
from rules.item_score import Judgement
from rules.rulebook import Rulebook
from rules.ruling import VERDICTS, Code, Count, Ruling
from rules.scorecard import SectionScore, fatal_keys, not_asked, own_points, section_score, total_of

_KEPT = 50_000  # outcomes of one section; most come out like many others

Key = tuple[bytes, tuple[Count | None, ...]]

_ONCE = Count(1, 0.0)


class Totals:
    """Adds up each form of a rulebook; sections that came out alike are added up once."""

    def __init__(self, rulebook: Rulebook, rules: Sequence[str]) -> None:
        """*rules* are those of the codes, in their order."""
        place = {rule: at for at, rule in enumerate(rules)}
        self._forms = tuple(
            (card, tuple(_Section(card, section, place) for section in card.sections)) for card in rulebook.scorecards
        )

    def of(self, ruling: Ruling, metadata: Mapping[str, object]) -> dict[str, float | None]:
        """The total on every form that the call is scored on; None where nothing could be judged."""
        day = day_of(metadata)
        return {card.id: _total(card, sections, ruling) for card, sections in self._forms if fits(card, metadata, day)}


def _total(card: Scorecard, sections: tuple["_Section", ...], ruling: Ruling) -> float | None:
    scores = [section.score(ruling) for section in sections]
    return total_of(card, [score for score, _ in scores], fatal=any(fatal for _, fatal in scores))


class _Section:
    """A section of a form, with what is known of it by the outcome of its rules."""

    def __init__(self, card: Scorecard, section: Section, place: Mapping[str, int]) -> None:
        self._card, self._section = card, section
        asked = {key for item in section.items for key in (*item.keys, item.id)}
        rules = [rule for rule in card.rule_ids() if rule in asked]
        self._never = tuple(
            _judgement(rule, Code.NOTHING, _ONCE, card.effects[rule]) for rule in rules if rule not in place
        )
        self._rules = tuple((rule, card.effects[rule]) for rule in rules if rule in place)
        self._places = tuple(place[rule] for rule, _ in self._rules)
        self._counted = tuple(place[rule] for rule, effect in self._rules if effect.per == "hit" or not effect.points)
        awaited = (item.prerequisite for item in section.items if item.prerequisite is not None)
        self._awaited = tuple((rule, place[rule]) for rule in dict.fromkeys(awaited) if rule in place)
        self._known: dict[Key, tuple[SectionScore, bool]] = {}

    def score(self, ruling: Ruling) -> tuple[SectionScore, bool]:
        """The score of the section, and whether it makes the whole form 0."""
        codes, counts = ruling
        told = (*self._places, *(at for _, at in self._awaited))
        key = bytes([codes[at] for at in told]), tuple([counts.get(at) for at in self._counted])
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[key] = self._scored(ruling)
        return known

    def _scored(self, ruling: Ruling) -> tuple[SectionScore, bool]:
        judged = [
            _judgement(rule, ruling.codes[at], ruling.counts.get(at, _ONCE), effect)
            for (rule, effect), at in zip(self._rules, self._places, strict=True)
        ]
        verdicts = {rule: VERDICTS[ruling.codes[at]] for rule, at in self._awaited}
        off = not_asked(self._card, self._section.items, verdicts)
        by_key = {judgement.key: judgement for judgement in (*judged, *self._never, *off)}
        fatal = fatal_keys(self._card, by_key, (self._section,), "form")
        return section_score(self._card, self._section, by_key), bool(fatal)


def _judgement(rule: str, code: int, count: Count, effect: Effect) -> Judgement:
    verdict = VERDICTS[code]
    if verdict is None:
        return Judgement(rule, None, 0, not_applicable=True)
    return Judgement(rule, verdict, count.hits, points=own_points(count.points, effect))
