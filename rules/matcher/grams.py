"""Numbers for the short runs of characters of a text, so that many can be looked up at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rules.matcher.seeds import LONGEST_GRAM
from rules.text.points import Codes, points

SLOT_BITS = 17
SLOTS = 1 << SLOT_BITS
PAIR_BITS = 14  # few enough for the first cache, and a hundred examples fill a tenth of them
PAIR_SLOTS = 1 << PAIR_BITS

Slots = NDArray[np.uint32]

MULTIPLIER = np.uint32(2_654_435_769)  # 2^32 / golden ratio: Knuth's multiplicative hashing
_SALTS = np.array([0x9E3779B9, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F], dtype=np.uint32)
_DOWN = np.uint32(32 - SLOT_BITS)
_BIT_OF = np.uint32(26)  # leaves 6 bits: one of 64


def slots(codes: Codes, longest: int = LONGEST_GRAM) -> Slots:
    """Slots of the grams that begin at every position; row k has those of k + 1 characters, up to *longest*."""
    padded = np.concatenate((codes, np.zeros(longest, dtype=np.uint32)))
    gram = np.zeros(len(codes), dtype=np.uint32)
    found = np.empty((longest, len(codes)), dtype=np.uint32)
    for row in range(longest):
        gram = (gram ^ padded[row : row + len(codes)]) * MULTIPLIER
        found[row] = (gram + _SALTS[row]) * MULTIPLIER >> _DOWN
    return found


def pair_slots(codes: Codes) -> Slots:
    """Slots of the pairs of neighbours that begin at every position but the last; fewer slots, for small tables."""
    return (codes[:-1] * MULTIPLIER ^ codes[1:]) * MULTIPLIER >> np.uint32(32 - PAIR_BITS)


def salted(found: Slots, salt: NDArray[np.uint32]) -> Slots:
    """Other slots for the same grams, one for each *salt*."""
    return (found ^ (salt * MULTIPLIER >> _DOWN)) & np.uint32(SLOTS - 1)


def slots_of(grams: Sequence[str]) -> Slots:
    """The slot of each of *grams*."""
    lengths = np.array([len(gram) for gram in grams], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    return slots(points("".join(grams)))[lengths - 1, starts] if grams else np.zeros(0, dtype=np.uint32)


def bits(codes: Codes) -> NDArray[np.uint64]:
    """One of 64 bits for each character."""
    return np.left_shift(np.uint64(1), (codes * MULTIPLIER >> _BIT_OF).astype(np.uint64))


def bits_of(texts: Sequence[str]) -> NDArray[np.uint64]:
    """The bits of all characters of each of *texts*, none of them empty."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    return np.bitwise_or.reduceat(bits(points("".join(texts))), np.cumsum(lengths) - lengths)
