"""An installation of its own for one test: database, data folder, rulebook, a source; and what must hold of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from engine.call_about import CallAbout
from engine.drain import drain
from engine.installation import add_source, install
from engine.lease import Claim
from engine.queueing import Job, RqQueue, SilentQueue, short_patience
from engine.rulebooks import Rulebooks
from engine.services import Services
from engine.settings import Settings
from engine.speech.hear import Models
from engine.speech.scripted import Scripted
from engine.steps.ingest import ingest
from engine.steps.route import route
from engine.steps.score import score
from engine.steps.transcribe import transcribe
from engine.storage import Storage
from engine.wiring import system_clock
from models import audit
from models.database import Database
from models.tables.audit import AuditRow
from models.tables.cases import Case
from models.tables.recordings import ChannelPolicy, Recording, ScoreRun, TranscriptRow
from models.transaction import Transactions

# Seconds: as patient as a test can afford to be.
QUICK_WORK = {"lease_s": 2.0, "sweep_every_s": 0.5, "wake_after_s": 1.5, "retry_after_s": 0.0, "batch_recordings": 2}


def settings_of(folder: Path, database_url: str, *, redis_url: str | None = None, **changes: Any) -> Settings:
    """Settings that no environment and no file changes."""
    return Settings.model_validate(
        {
            "data_dir": folder,
            "database_url": database_url,
            "redis_url": redis_url,
            "work": QUICK_WORK,
            "speech": {"transcriber": "tests.support.ears:quick", "diarizer": "none"},
            **changes,
        }
    )


@contextmanager
def open_house(settings: Settings, clock: Callable[[], datetime] = system_clock) -> Iterator[Services]:
    """The services of an installation that is ready to take recordings in from the source `upload`."""
    with closing(Database(settings.effective_database_url)) as database:
        yield _services(settings, Transactions(database), clock)


def take_in(paths: list[Path], services: Services) -> list[int]:
    """Ingest *paths*; their recording ids."""
    return [ingest(path, CallAbout(), services=services).recording_id for path in paths]


def work_through(services: Services, models: Models | None = None) -> None:
    """Do in this process what workers would do: hear, judge and route whatever waits."""
    heard_by = models or Models(Scripted())

    def hear(claims: Sequence[Claim]) -> None:
        transcribe(claims, models=lambda: heard_by, services=services)

    drain(Job.TRANSCRIBE, hear, services, at_once=4)
    drain(Job.SCORE, lambda claims: score(claims[0], services=services), services)
    drain(Job.ROUTE, lambda claims: route(claims[0], services=services), services)


def progress_of(services: Services) -> dict[str, int]:
    """How many recordings have come how far."""
    with services.transaction.read() as tx:
        rows = tx.session.execute(select(Recording.progress, func.count()).group_by(Recording.progress)).all()
    return {row[0].value: row[1] for row in rows}


def broken_promises(services: Services) -> dict[str, object]:
    """What is lost or double: empty when every recording has one file, transcript, score and case, told once each."""
    with services.transaction.read() as tx:
        recordings = tx.session.scalars(select(Recording).order_by(Recording.id)).all()
        ids = {recording.id for recording in recordings}
        found: dict[str, object] = {
            f"{table.__tablename__} not one": _not_one(
                ids, tx.session.execute(select(table.recording_id, func.count()).group_by(table.recording_id)).all()
            )
            for table in (TranscriptRow, ScoreRun, Case)
        }
        for action in ("recording.received", "recording.transcribed", "recording.scored"):
            told = tx.session.execute(
                select(AuditRow.subject, func.count()).where(AuditRow.action == action).group_by(AuditRow.subject)
            ).all()
            found[f"{action} not once"] = _not_one(ids, [(int(row[0].rpartition(":")[2]), row[1]) for row in told])
        found["file gone"] = [recording.id for recording in recordings if not services.storage.has(recording.sha256)]
        chain = audit.verify(tx)
        found["chain broken"] = None if isinstance(chain, int) else chain
    return {name: value for name, value in found.items() if value}


def _services(settings: Settings, transaction: Transactions, clock: Callable[[], datetime]) -> Services:
    redis_url = settings.redis_url
    services = Services(
        transaction=transaction,
        storage=Storage(settings.data_dir / "audio"),
        queue=RqQueue(short_patience(redis_url), asked_for_s=settings.work.wake_after_s)
        if redis_url
        else SilentQueue(),
        clock=clock,
        settings=settings,
        rulebooks=Rulebooks(transaction),
    )
    install(services)
    left = ChannelPolicy.STEREO_AGENT_LEFT
    add_source(services, "upload", inbound=left, outbound=left)
    return services


def _not_one(ids: set[int], counted: Any) -> dict[int, int]:
    counts = {row[0]: row[1] for row in counted}
    return {number: counts.get(number, 0) for number in ids if counts.get(number, 0) != 1}
