"""What to listen for, and what was heard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rules.matcher.groups import Numbers
from rules.text.pinyin import Confusion

DEFAULT_SIMILARITY = 80.0


class Kind(StrEnum):
    """How close the words must be: the same, nearly the same letters, or the same sound."""

    LITERAL = "literal"
    FUZZY = "fuzzy"
    SOUNDS_LIKE = "sounds_like"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words to listen for.

    Args:
        text: as a person writes it; it is folded like the transcript. Punctuation alone is never heard.
        key: who asks; hits are handed out by it, and many phrases may share one.
        at_least: similarity 0-100, for FUZZY alone.
        fold: confusions of sound to forgive, for SOUNDS_LIKE alone.
    """

    text: str
    kind: Kind = Kind.LITERAL
    key: str = ""
    at_least: float = DEFAULT_SIMILARITY
    fold: frozenset[Confusion] = frozenset()


class Found(NamedTuple):
    """Places in a folded text, column by column; *number* says which of the scanner's own phrases stands there."""

    number: Numbers
    start: Numbers
    end: Numbers
    similarity: NDArray[np.float64]


_NONE = np.zeros(0, dtype=np.int64)
NOTHING_FOUND = Found(_NONE, _NONE, _NONE, np.zeros(0))


class Hit(NamedTuple):
    """A phrase heard in an utterance.

    Attributes:
        utterance: index into the texts that were scanned, from 0.
        start, end: half-open span of the raw text of that utterance.
        phrase: the phrase as it was given.
        similarity: 0-100; 100 for LITERAL and SOUNDS_LIKE.
    """

    utterance: int
    start: int
    end: int
    phrase: str
    kind: Kind
    key: str
    similarity: float


@dataclass(frozen=True)
class Scan:
    """Everything heard in one call, sorted by (utterance, start, end)."""

    hits: tuple[Hit, ...]

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Hit, ...]]:
        """The hits of each key that has any, in order."""
        by_key: dict[str, list[Hit]] = {}
        for hit in self.hits:
            by_key.setdefault(hit.key, []).append(hit)
        return {key: tuple(hits) for key, hits in by_key.items()}

    def of(self, key: str) -> tuple[Hit, ...]:
        """The hits of the phrases that carry *key*, in order."""
        return self.by_key.get(key, ())


def in_order(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Hits sorted as a Scan holds them."""
    return tuple(sorted(hits))
