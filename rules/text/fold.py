"""What one character is compared as: width, case, script and accents folded away.

Character by character, so that every folded character knows the raw one it came from.
"""

import unicodedata
from functools import cache

import opencc

BEYOND_BMP = 0x10000
FIRST_UNSPACED = 0x2E80  # CJK radicals: from here on scripts are written without spaces between words
COMBINING_MARKS = (0x0300, 0x036F)
JOINERS = frozenset("'’ʼ‘`´\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")


@cache
def simplified() -> dict[str, str]:
    """Traditional characters and their simplified form, as OpenCC gives it for the single character."""
    han = [chr(point) for start, end in ((0x3400, 0xA000), (0xF900, 0xFB00)) for point in range(start, end)]
    converted = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    return {raw: folded for raw, folded in zip(han, converted, strict=True) if raw != folded and len(folded) == 1}


def fold_character(char: str) -> str:
    """What *char* is compared as; empty for punctuation, spaces and symbols."""
    wide = unicodedata.normalize("NFKC", char).casefold()
    kept = (_plain(piece) for piece in wide)
    return "".join(simplified().get(piece, piece) for piece in kept)


def is_joiner(char: str) -> bool:
    """Whether *char* disappears without parting what stands around it ("don't" is one word)."""
    return char in JOINERS or COMBINING_MARKS[0] <= ord(char) <= COMBINING_MARKS[1]


def is_spaced(char: str) -> bool:
    """Whether *char* belongs to a script that writes spaces between words."""
    return ord(char) < FIRST_UNSPACED


def parts_words(left: str, right: str) -> bool:
    """Whether a word may end between two folded characters that stand side by side.

    Chinese words may end anywhere; a Latin word ends where its letters end, a number where its digits end.
    """
    if not (is_spaced(left) and is_spaced(right)):
        return True
    return not (left.isalpha() and right.isalpha()) and not (left.isnumeric() and right.isnumeric())


def _plain(char: str) -> str:
    """*char* without accents; empty when it is neither letter nor number."""
    if unicodedata.category(char)[0] not in "LN":
        return ""
    decomposed = unicodedata.normalize("NFD", char)
    return decomposed[0] if is_spaced(decomposed[0]) else char
