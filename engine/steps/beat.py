"""A worker process says that it is alive."""

from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import OperationalError

from models.tables.work import WorkerBeat
from models.transaction import Transactions

log = structlog.get_logger()


def beat(name: str, kind: str, *, transaction: Transactions) -> None:
    """Note the moment; a database that is away for a while is nothing to die of."""
    now = datetime.now(UTC)
    try:
        with transaction() as tx:
            row = tx.session.get(WorkerBeat, name)
            if row is None:
                tx.session.add(WorkerBeat(name=name, kind=kind, started_at=now, seen_at=now))
            else:
                row.seen_at = now
    except OperationalError:
        log.warning("beat.lost", worker=name)
