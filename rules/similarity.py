"""How alike two sentences are, 0-100."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from rules.folded import Folded, Sentence
from rules.matcher.grams import PAIR_SLOTS, bits_of, pair_slots
from rules.text.normalise import normalise
from rules.text.points import points

_KEPT = 16_384  # sentences of a few hundred calls, so that a replay takes what is said again and again apart once
_SHARED = 4  # one pair in so many must be shared; sentences that are 60 % alike share half of them
_ROUNDING = 1e-6

Compare = Callable[[str, str], float]


def sentence_similarity(left: str, right: str) -> float:
    """The larger of two views of folded text: edit similarity (order matters) and shared pairs of characters.

    Sentences that share fewer than a quarter of the pairs of the shorter one are not alike at all.
    """
    return Examples([left]).nearest([Sentence(right, normalise(right).text)])[0]


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
        paired = [folded for folded in self._folded if len(folded) > 1]
        self._sketches = bits_of(paired) if paired else np.zeros(0, dtype=np.uint64)
        self._lengths = np.array([len(folded) for folded in paired], dtype=np.int64)
        self._may_be_known = np.zeros(PAIR_SLOTS, dtype=np.bool_)
        self._may_be_known[pair_slots(points("".join(self._known)))[::2]] = True

    def nearest_in(self, folded: Folded, positions: Sequence[int]) -> Iterator[tuple[int, tuple[float, str]]]:
        """Of each of *positions* that is like any example: the nearest one to it, or to a sentence of it."""
        if self._compare is not None:
            yield from ((at, self.nearest(folded.sentences(at))) for at in positions)
            return
        known = self._known_in(folded).tolist()
        for at in positions:
            if known[at] and self._may_be_near(known[at], at, folded):
                yield at, self.nearest(folded.sentences(at))

    def alike_in(self, folded: Folded, those: NDArray[np.bool_], at_least: float) -> NDArray[np.bool_]:
        """Per utterance, whether it is one of *those* and it, or a sentence of it, is so similar to an example."""
        alike = np.zeros(len(those), dtype=np.bool_)
        for at in self._likely(folded, those, at_least):
            alike[at] = self.nearest(folded.sentences(at))[0] >= at_least
        return alike

    def _likely(self, folded: Folded, those: NDArray[np.bool_], at_least: float) -> list[int]:
        """Of *those*, the utterances that have enough of the pairs, or of the characters, of an example.

        Of two texts so alike neither can be much longer; but of a longer utterance one sentence may be alike.
        """
        times_as_long = 200.0 / at_least - 1.0 + _ROUNDING
        known = self._known_in(folded)
        at = np.flatnonzero(those & (known > 0))
        length, example = folded.lengths[at], self._lengths[:, None]
        missing = np.bitwise_count(self._sketches[:, None] & ~folded.sketches[at])
        has_characters = missing <= (1.0 - 1.0 / times_as_long) * example
        is_short = length <= times_as_long * example
        whole = (known[at] * times_as_long >= self._fewest) | (has_characters & is_short).any(0)
        in_part = at[has_characters.any(0) & ~whole].tolist()
        return [*at[whole].tolist(), *(one for one in in_part if folded.has_several(one))]

    def _known_in(self, folded: Folded) -> NDArray[np.int64]:
        """Per utterance, how many of its pairs may be in an example."""
        slots, said_in = folded.pairs
        return np.bincount(said_in[self._may_be_known[slots]], minlength=len(folded.lengths))

    def _may_be_near(self, known: int, position: int, folded: Folded) -> bool:
        """Whether *known* pairs of an utterance can be enough for it or one of its sentences."""
        if known * _SHARED >= self._fewest:
            return True
        sentences = folded.sentences(position)
        # A text has at least as many different pairs as different characters before its last.
        return len(sentences) > 1 or known * _SHARED >= len(set(sentences[0].folded[:-1]))

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
            enough = [(number, common) for number, common in shared.items() if self._shares(number, common, len(pairs))]
            for number, common in sorted(enough):
                value = self._value(number, common, one.folded, len(pairs), best)
                if value > best:
                    best, nearest = value, self._raw[number]
        return best, nearest

    def _shares(self, number: int, common: int, pairs: int) -> bool:
        """Whether an example has enough pairs in common with a sentence of so many."""
        return common * _SHARED >= self._pairs[number] or common * _SHARED >= pairs

    def _value(self, number: int, common: int, folded: str, pairs: int, best: float) -> float:
        example = self._folded[number]
        # Neither view can exceed what the lengths allow.
        if 200.0 * min(len(example), len(folded)) / (len(example) + len(folded)) <= best:
            return 0.0
        dice = 200.0 * common / (self._pairs[number] + pairs)
        return max(dice, fuzz.ratio(example, folded, score_cutoff=max(best, dice)))


@lru_cache(maxsize=_KEPT)
def pairs_of(text: str) -> frozenset[str]:
    """The different pairs of neighbouring characters; Dice's coefficient of two such sets is their similarity."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
