"""When the day of the house began."""

from datetime import datetime
from zoneinfo import ZoneInfo

from engine.services import Services


def midnight_before(now: datetime, services: Services) -> datetime:
    """The last midnight in the time zone of the house."""
    zone = ZoneInfo(services.settings.web.timezone)
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
