"""Sources of recordings, as the administrator keeps them."""

from dataclasses import dataclass

from sqlalchemy import func, select

from engine.access import Actor, Permission, require
from engine.errors import NotFound
from engine.services import Services
from models.tables.recordings import Recording, Source


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source. *raw* is what its files without a header hold, "" where it has none."""

    id: int
    name: str
    inbound: str
    outbound: str
    language: str
    timezone: str
    raw_encoding: str
    raw_sample_rate_hz: int | None
    raw_channels: int | None
    recordings: int


def sources_page(*, actor: Actor, services: Services) -> tuple[SourceLine, ...]:
    """Every source with the number of recordings that came from it."""
    require(actor, Permission.SOURCES_MANAGE)
    with services.transaction.read() as tx:
        counted = tx.session.execute(select(Recording.source_id, func.count()).group_by(Recording.source_id)).all()
        counts = {row[0]: row[1] for row in counted}
        return tuple(
            _line(row, counts.get(row.id, 0)) for row in tx.session.scalars(select(Source).order_by(Source.name))
        )


def source_page(source_id: int, *, actor: Actor, services: Services) -> SourceLine:
    """Raises:
    NotFound: no such source.
    """
    require(actor, Permission.SOURCES_MANAGE)
    with services.transaction.read() as tx:
        row = tx.session.get(Source, source_id)
        if row is None:
            raise NotFound("source")
        count = tx.session.scalar(select(func.count(Recording.id)).where(Recording.source_id == source_id)) or 0
        return _line(row, count)


def _line(row: Source, recordings: int) -> SourceLine:
    return SourceLine(
        id=row.id,
        name=row.name,
        inbound=row.inbound_policy.value,
        outbound=row.outbound_policy.value,
        language=row.language or "",
        timezone=row.timezone,
        raw_encoding=row.raw_encoding.value if row.raw_encoding else "",
        raw_sample_rate_hz=row.raw_sample_rate_hz,
        raw_channels=row.raw_channels,
        recordings=recordings,
    )
