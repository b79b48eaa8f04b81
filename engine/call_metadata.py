"""What rules and scorecards may ask of a call besides its words."""

from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from models.tables.recordings import Direction, Recording, Source


class Facts(Protocol):
    """A recording, or a row of FACTS."""

    @property
    def details(self) -> dict[str, Any]: ...
    @property
    def direction(self) -> Direction: ...
    @property
    def project(self) -> str | None: ...
    @property
    def queue(self) -> str | None: ...
    @property
    def duration_s(self) -> float | None: ...
    @property
    def agent_no(self) -> str | None: ...
    @property
    def started_at(self) -> datetime | None: ...


# The columns to read where whole recordings would be too much.
FACTS: tuple[InstrumentedAttribute[Any] | ColumnElement[Any], ...] = (
    Recording.details,
    Recording.direction,
    Recording.project,
    Recording.queue,
    Recording.duration_s,
    Recording.agent_no,
    Recording.started_at,
    Source.language,
    Source.timezone,
)


def metadata_of(recording: Recording) -> dict[str, object]:
    """What rules and scorecards may ask of a call, free fields included."""
    return metadata_from(recording, recording.source.language, recording.source.timezone)


def metadata_from(facts: Facts, language: str | None, timezone: str) -> dict[str, object]:
    """The same from single columns; *language* and *timezone* are those of the source.

    What is in force on the day of a call goes by the day where it was held, not by the day in Greenwich.
    """
    return {
        **facts.details,
        "direction": facts.direction.value,
        "project": facts.project,
        "queue": facts.queue,
        "duration_s": facts.duration_s,
        "agent_no": facts.agent_no,
        "started_at": facts.started_at.astimezone(ZoneInfo(timezone)).isoformat() if facts.started_at else None,
        "language": language or "zh",
    }
