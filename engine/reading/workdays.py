"""The business calendar as the administrator keeps it, and what a result released now would get from it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.calendar import BusinessCalendar
from engine.casework.deadlines import appeal_deadline, business_calendar, decision_deadline, opinions_deadline
from engine.errors import Invalid
from engine.services import Services
from models.tables.special_days import SpecialDay


@dataclass(frozen=True, slots=True)
class Weekday:
    """0 is Monday. *opens* and *closes* as `09:00`; empty for a day that is not worked."""

    number: int
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class SpecialLine:
    day: date
    weekday: int
    working: bool
    name: str


@dataclass(frozen=True, slots=True)
class MonthDay:
    """*special*: differs from its week; *name* says why."""

    day: date
    working: bool
    special: bool
    name: str


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """Weeks from Monday to Sunday; None fills the days of other months."""

    month: int
    weeks: tuple[tuple[MonthDay | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What would be promised to a result that is released now, and appealed at the last moment."""

    released_at: datetime
    appeal_until: datetime
    opinions_due_at: datetime
    decision_due_at: datetime
    window_working_days: float
    counts_seconds: bool


@dataclass(frozen=True, slots=True)
class CalendarView:
    timezone: str
    week: tuple[Weekday, ...]
    year: int
    days: tuple[SpecialLine, ...]
    months: tuple[MonthGrid, ...]
    working_days: int
    effect: Effect


def calendar_page(year: str, *, actor: Actor, services: Services) -> CalendarView:
    """The calendar in *year*, this one when it is empty.

    Raises:
        Invalid: not a year.
    """
    require(actor, Permission.CALENDAR_MANAGE)
    with services.transaction.read() as tx:
        calendar = business_calendar(tx, services.settings)
        now = services.clock()
        wanted = _year(year) if year else calendar.local_day(now).year
        rows = tx.session.scalars(
            select(SpecialDay)
            .where(SpecialDay.day >= date(wanted, 1, 1), SpecialDay.day <= date(wanted, 12, 31))
            .order_by(SpecialDay.day)
        ).all()
        until = appeal_deadline(tx, services.settings, now)
        opinions = opinions_deadline(tx, services.settings, until)
        effect = Effect(
            released_at=now,
            appeal_until=until,
            opinions_due_at=opinions,
            decision_due_at=decision_deadline(tx, services.settings, opinions),
            window_working_days=services.settings.appeal.window_working_days,
            counts_seconds=services.settings.appeal.window_s is not None,
        )
    months = tuple(_month(calendar, wanted, month, {row.day: row.name for row in rows}) for month in range(1, 13))
    return CalendarView(
        timezone=calendar.timezone.key,
        week=tuple(_weekday(calendar, number) for number in range(7)),
        year=wanted,
        days=tuple(SpecialLine(row.day, row.day.weekday(), row.working, row.name) for row in rows),
        months=months,
        working_days=sum(day.working for month in months for week in month.weeks for day in week if day),
        effect=effect,
    )


def _year(text: str) -> int:
    if not (text.isdigit() and 2000 <= int(text) <= 2100):
        raise Invalid("year", "not_offered", detail=text)
    return int(text)


def _weekday(calendar: BusinessCalendar, number: int) -> Weekday:
    hours = calendar.week.get(number)
    return Weekday(number, *(map(_clock, hours) if hours else ("", "")))


def _clock(minute: int) -> str:
    # 24:00 is the end of a day; a field for times knows no such moment.
    return f"{minute // 60:02}:{minute % 60:02}" if minute < 24 * 60 else "23:59"


def _month(calendar: BusinessCalendar, year: int, month: int, names: dict[date, str]) -> MonthGrid:
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    cells: list[MonthDay | None] = [None] * first.weekday()
    for ordinal in range(first.toordinal(), following.toordinal()):
        day = date.fromordinal(ordinal)
        cells.append(MonthDay(day, calendar.is_working(day), day in names, names.get(day, "")))
    cells += [None] * (-len(cells) % 7)
    return MonthGrid(month, tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7)))
