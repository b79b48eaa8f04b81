"""Time counted in opening hours, and working time that passed: what extensions and rests are made of."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import BusinessCalendar
from engine.intake.holidays import read_holidays

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLAIN = BusinessCalendar(SHANGHAI)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-10 10:00", 2, "2026-03-10 12:00"),
        ("2026-03-10 17:00", 2, "2026-03-11 10:00"),
        ("2026-03-13 17:00", 2, "2026-03-16 10:00"),
        ("2026-03-10 07:00", 1, "2026-03-10 10:00"),
        ("2026-03-10 22:00", 1, "2026-03-11 10:00"),
        ("2026-03-14 12:00", 9, "2026-03-16 18:00"),
        ("2026-03-10 09:00", 18, "2026-03-11 18:00"),
    ],
)
def test_only_opening_hours_count(start: str, hours: float, end: str):
    assert PLAIN.after_working_hours(local(start), hours) == local(end)


def test_a_worked_saturday_has_the_hours_of_the_first_working_day():
    week = {0: (8 * 60, 12 * 60), 1: (9 * 60, 18 * 60)}
    calendar = BusinessCalendar(SHANGHAI, {date(2026, 3, 14): True}, week)

    assert calendar.hours_of(date(2026, 3, 14)) == (480, 720)
    assert calendar.hours_of(date(2026, 3, 13)) is None
    assert calendar.after_working_hours(local("2026-03-10 17:00"), 3) == local("2026-03-14 10:00")


def test_a_week_of_six_days_counts_the_sixth():
    six = BusinessCalendar(SHANGHAI, {}, dict.fromkeys(range(6), (540, 1080)))

    assert six.after_working_days(local("2026-03-13 15:00"), 1) == local("2026-03-14 15:00")


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-03-10 10:00", "2026-03-11 10:00", 1),
        ("2026-03-13 12:00", "2026-03-16 12:00", 1),
        ("2026-03-14 10:00", "2026-03-15 10:00", 0),
        ("2026-03-11 10:00", "2026-03-10 10:00", 0),
    ],
)
def test_working_time_between_two_moments(start: str, end: str, days: float):
    assert PLAIN.working_days_between(local(start), local(end)) == days


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
HOLIDAYS = st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 2, 1)), st.booleans(), max_size=12)


@given(start=MOMENTS, days=st.floats(0.01, 20), special=HOLIDAYS)
def test_what_was_promised_is_what_lies_between(start: datetime, days: float, special: dict[date, bool]):
    calendar = BusinessCalendar(SHANGHAI, special)

    end = calendar.after_working_days(start, days)

    assert calendar.working_days_between(start, end) == pytest.approx(days, abs=1e-6)


@given(start=MOMENTS, hours=st.floats(0.1, 90), special=HOLIDAYS)
def test_added_hours_end_while_the_house_is_open(start: datetime, hours: float, special: dict[date, bool]):
    calendar = BusinessCalendar(SHANGHAI, special)

    end = calendar.after_working_hours(start, hours)

    opening = calendar.hours_of(calendar.local_day(end))
    assert opening is not None
    minute = end.astimezone(SHANGHAI).hour * 60 + end.astimezone(SHANGHAI).minute
    assert opening[0] <= minute <= opening[1]
    assert end - start >= timedelta(hours=hours) - timedelta(milliseconds=1)


YEAR = """日期,类型,名称
2026-10-01,休,国庆节
2026年10月2日,休,国庆节
2026/10/10,班,国庆节调休
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_year_is_read_in_the_encodings_that_offices_write(encoding: str):
    good, bad = read_holidays(YEAR.encode(encoding))

    assert bad == ()
    assert [(one.day.isoformat(), one.working, one.name) for one in good] == [
        ("2026-10-01", False, "国庆节"),
        ("2026-10-02", False, "国庆节"),
        ("2026-10-10", True, "国庆节调休"),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1 October,休,国庆节", "not_a_date"),
        ("2026-02-30,休,没有这天", "not_a_day"),
        ("2026-10-03,也许,国庆节", "unknown_kind"),
        ("2026-10-03", "too_few_cells"),
        ("2026-10-01,班,又一次", "twice"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, code: str):
    _, bad = read_holidays(f"{YEAR}{line}\n".encode())

    assert [(one.number, one.code) for one in bad] == [(5, code)]
