"""Which phrases ask for a pattern: the same words may stand in many rules."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rules.matcher.phrase import Kind, Phrase

Numbers = NDArray[np.int64]
Label = tuple[str, Kind, str]


class Owners:
    """The phrases of each pattern; phrases are numbered in the order in which hits of one place stand."""

    def __init__(self, patterns: Sequence[Sequence[Phrase]]) -> None:
        asked = sorted((_label(phrase), pattern) for pattern, phrases in enumerate(patterns) for phrase in phrases)
        of = np.array([pattern for _, pattern in asked], dtype=np.int64)
        self.labels: tuple[Label, ...] = tuple(label for label, _ in asked)
        self._phrases = np.argsort(of, kind="stable")
        self._count = np.bincount(of, minlength=len(patterns))
        self._first = np.cumsum(self._count) - self._count

    def of(self, patterns: Numbers) -> tuple[Numbers, Numbers]:
        """(index into *patterns*, phrase) for every phrase of every pattern."""
        count = self._count[patterns]
        last = np.cumsum(count)
        place = np.repeat(np.arange(len(patterns)), count)
        return place, self._phrases[np.arange(len(place)) + (self._first[patterns] - last + count)[place]]


def _label(phrase: Phrase) -> Label:
    return phrase.text, phrase.kind, phrase.key
