"""How much is said: what the speed of speech is counted in."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rules.matcher.grams import points

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_WORD = rf"[^\W\d_{_HAN}]+(?:['’][^\W\d_]+)*"
_CHARS = re.compile(rf"[{_HAN}]|\d|{_WORD}")
_WORDS = re.compile(rf"[{_HAN}]|\d+|{_WORD}")

_BASIC = 0x10000
_NOTHING, _ONE, _LONGER = 0, 1, 1 << 32  # _LONGER: what follows may belong to it; it takes the expression to count


def units_of(texts: Sequence[str], *, words: bool) -> list[int]:
    """Of each text: Chinese characters and digits count one each, a word of letters one; punctuation nothing.

    Args:
        words: a number of several digits counts one.
    """
    expression = _WORDS if words else _CHARS
    codes = points("".join([f"{text}\n" for text in texts]))
    starts = np.flatnonzero(codes == ord("\n"))
    if len(starts) != len(texts):  # a text with line ends
        return [len(expression.findall(text)) for text in texts]
    counted = _table(words)[np.minimum(codes, _BASIC)]
    sums = np.diff(np.cumsum(counted)[starts], prepend=0).tolist()
    return [
        count if count < _LONGER else len(expression.findall(text)) for text, count in zip(texts, sums, strict=True)
    ]


@cache
def _table(words: bool) -> NDArray[np.int64]:
    """What each character of the basic plane counts, and one entry for all beyond."""
    table = np.full(_BASIC + 1, _LONGER, dtype=np.int64)
    for point in range(_BASIC):
        char = chr(point)
        if re.fullmatch(f"[{_HAN}]", char) or (char.isdecimal() and not words):
            table[point] = _ONE
        elif re.fullmatch(r"[\W_]", char):
            table[point] = _NOTHING
    return table
