"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

# A Tuesday, ten in the morning in Shanghai: a working day in the middle of a week without holidays.
TUESDAY = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)


class Clock:
    """Call it for the moment it is."""

    def __init__(self, now: datetime = TUESDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> datetime:
        """Move on by a `timedelta(**delta)`, and say what time it is then."""
        self.now += timedelta(**delta)
        return self.now
