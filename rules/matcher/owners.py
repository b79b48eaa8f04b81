"""Which phrases ask for a pattern: the same words may stand in many rules."""

from collections.abc import Sequence

import numpy as np

from rules.matcher.groups import Groups, Numbers
from rules.matcher.phrase import Kind, Phrase

Label = tuple[str, Kind, str]


class Owners:
    """The phrases of each pattern; phrases are numbered in the order in which hits of one place stand."""

    def __init__(self, patterns: Sequence[Sequence[Phrase]]) -> None:
        asked = sorted((_label(phrase), pattern) for pattern, phrases in enumerate(patterns) for phrase in phrases)
        self.labels: tuple[Label, ...] = tuple(label for label, _ in asked)
        self._phrases = Groups(np.array([pattern for _, pattern in asked], dtype=np.int64), len(patterns))

    def of(self, patterns: Numbers) -> tuple[Numbers, Numbers]:
        """(index into *patterns*, phrase) for every phrase of every pattern."""
        return self._phrases.of(patterns)


def _label(phrase: Phrase) -> Label:
    return phrase.text, phrase.kind, phrase.key
