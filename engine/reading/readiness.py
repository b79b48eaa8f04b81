"""Whether the parts that the pages stand on answer."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from engine.services import Services
from models.tables.work import WorkerBeat

# A worker beats every few seconds; after this long without one it is gone.
WORKER_IS_GONE_AFTER = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool


def readiness(services: Services) -> tuple[Check, ...]:
    """Database, queue and workers, in this order."""
    database, workers = _database(services)
    return (Check("database", database), Check("queue", services.queue.is_up()), Check("workers", workers))


def _database(services: Services) -> tuple[bool, bool]:
    try:
        with services.transaction.read() as tx:
            tx.session.execute(text("select 1"))
            newest = tx.session.scalar(select(WorkerBeat.seen_at).order_by(WorkerBeat.seen_at.desc()).limit(1))
    except SQLAlchemyError:
        # The question is whether it answers; that it does not is the answer.
        return False, False
    return True, newest is not None and services.clock() - newest < WORKER_IS_GONE_AFTER
