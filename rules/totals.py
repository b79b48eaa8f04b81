"""The totals that rulings come to on the forms of their rulebook."""

from collections.abc import Mapping

from rules.day import day_of
from rules.form import Scorecard, fits
from rules.item_score import Judgement
from rules.rulebook import Rulebook
from rules.ruling import VERDICTS, Count, Ruling, Rulings
from rules.scorecard import own_points, score

_KEPT = 50_000  # outcomes of one form; most calls come out like many others

Counted = tuple[int, float]  # hits, points of the operator itself
Key = tuple[bytes, tuple[tuple[int, Counted], ...]]

_NEVER: Counted = (0, 0.0)


class Totals:
    """Adds up each form of a rulebook; calls that came out alike are added up once."""

    def __init__(self, rulebook: Rulebook, rulings: Rulings) -> None:
        place = {rule: at for at, rule in enumerate(rulings.rules)}
        self._forms = tuple(_Form(card, place) for card in rulebook.scorecards)

    def of(self, ruling: Ruling, metadata: Mapping[str, object]) -> dict[str, float | None]:
        """The total on every form that the call is scored on; None where nothing could be judged."""
        day = day_of(metadata)
        return {form.card.id: form.total(ruling) for form in self._forms if fits(form.card, metadata, day)}


class _Form:
    def __init__(self, card: Scorecard, place: Mapping[str, int]) -> None:
        self.card = card
        self._places = tuple((rule, place.get(rule)) for rule in card.rule_ids())
        self._effects = {at: card.effects[rule] for rule, at in self._places if at is not None}
        self._known: dict[Key, float | None] = {}

    def total(self, ruling: Ruling) -> float | None:
        codes = bytes([0 if at is None else ruling.codes[at] for _, at in self._places])
        counts = {at: self._as_counted(at, count) for at, count in ruling.counts.items() if at in self._effects}
        key = codes, tuple(sorted(counts.items()))
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            judgements = [
                _judgement(rule, code, counts.get(-1 if at is None else at, _NEVER))
                for (rule, at), code in zip(self._places, codes, strict=True)
            ]
            self._known[key] = score(self.card, judgements).total
        return self._known[key]

    def _as_counted(self, at: int, count: Count) -> Counted:
        """What of a count makes a difference to the form."""
        effect = self._effects[at]
        return count.hits if effect.per == "hit" else 1, own_points(count.points, effect) or 0.0


def _judgement(rule: str, code: int, counted: Counted) -> Judgement:
    verdict = VERDICTS[code]
    if verdict is None:
        return Judgement(rule, None, 0, not_applicable=True)
    return Judgement(rule, verdict, counted[0], points=counted[1] or None)
