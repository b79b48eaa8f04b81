"""Days, with or without a year."""

import re
from collections.abc import Iterator
from datetime import date

from rules.entities.entity import Entity, Kind
from rules.text.chinese_number import chinese_value

_NUMERAL = r"(?:\d{1,4}|[零〇一二三四五六七八九十]{1,4})"
_CHINESE = re.compile(
    rf"(?:(?P<year>{_NUMERAL})\s*年\s*)?(?P<month>{_NUMERAL})\s*月\s*(?:份\s*)?(?P<day>{_NUMERAL})\s*[日号]"
)
_DIGITS = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>(?:19|20)\d{{2}}))?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b(?:,?\s+(?P<year>(?:19|20)\d{{2}}))?",
    re.IGNORECASE,
)
_LEAP_YEAR = 2024  # any day is possible in a year that is not said


def dates(text: str) -> tuple[Entity, ...]:
    """Written and spoken days: 八月十五号, 2026年3月1日, 2026-03-01, March 1st 2026."""
    found = [one for pattern in (_CHINESE, _DIGITS, _MONTH_FIRST, _DAY_FIRST) for one in _matches(pattern, text)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Entity]:
    for match in pattern.finditer(text):
        month, day, year = _month(match["month"]), _number(match["day"]), _number(match["year"] or "")
        if year is not None and year < 100:
            year += 2000
        if month is None or day is None or not _exists(year or _LEAP_YEAR, month, day):
            continue
        value = f"{year:04}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}"
        yield Entity(Kind.DATE, value, match.start(), match.end())


def _month(said: str) -> int | None:
    for number, name in enumerate(_MONTHS, start=1):
        if said.lower() in (name, name[:3]):
            return number
    return _number(said)


def _number(said: str) -> int | None:
    if said.isascii():
        return int(said) if said else None
    value = chinese_value(said.replace("〇", "零"))
    return None if value is None else int(value)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day) is not None
    except ValueError:
        return False
