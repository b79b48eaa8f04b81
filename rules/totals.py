"""The totals that rulings come to on the forms of their rulebook."""

from collections.abc import Mapping

from rules.day import day_of
from rules.form import Scorecard, fits
from rules.item_score import Judgement
from rules.rulebook import Rulebook
from rules.ruling import VERDICTS, Count, Ruling, Rulings
from rules.scorecard import own_points, score

_KEPT = 50_000  # outcomes of one form; most calls come out like many others

Key = tuple[bytes, tuple[tuple[int, Count], ...]]


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
        self._place = tuple(place.get(rule) for rule in card.rule_ids())
        self._places = frozenset(at for at in self._place if at is not None)
        self._known: dict[Key, float | None] = {}

    def total(self, ruling: Ruling) -> float | None:
        codes = bytes([0 if at is None else ruling.codes[at] for at in self._place])
        key = codes, tuple(sorted((at, count) for at, count in ruling.counts.items() if at in self._places))
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = score(self.card, self._judgements(codes, ruling)).total
        return self._known[key]

    def _judgements(self, codes: bytes, ruling: Ruling) -> list[Judgement]:
        return [
            self._judgement(rule, code, ruling.counts.get(-1 if at is None else at, Count(0, 0.0)))
            for rule, at, code in zip(self.card.rule_ids(), self._place, codes, strict=True)
        ]

    def _judgement(self, rule: str, code: int, count: Count) -> Judgement:
        verdict = VERDICTS[code]
        if verdict is None:
            return Judgement(rule, None, 0, not_applicable=True)
        return Judgement(rule, verdict, count.hits, points=own_points(count.points, self.card.effects[rule]))
