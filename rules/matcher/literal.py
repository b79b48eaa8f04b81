"""Literal phrases: one Aho-Corasick automaton for all of them."""

from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick

from rules.matcher.phrase import Found
from rules.matcher.reference import is_whole
from rules.text.fold import is_spaced
from rules.text.normalise import Joined

WHOLLY = 100.0


class LiteralScanner:
    """Finds folded *needles*, all different and none empty, in a joined text."""

    def __init__(self, needles: Sequence[str]) -> None:
        self._lengths = [len(needle) for needle in needles]
        self._may_cut = [is_spaced(needle[0]) or is_spaced(needle[-1]) for needle in needles]
        self._automaton = AhoCorasick(list(needles)) if needles else None

    def scan(self, joined: Joined) -> Iterator[Found]:
        """Every place of every needle, left to right for each; places of one needle do not overlap."""
        if self._automaton is None:
            return
        free_from: dict[int, int] = {}
        for needle, start, end in self._automaton.find_matches_as_indexes(joined.text, overlapping=True):
            if start < free_from.get(needle, 0):
                continue
            if self._may_cut[needle] and not is_whole(joined.text, start, end):
                continue
            free_from[needle] = end
            yield Found(needle, start, end, WHOLLY)
