"""Fuzzy phrases: a filter says where one might be, RapidFuzz says whether it is."""

from collections.abc import Sequence

import numpy as np

from rules.matcher.candidates import Needle, SeedTable
from rules.matcher.phrase import NOTHING_FOUND, Found
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

    def scan(self, joined: Joined) -> Found:
        """At most one place per needle and utterance."""
        pairs = self._table.pairs(joined) if self._table is not None else []
        if not pairs:
            return NOTHING_FOUND
        texts, begins = joined.text.split(BOUNDARY), joined.starts.tolist()
        places = []
        for utterance, number in pairs:
            needle = self._needles[number]
            if place := best_place(needle.text, texts[utterance], needle.at_least):
                similarity, first, last = place
                places.append((number, begins[utterance] + first, begins[utterance] + last, similarity))
        columns = np.array(places, dtype=np.float64).reshape(-1, 4).T
        number, start, end = columns[:3].astype(np.int64)
        return Found(number, start, end, columns[3])
