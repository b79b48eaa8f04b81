"""The business calendar: the week, holidays and worked weekends, a year from a table."""

from datetime import date, time

from flask import render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.errors import Invalid
from engine.intake.holidays import read_holidays
from engine.reading.workdays import calendar_page
from engine.steps import workdays
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, read, sent_file

# A year of public holidays is some forty lines.
MOST_BYTES = 100_000
END_OF_DAY = "23:59"


class WeekForm(Form):
    timezone: str = Field(min_length=1, max_length=60)


class DayForm(Form):
    day: date
    until: date | None = None
    working: bool
    name: str = Field(min_length=1, max_length=80)


class RemoveForm(Form):
    day: date


@requires(Permission.CALENDAR_MANAGE)
def calendar() -> str:
    """A year at a glance, and what a result released now would get."""
    page = calendar_page(request.args.get("year", ""), actor=actor(), services=services())
    return render_template("admin/calendar.html", page=page)


@requires(Permission.CALENDAR_MANAGE)
def week() -> Response:
    """Working hours and time zone."""
    form = read(WeekForm, request.form)
    hours = {number: _hours(number) for number in range(7) if request.form.get(f"works.{number}")}
    workdays.set_week(form.timezone, hours, actor=actor(), services=services())
    return done("saved", "admin.calendar")


@requires(Permission.CALENDAR_MANAGE)
def day() -> Response:
    """One special day, or several in a row."""
    form = read(DayForm, {name: value for name, value in request.form.items() if value})
    last = form.until or form.day
    if not 0 <= (last - form.day).days <= 31:
        raise Invalid("until", "ends_before_start" if last < form.day else "too_long")
    days = [
        workdays.Day(date.fromordinal(ordinal), form.working, form.name)
        for ordinal in range(form.day.toordinal(), last.toordinal() + 1)
    ]
    workdays.set_days(days, actor=actor(), services=services())
    return done("saved", "admin.calendar", year=form.day.year)


@requires(Permission.CALENDAR_MANAGE)
def remove_day() -> Response:
    """An ordinary day again."""
    form = read(RemoveForm, request.form)
    workdays.remove_day(form.day, actor=actor(), services=services())
    return done("saved", "admin.calendar", year=form.day.year)


@requires(Permission.CALENDAR_MANAGE)
def import_days() -> Response | tuple[str, int]:
    """A whole year from a table; one bad line, and nothing is taken."""
    sent = sent_file("table")
    table = sent.stream.read(MOST_BYTES + 1) if sent else b""
    if not table or len(table) > MOST_BYTES:
        raise Invalid("table", "too_long" if table else "missing")
    good, bad = read_holidays(table)
    if bad or not good:
        page = calendar_page("", actor=actor(), services=services())
        return render_template("admin/calendar.html", page=page, bad=bad, nothing=not bad), 422
    days = [workdays.Day(one.day, one.working, one.name) for one in good]
    workdays.set_days(days, actor=actor(), services=services())
    return done("imported_days", "admin.calendar", year=good[0].day.year)


def _hours(number: int) -> tuple[int, int]:
    opens, closes = (_minute(request.form.get(f"{name}.{number}", "")) for name in ("opens", "closes"))
    return opens, closes


def _minute(text: str) -> int:
    try:
        moment = time.fromisoformat(text)
    except ValueError:
        raise Invalid("hours", "not_a_time", detail=text) from None
    return 24 * 60 if text == END_OF_DAY else moment.hour * 60 + moment.minute
