"""What English number words are worth: "forty two", "one hundred and five", "double seven"."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

DIGIT_WORDS: Mapping[str, int] = {word: value for value, word in enumerate(_ONES)} | {"oh": 0, "nought": 0}
TEEN_WORDS: Mapping[str, int] = {word: value for value, word in enumerate(_TEENS, start=10)}
TENS_WORDS: Mapping[str, int] = {word: value * 10 for value, word in enumerate(_TENS, start=2)}
SCALES: Mapping[str, int] = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
TIMES: Mapping[str, int] = {"double": 2, "triple": 3}
AND, POINT = "and", "point"

NUMBER_WORDS = frozenset([*DIGIT_WORDS, *TEEN_WORDS, *TENS_WORDS, *SCALES]) - {"oh"}
VOCABULARY = NUMBER_WORDS | {*TIMES, AND, POINT, "oh"}


def english_value(words: Iterable[str]) -> Decimal | None:
    """The value of lower-case number words; None when they are no one number ("one two three")."""
    whole, _, decimals = " ".join(word for word in words if word != AND).partition(f" {POINT} ")
    value = _whole(whole.split())
    if value is None or not decimals:
        return None if value is None else Decimal(value)
    digits = [DIGIT_WORDS.get(word) for word in decimals.split()]
    return None if None in digits else Decimal(f"{value}.{''.join(map(str, digits))}")


def _whole(words: list[str]) -> int | None:
    total, section, room = 0, 0, _ANY
    for word in words:
        if word in SCALES:
            scale = SCALES[word]
            if scale == 100:
                section, room = max(section, 1) * 100, 100
            else:
                total, section, room = total + max(section, 1) * scale, 0, _ANY
            continue
        value, left = _small(word)
        if value is None or value >= room:
            return None
        section, room = section + value, left
    return total + section if words else None


_ANY = 100


def _small(word: str) -> tuple[int | None, int]:
    """The value of a word below a hundred, and below what the next word must stay."""
    if word in TENS_WORDS:
        return TENS_WORDS[word], 10
    value = TEEN_WORDS.get(word, DIGIT_WORDS.get(word))
    return value, 0
