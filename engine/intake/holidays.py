"""A year of holidays and worked weekends from a table: date, kind, name, as the office publishes it."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

OFF = frozenset({"休", "放假", "节假日", "假日", "休息", "holiday", "off"})
WORK = frozenset({"班", "上班", "调休", "补班", "调休上班", "工作日", "work", "working"})
MOST_LINES = 1000

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class HolidayLine:
    day: date
    working: bool
    name: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """Line *number*, as an editor counts them, cannot be read: *code* says why."""

    number: int
    code: str
    text: str


def read_holidays(table: bytes) -> tuple[tuple[HolidayLine, ...], tuple[BadLine, ...]]:
    """Every line of a CSV in UTF-8 or GB18030; a heading is passed over. A day that comes twice is a bad line."""
    good: dict[date, HolidayLine] = {}
    bad: list[BadLine] = []
    for number, cells in _lines(table):
        found = _read(number, cells)
        if isinstance(found, BadLine):
            # The first line may be a heading in any words.
            if number > 1 or found.code != "not_a_date":
                bad.append(found)
        elif found.day in good:
            bad.append(BadLine(number, "twice", found.day.isoformat()))
        else:
            good[found.day] = found
    return tuple(good[day] for day in sorted(good)), tuple(bad)


def _lines(table: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = table.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = table.decode("gb18030", errors="replace")
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter)
    for number, cells in enumerate(reader, start=1):
        if number > MOST_LINES:
            return
        if any(cell.strip() for cell in cells):
            yield number, [cell.strip() for cell in cells]


def _read(number: int, cells: list[str]) -> HolidayLine | BadLine:
    text = ",".join(cells)[:80]
    if len(cells) < 2:
        return BadLine(number, "too_few_cells", text)
    match = _DATE.fullmatch(cells[0])
    if match is None:
        return BadLine(number, "not_a_date", text)
    try:
        day = date(*map(int, match.groups()))
    except ValueError:
        return BadLine(number, "not_a_day", text)
    kind = cells[1].lower()
    if kind not in OFF | WORK:
        return BadLine(number, "unknown_kind", text)
    name = cells[2] if len(cells) > 2 and cells[2] else cells[1]
    return HolidayLine(day, kind in WORK, name[:80])
