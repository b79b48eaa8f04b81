"""Under which settings, in which time zone and from which moment a life is lived; and when its deadlines fall."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """*later_h*: how long after the call came in the life begins, so that it begins in an evening or at a weekend."""

    rounds: int = 2
    working_days: float = 3
    window_s: float | None = None
    timezone: str = "Asia/Shanghai"
    different_inspector: bool = True
    later_h: float = 0

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "appeal": {
                "rounds": self.rounds,
                "window_working_days": self.working_days,
                "window_s": self.window_s,
                "different_inspector": self.different_inspector,
            },
            "routing": {"random_share": 1.0},
            "web": {"timezone": self.timezone},
        }

    def deadline(self, start: datetime, special_days: Mapping[date, bool]) -> datetime:
        """The last moment of an appeal against what was told at *start*, walked there minute by minute."""
        if self.window_s is not None:
            return start + timedelta(seconds=self.window_s)
        zone = ZoneInfo(self.timezone)
        moment, left = start.astimezone(zone).replace(tzinfo=None), timedelta(days=self.working_days)
        while left or not _worked(moment.date(), special_days):
            if _worked(moment.date(), special_days):
                step = min(MINUTE, left, _until_midnight(moment))
                left -= step
            else:
                step = _until_midnight(moment)
            moment += step
        return moment.replace(tzinfo=zone).astimezone(start.tzinfo)


PLAIN = Terms()
# The second begins on a Friday night, the third lives through a change of summer time.
TERMS = (
    PLAIN,
    Terms(rounds=1, later_h=85.5),
    Terms(timezone="Europe/London", working_days=2.5, later_h=421),
    Terms(window_s=3600, different_inspector=False),
)


def _worked(day: date, special_days: Mapping[date, bool]) -> bool:
    return special_days.get(day, day.weekday() < 5)


def _until_midnight(moment: datetime) -> timedelta:
    return datetime.combine(moment.date() + timedelta(days=1), datetime.min.time()) - moment
