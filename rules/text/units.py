"""How much is said: what the speed of speech is counted in."""

import re
from functools import cache

from rules.text.tally import BASIC, LONGER, ONE, Table, Tallied, table_of

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_WORD = rf"[^\W\d_{_HAN}]+(?:['’][^\W\d_]+)*"
_CHARS = re.compile(rf"[{_HAN}]|\d|{_WORD}")
_WORDS = re.compile(rf"[{_HAN}]|\d+|{_WORD}")


def units_of(texts: Tallied, *, words: bool) -> list[int]:
    """Of each text: Chinese characters and digits count one each, a word of letters one; punctuation nothing.

    Args:
        words: a number of several digits counts one.
    """
    return texts.count(_WORDS if words else _CHARS, _table(words))


@cache
def _table(words: bool) -> Table:
    table = table_of(LONGER)
    for point in range(BASIC):
        char = chr(point)
        if re.fullmatch(f"[{_HAN}]", char) or (char.isdecimal() and not words):
            table[point] = ONE
        elif not re.fullmatch(r"[\W_]", char):
            table[point] = LONGER
    return table
