"""Many strings looked for in one text at once: which of them stand where.

The strings are a tree of their beginnings, kept as hashes. All positions of the text climb it together, one character
at a time; those go on that may still become a string, which soon are few.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rules.matcher.grams import MULTIPLIER
from rules.matcher.groups import Groups, Numbers
from rules.text.points import Codes, points

_BITS = 18  # a table of 512 kB: fits the second cache, and the beginnings of 30,000 strings fill a fifth of it
_DOWN = np.uint32(32 - _BITS)
_STEPS = 8  # told apart by the marks of a slot


class StringTable:
    """*strings*, numbered by their places, none of them empty."""

    def __init__(self, strings: Sequence[str]) -> None:
        self.lengths = np.array([len(one) for one in strings], dtype=np.int64)
        self._codes = points("".join(strings))
        self._firsts = np.cumsum(self.lengths) - self.lengths
        self._longest = int(self.lengths.max(initial=0))
        self._marks = np.zeros(1 << _BITS, dtype=np.uint16)
        slots = np.zeros(len(strings), dtype=np.int64)
        number, gram = np.arange(len(strings)), np.zeros(len(strings), dtype=np.uint32)
        for step in range(self._longest):
            gram = _longer(gram, self._codes[self._firsts[number] + step])
            slot, ended = gram >> _DOWN, self.lengths[number] == step + 1
            ends, goes_on = _marks(step)
            self._marks[slot[ended]] |= ends
            self._marks[slot[~ended]] |= goes_on
            slots[number[ended]] = slot[ended]
            number, gram = number[~ended], gram[~ended]
        self._ending = Groups(slots, 1 << _BITS)

    def find(self, codes: Codes) -> tuple[Numbers, Numbers]:
        """(string, start) of every place where one of them stands, in no order."""
        text = np.concatenate((codes, np.zeros(self._longest, dtype=np.uint32)))
        at, gram = np.arange(len(codes)), np.zeros(len(codes), dtype=np.uint32)
        slots, starts = [np.zeros(0, dtype=np.uint32)], [at[:0]]
        for step in range(self._longest):
            gram = _longer(gram, text[at + step])
            slot = gram >> _DOWN
            mark = self._marks.take(slot)
            ended, on = (np.flatnonzero((mark & bit) != 0) for bit in _marks(step))
            slots.append(slot[ended])
            starts.append(at[ended])
            at, gram = at[on], gram[on]
            if not len(at):
                break
        place, string = self._ending.of(np.concatenate(slots).astype(np.int64))
        start = np.concatenate(starts)[place]
        same = np.flatnonzero(self._stand(string, start, text) & (start + self.lengths[string] <= len(codes)))
        return string[same], start[same]

    def _stand(self, string: Numbers, start: Numbers, text: Codes) -> NDArray[np.bool_]:
        """Whether the strings stand there, character for character."""
        if not len(string):
            return np.zeros(0, dtype=np.bool_)
        lengths = self.lengths[string]
        first = np.cumsum(lengths) - lengths
        inside = np.arange(int(lengths.sum())) - np.repeat(first, lengths)
        wanted = self._codes[np.repeat(self._firsts[string], lengths) + inside]
        same: NDArray[np.bool_] = np.logical_and.reduceat(text[np.repeat(start, lengths) + inside] == wanted, first)
        return same


def _longer(gram: NDArray[np.uint32], codes: Codes) -> NDArray[np.uint32]:
    """The hashes of grams with one character more."""
    return (gram ^ codes) * MULTIPLIER


def _marks(step: int) -> tuple[np.uint16, np.uint16]:
    """The bits that say: here a string ends that has *step* + 1 characters; here a longer one goes on."""
    bit = min(step, _STEPS - 1)
    return np.uint16(1 << bit), np.uint16(1 << bit + _STEPS)
