"""A month in the time zone of the house."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.errors import Invalid
from engine.services import Services


@dataclass(frozen=True, slots=True)
class Month:
    """*start* is inside, *end* is not. *name*, *before* and *after* are written `2026-11`."""

    name: str
    start: datetime
    end: datetime
    before: str
    after: str


def month_of(wanted: str, services: Services) -> Month:
    """The month *wanted*, the current one when it is empty.

    Raises:
        Invalid: not a month.
    """
    zone = ZoneInfo(services.settings.web.timezone)
    if not wanted:
        return _month(services.clock().astimezone(zone))
    try:
        return _month(datetime.strptime(wanted, "%Y-%m").replace(tzinfo=zone))
    except ValueError:
        raise Invalid("month", "not_a_month", detail=wanted) from None


def _month(moment: datetime) -> Month:
    start = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before, after = _shifted(start, -1), _shifted(start, 1)
    return Month(_name(start), start, after, _name(before), _name(after))


def _shifted(start: datetime, months: int) -> datetime:
    count = start.year * 12 + start.month - 1 + months
    return start.replace(year=count // 12, month=count % 12 + 1)


def _name(start: datetime) -> str:
    return f"{start.year:04}-{start.month:02}"
