"""The business calendar: when a deadline that is counted in working days falls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Monday to Friday, changed by *special_days* (True: worked, False: not), in one time zone."""

    timezone: ZoneInfo
    special_days: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        return self.special_days.get(day, day.weekday() < 5)

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
                today_s = (midnight.replace(tzinfo=None) - moment.replace(tzinfo=None)).total_seconds()
                if left_s < today_s or (left_s == today_s and left_s == 0):
                    return (
                        (moment.replace(tzinfo=None) + timedelta(seconds=left_s))
                        # Of an hour that comes twice, the one it began in.
                        .replace(tzinfo=self.timezone, fold=moment.fold)
                        .astimezone(start.tzinfo)
                    )
                left_s -= today_s
            moment = midnight

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(self.timezone).date()


def _next_midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date() + timedelta(days=1), datetime.min.time(), moment.tzinfo)
