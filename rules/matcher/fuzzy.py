"""Fuzzy phrases: seeds find where one might be, RapidFuzz says whether it is.

Three steps, each on all phrases at once: look every gram of the text up in a hashed table of seeds; drop places with
too few of the phrase's characters around; ask RapidFuzz for what is left. The first two never lose an answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from rules.matcher.alignment import Reach
from rules.matcher.phrase import Found
from rules.matcher.seeds import LONGEST_GRAM, Rarity, Seed, seeds
from rules.matcher.similarity import best_place
from rules.text.normalise import BOUNDARY, Joined

TABLE_BITS = 17
_MULTIPLIER = np.uint32(2_654_435_769)  # 2^32 / golden ratio: Knuth's multiplicative hashing
_SALTS = np.array([0x9E3779B9, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F], dtype=np.uint32)
_LEVELS = 8  # blocks of up to 128 characters; a longer surrounding is not checked


@dataclass(frozen=True, slots=True)
class Needle:
    """A folded phrase and the similarity asked of it."""

    text: str
    at_least: float


class FuzzyScanner:
    """Finds the best place of each of *needles*, all different, in each utterance of a joined text."""

    def __init__(self, needles: Sequence[Needle]) -> None:
        self._needles = tuple(needles)
        rarity = Rarity(needle.text for needle in needles)
        found = [
            (number, seed)
            for number, needle in enumerate(needles)
            for seed in seeds(needle.text, needle.at_least, rarity)
        ]
        found.sort(key=lambda row: _slot(row[1].gram))
        self._table = _Table([number for number, _ in found], [seed for _, seed in found], self._needles)

    def scan(self, joined: Joined) -> Iterator[Found]:
        """At most one place per needle and utterance."""
        if not self._needles or not len(joined.ends):
            return
        texts = joined.text.split(BOUNDARY)
        starts = (joined.ends - np.diff(joined.ends, prepend=-1) + 1).tolist()
        for pair in self._table.candidates(joined):
            utterance, number = divmod(pair, len(self._needles))
            needle, text = self._needles[number], texts[utterance]
            if len(text) >= len(needle.text) and not fuzz.partial_ratio(
                needle.text, text, score_cutoff=needle.at_least
            ):
                continue
            if place := best_place(needle.text, text, needle.at_least):
                similarity, start, end = place
                yield Found(number, starts[utterance] + start, starts[utterance] + end, similarity)


class _Table:
    """Seeds in arrays, sorted by the slot of their gram."""

    def __init__(self, numbers: Sequence[int], found: Sequence[Seed], needles: Sequence[Needle]) -> None:
        slots = np.array([_slot(seed.gram) for seed in found], dtype=np.int64)
        self._count = np.bincount(slots, minlength=1 << TABLE_BITS).astype(np.int32)
        self._first = np.concatenate(([0], np.cumsum(self._count)[:-1])).astype(np.int32)
        self._number = np.array(numbers, dtype=np.int32)
        lengths = np.array([len(needles[number].text) for number in numbers], dtype=np.int32)
        reach = np.array([seed.reach for seed in found], dtype=np.int8)
        self._length = lengths
        self._reach = reach
        extra = np.array([seed.slack.extra for seed in found], dtype=np.int32)
        around = lengths + 2 * extra
        self._level = np.minimum(np.log2(np.maximum(around, 1)).astype(np.int32), _LEVELS - 1)
        self._from = np.array([seed.place for seed in found], dtype=np.int32) + extra
        self._to = around - self._from - (1 << self._level)
        self._mask = np.array([_mask(needles[number].text) for number in numbers], dtype=np.uint64)
        needed = np.bitwise_count(self._mask).astype(np.int32) - [seed.slack.missing for seed in found]
        self._needed = np.where(around < 1 << _LEVELS, needed, 0).astype(np.int32)
        self._needle_count = len(needles)
        self._pad = int(max(self._from.max(initial=0), around.max(initial=0))) + (1 << _LEVELS)

    def candidates(self, joined: Joined) -> list[int]:
        """utterance x needles + needle, for every pair that may be similar enough."""
        entry, at = self._seeded(joined.codes)
        utterance_of = np.repeat(np.arange(len(joined.ends)), np.diff(joined.ends, prepend=-1))
        utterance = utterance_of[at]
        begin = joined.ends - np.diff(joined.ends, prepend=-1) + 1
        before, after = at - begin[utterance], joined.ends[utterance] - at
        length, reach = self._length[entry], self._reach[entry]
        possible = (
            (reach == Reach.ANYWHERE)
            | ((reach == Reach.ENDS) & ((before < length) | (after <= length)))
            | ((reach == Reach.SAME_LENGTH) & (before + after == length))
        )
        entry, at, utterance = entry[possible], at[possible], utterance[possible]
        enough = self._surrounded(entry, at, joined.codes)
        pairs = utterance[enough] * self._needle_count + self._number[entry[enough]]
        return [int(pair) for pair in np.unique(pairs).tolist()]

    def _seeded(self, codes: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every (seed, position) where the gram of the seed may stand in the text."""
        slots = _slots(codes)
        counts = self._count[slots]
        some = np.flatnonzero(counts)
        counts = counts[some]
        firsts = self._first[slots[some]]
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        entry = np.repeat(firsts - (ends - counts), counts) + np.arange(total)
        return entry, np.repeat(some % len(codes), counts)

    def _surrounded(
        self, entry: NDArray[np.int64], at: NDArray[np.int64], codes: NDArray[np.uint32]
    ) -> NDArray[np.bool_]:
        """Whether enough of the phrase's characters are near enough to the seed."""
        blocks = _blocks(codes, self._pad)
        level, left = self._level[entry], at - self._from[entry] + self._pad
        right = at + self._to[entry] + self._pad
        near = blocks[level, left] | blocks[level, right]
        present: NDArray[np.uint8] = np.bitwise_count(near & self._mask[entry])
        return present >= self._needed[entry]


def _blocks(codes: NDArray[np.uint32], pad: int) -> NDArray[np.uint64]:
    """Per level k and position: which hashed characters stand in the 2^k characters from there."""
    blocks = np.zeros((_LEVELS, len(codes) + 2 * pad), dtype=np.uint64)
    blocks[0, pad : pad + len(codes)] = _bits(codes)
    for level in range(1, _LEVELS):
        shift = 1 << (level - 1)
        blocks[level] = blocks[level - 1]
        blocks[level, :-shift] |= blocks[level - 1, shift:]
    return blocks


def _bits(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    return np.left_shift(np.uint64(1), ((codes * _MULTIPLIER) >> np.uint32(26)).astype(np.uint64))


def _mask(text: str) -> int:
    return int(np.bitwise_or.reduce(_bits(_points(text))))


def _slots(codes: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Slots of the grams of 1, 2, ... LONGEST_GRAM characters from every position, one length after the other."""
    padded = np.concatenate((codes, np.zeros(LONGEST_GRAM, dtype=np.uint32)))
    gram = np.zeros(len(codes), dtype=np.uint32)
    found = np.empty((LONGEST_GRAM, len(codes)), dtype=np.int64)
    for length in range(LONGEST_GRAM):
        gram = (gram ^ padded[length : length + len(codes)]) * _MULTIPLIER
        found[length] = (gram + _SALTS[length]) * _MULTIPLIER >> np.uint32(32 - TABLE_BITS)
    return found.ravel()


def _slot(gram: str) -> int:
    return int(_slots(_points(gram)).reshape(LONGEST_GRAM, -1)[len(gram) - 1, 0])


def _points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
