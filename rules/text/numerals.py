"""Numbers as people say and recognisers write them, with their place in the raw text.

Digits may be Arabic, full width, Chinese (幺, 两, 洞 included) or English words, and may be mixed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rules.text.chinese_number import DIGITS, UNITS, chinese_value
from rules.text.english_number import (
    DIGIT_WORDS,
    NUMBER_WORDS,
    TEEN_WORDS,
    TENS_WORDS,
    TIMES,
    VOCABULARY,
    english_value,
)
from rules.text.fold import simplified

RADIO_DIGITS = {"幺": 1, "洞": 0, "拐": 7, "勾": 9}  # digits only beside other digits
SPOKEN_DIGITS = {**DIGITS, **RADIO_DIGITS}

_LETTERS = "[a-z]+"
_WORDS = rf"(?<![a-z])(?:{'|'.join(sorted(VOCABULARY, key=len, reverse=True))})(?![a-z])"
_DIGIT_PIECE = re.compile(rf"[0-9]+|[{''.join(SPOKEN_DIGITS)}]|{_WORDS}")
_GAP = re.compile(r"[ \t,,、.\-‐–—]{0,3}")
_PERCENT_BEFORE = re.compile("百分之$")
_PERCENT_AFTER = re.compile(r"\s*(?:%|percent\b|per cent\b)")
_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_NUMBER = re.compile(
    rf"(?P<arabic>{_ARABIC})(?P<scale>[百千万亿]*)"
    rf"|(?P<chinese>[{''.join(DIGITS)}十][{''.join(DIGITS)}{''.join(UNITS)}点]*)"
    rf"|(?P<english>{_WORDS}(?:[ -]+{_WORDS})*)"
)

# The shortest number that names a person is a local telephone number of seven digits.
SHORTEST_PRIVATE_NUMBER = 7


@dataclass(frozen=True, slots=True)
class DigitRun:
    """Digits said one after another; *start* and *end* are half-open in the raw text."""

    digits: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """One quantity; *value* of 百分之八 and 8% is 8, with *is_percent*."""

    value: Decimal
    start: int
    end: int
    is_percent: bool = False


def digit_runs(text: str) -> tuple[DigitRun, ...]:
    """Every stretch of digits, as long as possible: 幺三八 0013, "one double three", １３８-0013.

    A single 一 or "one" is a run too: ask for a length. Spaces, hyphens, points and commas between digits are skipped.
    """
    plain = _same_length(text)
    runs: list[DigitRun] = []
    for digits, start, end in _digit_pieces(plain):
        last = runs[-1] if runs else None
        if last and _GAP.fullmatch(plain, last.end, start):
            runs[-1] = DigitRun(last.digits + digits, last.start, end)
        else:
            runs.append(DigitRun(digits, start, end))
    return tuple(run for run in runs if len(run.digits) > 1 or plain[run.start] not in RADIO_DIGITS)


def private_numbers(text: str) -> tuple[DigitRun, ...]:
    """Digits long enough to name a person: a telephone, identity or card number. Amounts and dates are shorter."""
    return tuple(run for run in digit_runs(text) if len(run.digits) >= SHORTEST_PRIVATE_NUMBER)


def numbers(text: str) -> tuple[Number, ...]:
    """Every quantity, with units worked out: 三千五 is 3 500, 3.5万 is 35 000, "one hundred and five" is 105."""
    plain = _same_length(text)
    return tuple(number for match in _NUMBER.finditer(plain) if (number := _number(plain, match)) is not None)


def _number(plain: str, match: re.Match[str]) -> Number | None:
    said = match.group().rstrip("点")
    start, end = match.start(), match.start() + len(said)
    if match["arabic"]:
        value: Decimal | None = Decimal(match["arabic"].replace(",", ""))
        for unit in match["scale"]:
            value = value * UNITS[unit] if value is not None else None
    elif match["chinese"]:
        value = chinese_value(said)
    else:
        words = re.findall(_LETTERS, said)
        while words and words[-1] not in NUMBER_WORDS:
            end = plain.rindex(words.pop(), start, end)
            end = start + len(plain[start:end].rstrip(" -"))
        value = english_value(words)
    if value is None:
        return None
    before = _PERCENT_BEFORE.search(plain, max(0, start - 3), start)
    after = _PERCENT_AFTER.match(plain, end)
    return Number(value, before.start() if before else start, after.end() if after else end, bool(before or after))


def _digit_pieces(plain: str) -> Iterator[tuple[str, int, int]]:
    said = list(_DIGIT_PIECE.finditer(plain))
    place = 0
    while place < len(said):
        first, second = said[place], said[place + 1] if place + 1 < len(said) else None
        together = _pair(first.group(), second.group()) if second and _adjoin(plain, first, second) else None
        digits = together or _digits(first.group())
        last = second if second and together else first
        if digits is not None:
            yield digits, first.start(), last.end()
        place += 2 if together else 1


def _adjoin(plain: str, left: re.Match[str], right: re.Match[str]) -> bool:
    return _GAP.fullmatch(plain, left.end(), right.start()) is not None


def _pair(first: str, second: str) -> str | None:
    """The digits of two words that mean one thing: "double seven", "forty two"."""
    if first in TIMES:
        return (_digits(second) or "") * TIMES[first]
    if first in TENS_WORDS and DIGIT_WORDS.get(second):
        return str(TENS_WORDS[first] + DIGIT_WORDS[second])
    return None


def _digits(said: str) -> str | None:
    if said[0] in "0123456789":
        return said
    for table in (SPOKEN_DIGITS, DIGIT_WORDS, TEEN_WORDS, TENS_WORDS):
        if said in table:
            return str(table[said])
    return None


def _same_length(text: str) -> str:
    """*text* in simplified, half-width, lower case, every character at its place."""
    table = simplified()
    half = text.translate(_SAME_LENGTH)
    return "".join([table.get(char, char) for char in half])


_FULL_WIDTH = {0xFF01 + shift: 0x21 + shift for shift in range(94)} | {0x3000: 0x20}
_FORMAL = str.maketrans("壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟", "一二二三三三四五六六七八九十百千")
_UPPER = {point: point + 32 for point in range(ord("A"), ord("Z") + 1)}
_SAME_LENGTH = {point: _UPPER.get(half, half) for point, half in _FULL_WIDTH.items()} | _UPPER | _FORMAL
