"""Deadlines counted in working days: weekends, holidays, worked Saturdays, summer time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import BusinessCalendar

SHANGHAI, NEW_YORK, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
PLAIN = BusinessCalendar(SHANGHAI)


def local(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-10 10:00", 1, "2026-03-11 10:00"),
        ("2026-03-10 10:00", 3, "2026-03-13 10:00"),
        ("2026-03-13 15:00", 3, "2026-03-18 15:00"),
        ("2026-03-13 15:00", 0.25, "2026-03-13 21:00"),
        ("2026-03-13 15:00", 0.5, "2026-03-16 03:00"),
        ("2026-03-14 09:00", 1, "2026-03-17 00:00"),
        ("2026-03-15 23:59", 1, "2026-03-17 00:00"),
        ("2026-03-10 10:00", 0, "2026-03-10 10:00"),
        ("2026-12-31 10:00", 1, "2027-01-01 10:00"),
    ],
)
def test_only_working_time_counts(start: str, days: float, end: str):
    assert PLAIN.after_working_days(local(start), days) == local(end)


def test_a_holiday_does_not_count_and_a_worked_saturday_does():
    calendar = BusinessCalendar(SHANGHAI, {date(2026, 3, 11): False, date(2026, 3, 14): True})

    assert calendar.after_working_days(local("2026-03-10 10:00"), 3) == local("2026-03-14 10:00")
    assert not calendar.is_working(date(2026, 3, 11))
    assert calendar.is_working(date(2026, 3, 14))


def test_a_week_of_holidays_is_stepped_over():
    golden_week = {date(2026, 10, day): False for day in range(1, 8)}

    end = BusinessCalendar(SHANGHAI, golden_week).after_working_days(local("2026-09-30 18:00"), 1)

    assert end == local("2026-10-08 18:00")


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        # The clocks go forward on Sunday the 8th of March, and back on Sunday the 1st of November.
        (NEW_YORK, "2026-03-06 15:00", "2026-03-09 15:00"),
        (NEW_YORK, "2026-10-30 15:00", "2026-11-02 15:00"),
        (BERLIN, "2026-03-27 15:00", "2026-03-30 15:00"),
    ],
)
def test_a_change_of_summer_time_leaves_the_hour_as_it_is(zone: ZoneInfo, start: str, end: str):
    assert BusinessCalendar(zone).after_working_days(local(start, zone), 1) == local(end, zone)


def test_a_worked_sunday_of_23_hours_is_one_day():
    calendar = BusinessCalendar(NEW_YORK, {date(2026, 3, 8): True})

    assert calendar.after_working_days(local("2026-03-07 12:00", NEW_YORK), 1) == local("2026-03-09 00:00", NEW_YORK)


def test_an_hour_that_comes_twice_never_ends_before_it_began():
    calendar = BusinessCalendar(NEW_YORK, {date(2026, 11, 1): True})
    second_half_past_one = local("2026-11-01 01:30", NEW_YORK).replace(fold=1)

    end = calendar.after_working_days(second_half_past_one, 600 / 86400)

    assert end.astimezone(UTC) - second_half_past_one.astimezone(UTC) == timedelta(minutes=10)


def test_the_answer_comes_in_the_zone_of_the_question():
    end = PLAIN.after_working_days(datetime(2026, 3, 10, 2, tzinfo=UTC), 1)

    assert (end.tzinfo, end.isoformat()) == (UTC, "2026-03-11T02:00:00+00:00")


def test_a_day_is_that_of_the_house():
    late = datetime(2026, 3, 10, 17, 30, tzinfo=UTC)

    assert PLAIN.local_day(late) == date(2026, 3, 11)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
HOLIDAYS = st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.booleans(), max_size=12)
DAYS = st.floats(0.01, 30)


@given(start=MOMENTS, days=DAYS, special=HOLIDAYS, zone=st.sampled_from([SHANGHAI, NEW_YORK, BERLIN]))
def test_a_deadline_comes_after_its_start_and_on_a_working_day(
    start: datetime, days: float, special: dict[date, bool], zone: ZoneInfo
):
    calendar = BusinessCalendar(zone, special)

    end = calendar.after_working_days(start, days)

    assert end > start
    # Midnight of a day off is the last moment of the working day before it.
    assert calendar.is_working(calendar.local_day(end))


@given(start=MOMENTS, days=DAYS, longer=st.floats(0.01, 5), special=HOLIDAYS)
def test_more_days_are_never_sooner(start: datetime, days: float, longer: float, special: dict[date, bool]):
    calendar = BusinessCalendar(SHANGHAI, special)

    assert calendar.after_working_days(start, days) < calendar.after_working_days(start, days + longer)


@given(start=MOMENTS, later=st.integers(0, 10**7), days=DAYS, special=HOLIDAYS)
def test_a_later_start_never_ends_sooner(start: datetime, later: int, days: float, special: dict[date, bool]):
    calendar = BusinessCalendar(SHANGHAI, special)
    second = start + timedelta(seconds=later)

    assert calendar.after_working_days(start, days) <= calendar.after_working_days(second, days)
