"""How often an expression is found in each of many texts, without looking at most of them."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rules.text.points import points

Table = NDArray[np.uint8]

BASIC = 0x10000
NOTHING, ONE, LONGER = 0, 1, 2  # LONGER: the character may be part of something longer; only the expression can count


def table_of(beyond: int) -> Table:
    """What each character counts, NOTHING so far; *beyond* the basic plane all count alike."""
    table = np.full(BASIC + 1, NOTHING, dtype=np.uint8)
    table[BASIC] = beyond
    return table


class Tallied:
    """Texts whose characters are looked up all at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        joined = points("\n".join([*texts, ""]))
        ends = np.flatnonzero(joined == ord("\n"))
        # A text with line ends of its own is left to the expression.
        self._codes = np.minimum(joined, BASIC) if len(ends) == len(texts) else None
        self._starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends

    def count(self, expression: re.Pattern[str], table: Table) -> list[int]:
        """How often *expression* is found in each text, where *table* says what single characters count."""
        if self._codes is None or not self._texts:
            return [len(expression.findall(text)) for text in self._texts]
        kinds = table[self._codes]
        ones: list[int] = np.add.reduceat(kinds, self._starts, dtype=np.int64).tolist()
        if not (kinds == LONGER).any():
            return ones
        longer = np.maximum.reduceat(kinds, self._starts).tolist()
        return [
            len(expression.findall(text)) if most == LONGER else count
            for text, count, most in zip(self._texts, ones, longer, strict=True)
        ]
