"""Fuzzy phrases: a filter says where one might be, RapidFuzz says whether it is."""

from collections.abc import Iterator, Sequence

from rules.matcher.candidates import Needle, SeedTable
from rules.matcher.phrase import Found
from rules.matcher.seeds import Rarity, seeds
from rules.matcher.similarity import best_place
from rules.text.normalise import BOUNDARY, Joined


class FuzzyScanner:
    """Finds the best place of each of *needles*, all different and none empty, in each utterance of a joined text."""

    def __init__(self, needles: Sequence[Needle]) -> None:
        self._needles = tuple(needles)
        rarity = Rarity(needle.text for needle in needles)
        found = [
            (number, seed)
            for number, needle in enumerate(needles)
            for seed in seeds(needle.text, needle.at_least, rarity)
        ]
        self._table = SeedTable(needles, found) if needles else None

    def scan(self, joined: Joined) -> Iterator[Found]:
        """At most one place per needle and utterance."""
        if self._table is None:
            return
        texts, begins = joined.text.split(BOUNDARY), joined.starts.tolist()
        for utterance, number in self._table.pairs(joined):
            needle, text = self._needles[number], texts[utterance]
            if place := best_place(needle.text, text, needle.at_least):
                similarity, start, end = place
                yield Found(number, begins[utterance] + start, begins[utterance] + end, similarity)
