"""Recordings as those who look after the machine's side see them: how far each has come, and why one failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from engine.access import Actor, Permission, require
from engine.errors import Invalid
from engine.reading.listing import Listing, Wish
from engine.reading.search import Column, like
from engine.services import Services
from models.tables.recordings import Progress, Recording, Source

_COLUMNS: Mapping[str, Column] = {
    "received": Recording.received_at,
    "started": Recording.started_at,
    "duration": Recording.duration_s,
    "progress": Recording.progress,
}


@dataclass(frozen=True, slots=True)
class RecordingLine:
    """One recording. No agent: who looks after recordings has no part in whose they are."""

    id: int
    call_id: str
    source: str
    project: str
    direction: str
    policy: str
    started_at: datetime | None
    received_at: datetime
    duration_s: float | None
    progress: str
    failure_code: str | None
    failure_detail: str | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordingList:
    listing: Listing[RecordingLine]
    projects: tuple[str, ...]
    may_retry: bool


def recordings_page(wish: Wish, *, actor: Actor, services: Services) -> RecordingList:
    """Raises:
    Invalid: a filter or column that does not exist.
    """
    require(actor, Permission.RECORDING_IMPORT)
    chosen: list[ColumnElement[bool]] = []
    if wish.words:
        ticket = Recording.details["ticket"].as_string()
        chosen.append(
            or_(like(Recording.call_id, wish.words), like(Recording.project, wish.words), like(ticket, wish.words))
        )
    if progress := wish.filters.get("progress"):
        if progress not in set(Progress):
            raise Invalid("progress", "not_offered")
        chosen.append(Recording.progress == Progress(progress))
    if project := wish.filters.get("project"):
        chosen.append(Recording.project == project)
    column = _COLUMNS.get(wish.column or "received")
    if column is None:
        raise Invalid("sort", "not_offered")
    descending = wish.descending or not wish.sort
    order = column.desc().nulls_last() if descending else column.asc().nulls_last()
    with services.transaction.read() as tx:
        total = tx.session.scalar(select(func.count(Recording.id)).where(*chosen)) or 0
        rows = tx.session.scalars(
            select(Recording).where(*chosen).order_by(order, Recording.id.desc()).offset(wish.offset).limit(wish.size)
        ).all()
        projects = tx.session.scalars(
            select(Recording.project).where(Recording.project.is_not(None)).distinct().order_by(Recording.project)
        ).all()
    return RecordingList(
        Listing(tuple(line_of(row) for row in rows), total, wish),
        tuple(project for project in projects if project),
        may_retry=True,
    )


def line_of(row: Recording) -> RecordingLine:
    """A recording as the list shows it."""
    return RecordingLine(
        id=row.id,
        call_id=row.call_id,
        source=row.source.name,
        project=row.project or "",
        direction=row.direction.value,
        policy=row.channel_policy.value,
        started_at=row.started_at,
        received_at=row.received_at,
        duration_s=row.duration_s,
        progress=row.progress.value,
        failure_code=row.failure_code,
        failure_detail=row.failure_detail,
        warnings=tuple(str(code) for code in row.warnings),
    )


def sources(services: Services) -> tuple[str, ...]:
    """Names of the sources a recording can come from."""
    with services.transaction.read() as tx:
        return tuple(tx.session.scalars(select(Source.name).order_by(Source.name)))


def known_projects(services: Services) -> tuple[str, ...]:
    """Projects that calls have named so far: suggestions for a form."""
    with services.transaction.read() as tx:
        found: list[Any] = list(tx.session.scalars(select(Recording.project).distinct().order_by(Recording.project)))
    return tuple(project for project in found if project)
