"""Phone numbers, identity cards and bank cards, written or spoken digit by digit."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache

from rules.entities.entity import Entity, Kind
from rules.text.numerals import DigitRun, digit_runs
from rules.text.tally import BASIC, LONGER, NOTHING, ONE, Table, Tallied, table_of

_PHONE = re.compile(r"(?:00?86)?1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}|1?[2-9]\d{2}[2-9]\d{6}|95\d{3}|(?:1010|1001|1000)\d")
_WRITTEN = re.compile(r"\d+")
_DIGITS = "0123456789０１２３４５６７８９零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两洞拐勾"
_DIGIT_LIKE = re.compile(
    rf"[{_DIGITS}]"
    r"|(?i:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|double|triple|teen|twenty|ty)"
)
_FEWEST_OF_A_PHONE = 3  # 95588 can be said as "nine double five double eight"
_FEWEST_OF_A_CARD = 7  # thirteen digits in pairs
FEWEST: Mapping[Kind, int] = {
    Kind.PHONE: _FEWEST_OF_A_PHONE,
    Kind.ID_CARD: _FEWEST_OF_A_CARD,
    Kind.BANK_CARD: _FEWEST_OF_A_CARD,
}
_KEPT = 4_096  # the utterances of a hundred calls; three kinds of number look at each
_LAST_OF_ID = re.compile(r"[ -]?(?P<x>[xX×叉])")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_ID_CHECK = "10X98765432"


def phones(text: str) -> tuple[Entity, ...]:
    """Mainland mobile, fixed, 400 and 955xx numbers, and ten-digit North American ones."""
    if _pieces(text) < _FEWEST_OF_A_PHONE:
        return ()
    return _distinct(
        Entity(Kind.PHONE, run.digits, run.start, run.end) for run in _runs(text) if _PHONE.fullmatch(run.digits)
    )


def id_cards(text: str) -> tuple[Entity, ...]:
    """Resident identity numbers: 18 characters whose checksum holds, or the 15 digits of the first generation."""
    if _pieces(text) < _FEWEST_OF_A_CARD:
        return ()
    return _distinct(
        Entity(Kind.ID_CARD, value, start, end)
        for value, start, end in _with_last_letter(text)
        if _is_id_18(value) or _is_id_15(value)
    )


def bank_cards(text: str) -> tuple[Entity, ...]:
    """13 to 19 digits whose Luhn checksum holds and which are no identity number."""
    if _pieces(text) < _FEWEST_OF_A_CARD:
        return ()
    return _distinct(
        Entity(Kind.BANK_CARD, run.digits, run.start, run.end)
        for run in _runs(text)
        if 13 <= len(run.digits) <= 19 and run.digits[0] in "34569" and luhn(run.digits) and not _is_id_18(run.digits)
    )


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1)."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (sum(value - 9 if value > 9 else value for value in doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


@lru_cache(maxsize=_KEPT)
def _runs(text: str) -> tuple[DigitRun, ...]:
    """Digits said one after another, and every number written in one piece, which a longer run may have swallowed."""
    written = (DigitRun(match.group(), match.start(), match.end()) for match in _WRITTEN.finditer(text))
    return (*digit_runs(text), *written)


def pieces_of(texts: Tallied) -> list[int]:
    """How many digits, or words for digits, there may be in each text; far cheaper than reading them."""
    return texts.count(_DIGIT_LIKE, _digit_table())


@lru_cache(maxsize=_KEPT)
def _pieces(text: str) -> int:
    return len(_DIGIT_LIKE.findall(text))


@cache
def _digit_table() -> Table:
    table = table_of(NOTHING)
    # The words for digits are of ASCII letters, and of the two others that are taken for such.
    table[[point for point in range(BASIC) if chr(point).isascii() or chr(point) in "ſ\u212a"]] = LONGER
    table[[point for point in range(128) if not chr(point).isalpha()]] = NOTHING
    table[[ord(digit) for digit in _DIGITS]] = ONE
    return table


def _with_last_letter(text: str) -> Iterator[tuple[str, int, int]]:
    for run in _runs(text):
        last = _LAST_OF_ID.match(text, run.end) if len(run.digits) == 17 else None
        if last is None:
            yield run.digits, run.start, run.end
        else:
            yield run.digits + "X", run.start, last.end()


def _is_id_18(value: str) -> bool:
    if len(value) != 18 or not value[:17].isdecimal() or not _is_birthday(value[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value, _ID_WEIGHTS, strict=False))
    return _ID_CHECK[total % 11] == value[17].upper()


def _is_id_15(value: str) -> bool:
    return len(value) == 15 and value[0] in "123456" and _is_birthday("19" + value[6:12])


def _is_birthday(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year >= 1900
    except ValueError:
        return False


def _distinct(found: Iterator[Entity]) -> tuple[Entity, ...]:
    ordered = sorted(dict.fromkeys(found), key=lambda one: (one.start, -one.end))
    kept: list[Entity] = []
    for one in ordered:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)
