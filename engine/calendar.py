"""The business calendar: when a deadline that is counted in working days falls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

DAY_S = 86400.0
# Minutes of the day at which work begins and ends.
Hours = tuple[int, int]
OFFICE_HOURS: Hours = (9 * 60, 18 * 60)
MONDAY_TO_FRIDAY: Mapping[int, Hours] = MappingProxyType(dict.fromkeys(range(5), OFFICE_HOURS))


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """A week, changed by *special_days* (True: worked, False: not), in one time zone.

    Args:
        week: hours per weekday, 0 is Monday; a weekday that is missing is not worked. There is at least one.
    """

    timezone: ZoneInfo
    special_days: Mapping[date, bool] = field(default_factory=dict)
    week: Mapping[int, Hours] = field(default_factory=lambda: MONDAY_TO_FRIDAY)

    def is_working(self, day: date) -> bool:
        return self.special_days.get(day, day.weekday() in self.week)

    def hours_of(self, day: date) -> Hours | None:
        """When *day* is worked, None when it is not. A worked Saturday has the hours of the first working weekday."""
        if not self.is_working(day):
            return None
        return self.week.get(day.weekday(), self.week[min(self.week)])

    def after_working_days(self, start: datetime, days: float) -> datetime:
        """The moment *days* working days after *start*.

        A working day counts from local midnight to midnight, so that nobody loses the evening; time on days off
        does not count. Three days from Friday 15:00 is Wednesday 15:00.
        """
        local = start.astimezone(self.timezone)
        left_s = days * DAY_S
        moment = local
        while True:
            midnight = _next_midnight(moment)
            if self.is_working(moment.date()):
                # Wall-clock seconds: a day with a change of summer time still is one day.
                today_s = _wall_s(moment, midnight)
                if left_s < today_s or (left_s == today_s and left_s == 0):
                    return (
                        (moment.replace(tzinfo=None) + timedelta(seconds=left_s))
                        # Of an hour that comes twice, the one it began in.
                        .replace(tzinfo=self.timezone, fold=moment.fold)
                        .astimezone(start.tzinfo)
                    )
                left_s -= today_s
            moment = midnight

    def working_days_between(self, start: datetime, end: datetime) -> float:
        """How many working days, counted as `after_working_days` counts them, lie between; 0 when *end* is earlier."""
        moment, last = start.astimezone(self.timezone), end.astimezone(self.timezone)
        counted_s = 0.0
        while moment.replace(tzinfo=None) < last.replace(tzinfo=None):
            until = min(_next_midnight(moment), last, key=lambda one: one.replace(tzinfo=None))
            if self.is_working(moment.date()):
                counted_s += _wall_s(moment, until)
            moment = until
        return counted_s / DAY_S

    def after_working_hours(self, start: datetime, hours: float) -> datetime:
        """The moment *hours* of opening time after *start*; what is not open does not count."""
        moment = start.astimezone(self.timezone)
        left_s = hours * 3600.0
        while True:
            opening = self.hours_of(moment.date())
            if opening is not None:
                opens, closes = (self._at(moment.date(), minute) for minute in opening)
                begins = max(moment, opens, key=lambda one: one.replace(tzinfo=None))
                today_s = max(0.0, _wall_s(begins, closes))
                if left_s <= today_s:
                    ends = begins.replace(tzinfo=None) + timedelta(seconds=left_s)
                    return ends.replace(tzinfo=self.timezone, fold=moment.fold).astimezone(start.tzinfo)
                left_s -= today_s
            moment = _next_midnight(moment)

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(self.timezone).date()

    def _at(self, day: date, minute: int) -> datetime:
        return datetime.combine(day, time(), self.timezone) + timedelta(minutes=minute)


def _wall_s(start: datetime, end: datetime) -> float:
    return (end.replace(tzinfo=None) - start.replace(tzinfo=None)).total_seconds()


def _next_midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date() + timedelta(days=1), datetime.min.time(), moment.tzinfo)
