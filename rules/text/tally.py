"""How often an expression is found in each of many texts, without looking at most of them."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rules.matcher.grams import points

Table = NDArray[np.int64]

BASIC = 0x10000
LONGER = 1 << 32  # of a character that may be part of something longer: then only the expression can count


def empty_table(beyond: int = 0) -> Table:
    """Nothing is counted yet; *beyond* the basic plane every character is alike."""
    table = np.zeros(BASIC + 1, dtype=np.int64)
    table[:] = beyond
    return table


def tally(texts: Sequence[str], expression: re.Pattern[str], table: Table) -> list[int]:
    """How often *expression* is found in each text.

    Args:
        table: per code point, 1 where the character alone is found, 0 where it never is, else LONGER; and one entry
            for all characters beyond the basic plane.
    """
    codes = points("".join([f"{text}\n" for text in texts]))
    ends = np.flatnonzero(codes == ord("\n"))
    if len(ends) != len(texts):  # a text with line ends of its own
        return [len(expression.findall(text)) for text in texts]
    counted = np.cumsum(table[np.minimum(codes, BASIC)])[ends]
    counted[1:] -= counted[:-1].copy()
    return [
        count if count < LONGER else len(expression.findall(text))
        for text, count in zip(texts, counted.tolist(), strict=True)
    ]
