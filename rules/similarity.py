"""How alike two sentences are, 0-100."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from rules.text.normalise import BOUNDARY, join, normalise

_CLAUSE = re.compile(r"[^,.!?;:，。！？；：、…\s][^.!?;。！？；…]*")
_KEPT = 16_384  # sentences of a few hundred calls, so that a replay takes what is said again and again apart once
_SHARED = 4  # one pair in so many must be shared; sentences that are 60 % alike share half of them

Compare = Callable[[str, str], float]


class Sentence(NamedTuple):
    """A stretch of an utterance as it was transcribed, and as it is compared."""

    raw: str
    folded: str


def sentence_similarity(left: str, right: str) -> float:
    """The larger of two views of folded text: edit similarity (order matters) and shared pairs of characters.

    Sentences that share fewer than a quarter of the pairs of the shorter one are not alike at all.
    """
    return Examples([left]).nearest([Sentence(right, normalise(right).text)])[0]


def sentences_of(texts: Sequence[str]) -> list[tuple[Sentence, ...]]:
    """Every utterance cut at its full stops, with the whole of it first; folded all in one go."""
    cut = [_cut(text) for text in texts]
    raw = [part for parts in cut for part in parts]
    folded = iter(join(raw).text.split(BOUNDARY))
    return [tuple(Sentence(part, next(folded)) for part in parts) for parts in cut]


class Examples:
    """Sentences that others are compared with; those that share too little are never looked at.

    Args:
        compare: a backend that takes the place of both views.
    """

    def __init__(self, examples: Iterable[str], compare: Compare | None = None) -> None:
        self._raw = tuple(examples)
        self._folded = tuple(normalise(example).text for example in self._raw)
        self._pairs = tuple(len(pairs_of(folded)) for folded in self._folded)
        self._with_pair: dict[str, list[int]] = {}
        for number, folded in enumerate(self._folded):
            for pair in pairs_of(folded):
                self._with_pair.setdefault(pair, []).append(number)
        self._known = frozenset(self._with_pair)
        self._fewest = min((count for count in self._pairs if count), default=0)
        self._compare = compare

    def nearest(self, said: Iterable[Sentence]) -> tuple[float, str]:
        """The highest similarity of any of *said* to any example, and that example; 0 and no example when none is."""
        if self._compare is not None:
            compare = self._compare
            scored = [(compare(example, one.raw), example) for example in self._raw for one in said]
            return max(scored, default=(0.0, ""))
        best, nearest = 0.0, ""
        for one in said:
            pairs = pairs_of(one.folded)
            known = pairs & self._known
            if not known or len(known) * _SHARED < min(self._fewest, len(pairs)):
                continue
            shared = Counter([number for pair in known for number in self._with_pair[pair]])
            for number, common in sorted(shared.items()):
                value = self._value(number, common, one.folded, len(pairs), best)
                if value > best:
                    best, nearest = value, self._raw[number]
        return best, nearest

    def _value(self, number: int, common: int, folded: str, pairs: int, best: float) -> float:
        example = self._folded[number]
        if common * _SHARED < min(self._pairs[number], pairs):
            return 0.0
        # Neither view can exceed what the lengths allow.
        if 200.0 * min(len(example), len(folded)) / (len(example) + len(folded)) <= best:
            return 0.0
        dice = 200.0 * common / (self._pairs[number] + pairs)
        return max(dice, fuzz.ratio(example, folded, score_cutoff=max(best, dice)))


@lru_cache(maxsize=_KEPT)
def pairs_of(text: str) -> frozenset[str]:
    """The different pairs of neighbouring characters; Dice's coefficient of two such sets is their similarity."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


@lru_cache(maxsize=_KEPT)
def _cut(text: str) -> tuple[str, ...]:
    parts = [match.group() for match in _CLAUSE.finditer(text)]
    return (text, *parts) if len(parts) > 1 else (text,)
