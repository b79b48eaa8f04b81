"""Which phrases may stand in which utterances: the filter before RapidFuzz, all phrases and all positions at once.

Every gram of the text is looked up in a hashed table of seeds; places with too few of the phrase's characters around
are dropped. Neither loses an answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.matcher.alignment import Reach
from rules.matcher.grams import SLOTS, bits, bits_of, salted, slots, slots_of
from rules.matcher.groups import Groups, Numbers
from rules.matcher.seeds import Seed
from rules.text.normalise import Joined
from rules.text.points import Codes

_NOWHERE = np.zeros(0, dtype=np.int64)
_MOST_BLOCKS = 8  # blocks of up to 128 characters; wider surroundings are not checked


@dataclass(frozen=True, slots=True)
class Needle:
    """A folded phrase and the similarity asked of it."""

    text: str
    at_least: float


class SeedTable:
    """The seeds of all needles in arrays."""

    def __init__(self, needles: Sequence[Needle], found: Sequence[tuple[int, Seed]]) -> None:
        """*found* has the seeds of each needle, by its number."""
        seeds = [seed for _, seed in found]
        number = np.array([number for number, _ in found], dtype=np.int64)
        reach = np.array([seed.reach for seed in seeds], dtype=np.int8)
        length = np.array([len(needles[number].text) for number, _ in found], dtype=np.int64)
        slot = slots_of([seed.gram for seed in seeds])
        slot = np.where(reach == Reach.SAME_LENGTH, salted(slot, length.astype(np.uint32)), slot)
        self._slots = Groups(slot.astype(np.int64), SLOTS)
        self._is_slot = np.zeros(SLOTS, dtype=np.bool_)
        self._is_slot[slot] = True
        self._number, self._length = number, length
        self._only_at_ends = reach == Reach.ENDS
        self._is_length = np.zeros(int(length.max()) + 2, dtype=np.bool_)
        self._is_length[length[reach == Reach.SAME_LENGTH]] = True
        self._sizes = _sizes(seed for seed in seeds if seed.reach is not Reach.SAME_LENGTH)
        self._sizes_alike = _sizes(seed for seed in seeds if seed.reach is Reach.SAME_LENGTH)
        self._longest = max((*self._sizes, *self._sizes_alike))
        self._needle_count = len(needles)
        self._surroundings(needles, seeds)

    def _surroundings(self, needles: Sequence[Needle], seeds: Sequence[Seed]) -> None:
        """Per seed: the stretch where the rest of its phrase must be, and how many of its bits must be in it.

        A stretch is covered by two blocks of a power of two.
        """
        extra = np.array([seed.slack.extra for seed in seeds], dtype=np.int64)
        missing = np.array([seed.slack.missing for seed in seeds], dtype=np.int64)
        width = self._length + 2 * extra
        self._level = np.minimum(np.log2(width).astype(np.int64), _MOST_BLOCKS - 1)
        self._left = np.array([-seed.place for seed in seeds], dtype=np.int64) - extra
        self._right = self._left + width - (1 << self._level)
        self._mask = bits_of([needle.text for needle in needles])[self._number]
        needed = np.bitwise_count(self._mask).astype(np.int64) - missing
        self._needed = np.where(width < 1 << _MOST_BLOCKS, needed, 0)
        self._levels = int(self._level.max()) + 1
        self._before = int(-self._left.min())
        self._after = int(self._right.max()) + (1 << self._levels)

    def pairs(self, joined: Joined) -> list[tuple[int, int]]:
        """(utterance, needle) of all that may be similar enough, in order."""
        seed, at = self._seeded(joined)
        if not len(seed):
            return []
        utterance = joined.ends.searchsorted(at)
        length = self._length[seed]
        near_end = (at - joined.starts[utterance] < length) | (joined.ends[utterance] - at <= length)
        likely = np.flatnonzero((near_end | ~self._only_at_ends[seed]) & self._surrounded(seed, at, joined.codes))
        found = np.unique(utterance[likely] * self._needle_count + self._number[seed[likely]])
        return [divmod(pair, self._needle_count) for pair in found.tolist()]

    def _seeded(self, joined: Joined) -> tuple[Numbers, Numbers]:
        """(seed, position) wherever the gram of a seed may stand."""
        every, place = slots(joined.codes, self._longest), np.arange(len(joined.codes))
        slot = [every[size - 1] for size in self._sizes]
        at = [place] * len(slot)
        alike, salts = self._in_texts_as_long_as_a_phrase(joined)
        if len(alike):
            slot += [salted(every[size - 1, alike], salts) for size in self._sizes_alike]
            at += [alike] * len(self._sizes_alike)
        return self._looked_up(np.concatenate(slot), np.concatenate(at)) if slot else (_NOWHERE, _NOWHERE)

    def _looked_up(self, slot: NDArray[np.uint32], at: Numbers) -> tuple[Numbers, Numbers]:
        """Every seed of each slot, with the position the slot belongs to."""
        some = np.flatnonzero(self._is_slot.take(slot))
        place, seed = self._slots.of(slot[some].astype(np.int64))
        return seed, at[some][place]

    def _in_texts_as_long_as_a_phrase(self, joined: Joined) -> tuple[Numbers, NDArray[np.uint32]]:
        """The positions in such utterances, and for each the length of its utterance."""
        length = joined.ends - joined.starts
        short = self._is_length[np.minimum(length, len(self._is_length) - 1)]
        if not short.any():
            return _NOWHERE, np.zeros(0, dtype=np.uint32)
        length = length[short]
        before = np.cumsum(length) - length
        at = np.repeat(joined.starts[short] - before, length) + np.arange(length.sum())
        return at, np.repeat(length, length).astype(np.uint32)

    def _surrounded(self, seed: Numbers, at: Numbers, codes: Codes) -> NDArray[np.bool_]:
        """Whether enough of the phrase's characters are near enough to the seed."""
        blocks = self._blocks(codes)
        level, at = self._level[seed], at + self._before
        near = blocks[level, at + self._left[seed]] | blocks[level, at + self._right[seed]]
        present: NDArray[np.uint8] = np.bitwise_count(near & self._mask[seed])
        return present >= self._needed[seed]

    def _blocks(self, codes: Codes) -> NDArray[np.uint64]:
        """Per level k and position: the bits of the 2^k characters from there."""
        blocks = np.zeros((self._levels, self._before + len(codes) + self._after), dtype=np.uint64)
        blocks[0, self._before : self._before + len(codes)] = bits(codes)
        for level in range(1, self._levels):
            shift = 1 << (level - 1)
            np.bitwise_or(blocks[level - 1, :-shift], blocks[level - 1, shift:], out=blocks[level, :-shift])
        return blocks


def _sizes(seeds: Iterable[Seed]) -> tuple[int, ...]:
    """How many characters their grams have, each number once."""
    return tuple(sorted({len(seed.gram) for seed in seeds}))
