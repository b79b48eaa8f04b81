"""The day of a call, which decides what is in force."""

from collections.abc import Mapping
from datetime import date, datetime


def day_of(metadata: Mapping[str, object]) -> date | None:
    """The day of the call, from `started_at`; None when it is not known."""
    started = metadata.get("started_at")
    if isinstance(started, datetime):
        return started.date()
    if isinstance(started, date):
        return started
    try:
        return datetime.fromisoformat(str(started)).date()
    except ValueError:
        return None
