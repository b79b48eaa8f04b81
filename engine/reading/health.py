"""How the installation is, for the administrator: work that waits, workers, disk, model, failures."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from engine.access import Actor, Permission, require
from engine.reading.machine import Finding, examine
from engine.services import Services
from models.tables.recordings import Progress, Recording, TranscriptRow
from models.tables.work import Stage, Work, WorkerBeat, WorkState

WORKER_IS_GONE_AFTER = timedelta(seconds=90)
# A worker that stopped stays on the page long enough to be noticed.
SHOWN_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class StageLine:
    """Work of one stage. *oldest_s*: how long the oldest has waited; None when none waits."""

    stage: str
    waiting: int
    in_hand: int
    failed: int
    oldest_s: float | None


@dataclass(frozen=True, slots=True)
class WorkerLine:
    name: str
    kind: str
    started_at: datetime
    seen_at: datetime
    alive: bool


@dataclass(frozen=True, slots=True)
class Health:
    """*models*: (model, recordings it heard)."""

    stages: tuple[StageLine, ...]
    workers: tuple[WorkerLine, ...]
    checks: tuple[Finding, ...]
    models: tuple[tuple[str, int], ...]
    recordings: int
    failed: int


def health_page(*, actor: Actor, services: Services) -> Health:
    """Queue, workers, models and the checks of `callqc doctor`, as they are now."""
    require(actor, Permission.HEALTH_READ)
    now = services.clock()
    with services.transaction.read() as tx:
        rows = tx.session.execute(
            select(Work.stage, Work.state, Work.lease_until, Work.created_at).where(Work.state != WorkState.DONE)
        ).all()
        beats = tx.session.scalars(
            select(WorkerBeat).where(WorkerBeat.seen_at > now - SHOWN_FOR).order_by(WorkerBeat.seen_at.desc())
        ).all()
        models = tx.session.execute(
            select(TranscriptRow.model, func.count()).group_by(TranscriptRow.model).order_by(TranscriptRow.model)
        ).all()
        recordings = tx.session.scalar(select(func.count(Recording.id))) or 0
        failed = tx.session.scalar(select(func.count(Recording.id)).where(Recording.progress == Progress.FAILED)) or 0
    stages = []
    for stage in Stage:
        own = [row for row in rows if row.stage is stage]
        waiting = [row for row in own if row.state is WorkState.WAITING]
        held = [row for row in waiting if row.lease_until is not None and row.lease_until >= now]
        free = [row for row in waiting if row not in held]
        oldest = min((row.created_at for row in free), default=None)
        stages.append(
            StageLine(
                stage.value,
                len(free),
                len(held),
                sum(row.state is WorkState.FAILED for row in own),
                (now - oldest).total_seconds() if oldest else None,
            )
        )
    return Health(
        stages=tuple(stages),
        workers=tuple(
            WorkerLine(beat.name, beat.kind, beat.started_at, beat.seen_at, now - beat.seen_at < WORKER_IS_GONE_AFTER)
            for beat in beats
        ),
        checks=examine(services),
        models=tuple((model, count) for model, count in models),
        recordings=recordings,
        failed=failed,
    )
