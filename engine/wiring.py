"""Putting the parts together: the only place that knows which implementation stands behind which name."""

from datetime import UTC, datetime

from engine.queueing import JobQueue, RqQueue, SilentQueue, short_patience
from engine.rulebooks import Rulebooks
from engine.services import Services
from engine.settings import Settings
from engine.storage import Storage
from models.database import Database
from models.transaction import Transactions


def system_clock() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


def open_services(settings: Settings | None = None, *, wakes: bool = True) -> Services:
    """Open everything a process needs.

    Args:
        wakes: False for a process that runs the steps itself and wakes no worker.
    """
    settings = settings or Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    transaction = Transactions(Database(settings.effective_database_url))
    return Services(
        transaction=transaction,
        storage=Storage(settings.data_dir / "audio"),
        queue=_queue(settings) if wakes else SilentQueue(),
        clock=system_clock,
        settings=settings,
        rulebooks=Rulebooks(transaction),
    )


def _queue(settings: Settings) -> JobQueue:
    work = settings.work
    # A drain that has used up its time may still be hearing its last batch.
    timeout_s = int(work.drain_max_s + work.stall_s)
    return RqQueue(short_patience(settings.effective_redis_url), job_timeout_s=timeout_s, asked_for_s=work.wake_after_s)
