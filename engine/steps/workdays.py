"""The administrator keeps the business calendar. What was promised before stays: deadlines are moments, not rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import delete, select

from engine.access import Actor, Permission, require
from engine.calendar import Hours
from engine.casework.move import remember
from engine.errors import Invalid, NotFound
from engine.services import Services
from models.tables.special_days import SpecialDay, WorkingWeek

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Day:
    """A day that differs from the week: a holiday, or one that is worked instead."""

    day: date
    working: bool
    name: str


def set_week(timezone: str, hours: Mapping[int, Hours], *, actor: Actor, services: Services) -> None:
    """Set the time zone and the hours of each working weekday, in minutes; 0 is Monday.

    Raises:
        Invalid: `timezone` unknown, `hours` without a single day, or a day that ends before it begins.
    """
    require(actor, Permission.CALENDAR_MANAGE)
    _check_zone(timezone)
    if not hours:
        raise Invalid("hours", "no_working_day")
    for weekday, (opens, closes) in hours.items():
        if not (0 <= weekday <= 6 and 0 <= opens < closes <= MINUTES_A_DAY):
            raise Invalid("hours", "ends_before_start", detail=str(weekday))
    now = services.clock()
    stored = {str(weekday): list(hours[weekday]) for weekday in sorted(hours)}
    with services.transaction() as tx:
        week = tx.session.get(WorkingWeek, 1)
        before = {"timezone": week.timezone, "hours": week.hours} if week else {}
        if week is None:
            tx.session.add(WorkingWeek(id=1, timezone=timezone, hours=stored, changed_at=now))
        else:
            week.timezone, week.hours, week.changed_at = timezone, stored, now
        tx.session.flush()
        details: dict[str, object] = {"before": before, "timezone": timezone, "hours": stored}
        remember(tx, "calendar.week_set", "calendar:week", actor, now, details=details)


def set_days(days: Iterable[Day], *, actor: Actor, services: Services) -> int:
    """Add *days*, or change those that are there already; how many differ from before.

    Raises:
        Invalid: none at all, or one without a name.
    """
    require(actor, Permission.CALENDAR_MANAGE)
    wanted = {one.day: one for one in days}
    if not wanted:
        raise Invalid("days", "missing")
    for one in wanted.values():
        if not one.name.strip():
            raise Invalid("name", "missing", detail=one.day.isoformat())
    now = services.clock()
    with services.transaction() as tx:
        known = {row.day: row for row in tx.session.scalars(select(SpecialDay).where(SpecialDay.day.in_(list(wanted))))}
        changed = [one for one in wanted.values() if _differs(one, known.get(one.day))]
        for one in changed:
            row = known.get(one.day)
            if row is None:
                tx.session.add(SpecialDay(day=one.day, working=one.working, name=one.name.strip()[:80], created_at=now))
            else:
                row.working, row.name = one.working, one.name.strip()[:80]
        tx.session.flush()
        if changed:
            told: dict[str, object] = {one.day.isoformat(): "work" if one.working else "off" for one in changed}
            remember(tx, "calendar.days_set", "calendar:days", actor, now, details=told)
    return len(changed)


def remove_day(day: date, *, actor: Actor, services: Services) -> None:
    """Let *day* be an ordinary day of its week again.

    Raises:
        NotFound: it is one already.
    """
    require(actor, Permission.CALENDAR_MANAGE)
    now = services.clock()
    with services.transaction() as tx:
        removed = tx.session.execute(delete(SpecialDay).where(SpecialDay.day == day).returning(SpecialDay.id)).all()
        if not removed:
            raise NotFound("day")
        remember(tx, "calendar.day_removed", "calendar:days", actor, now, details={"day": day.isoformat()})


def _differs(one: Day, row: SpecialDay | None) -> bool:
    return row is None or (row.working, row.name) != (one.working, one.name.strip()[:80])


def _check_zone(timezone: str) -> None:
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid("timezone", "unknown_value", detail=timezone) from None
