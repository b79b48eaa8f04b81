"""A worker that is paused for longer than its lease wakes up, finds itself replaced, and gives its result up."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest
from sqlalchemy import select

from engine.services import Services
from models.tables.work import Stage, Work
from tests.support import redis_server
from tests.support.house import QUICK_WORK, broken_promises, open_house, progress_of, settings_of, take_in
from tests.support.processes import Crew, crew, wait_until
from tests.support.recordings import short_calls

pytestmark = [pytest.mark.chaos, pytest.mark.redis]


@pytest.fixture
def services(database_url: str, tmp_path: Path, redis: redis_server.Server) -> Iterator[Services]:
    slower = {"transcriber": "tests.support.ears:slower", "diarizer": "none"}
    settings = settings_of(
        tmp_path / "data", database_url, redis_url=redis.url, speech=slower, work={**QUICK_WORK, "lease_s": 1}
    )
    with open_house(settings) as opened:
        take_in(short_calls(tmp_path / "calls", 1), opened)
        yield opened


def test_a_worker_that_was_replaced_stores_nothing(services: Services):
    with crew(services.settings, "speech-1", "light-1", "scheduler") as workers:
        sleeper = paused_at_work("speech-1", workers, services)
        let_another_finish(workers, services)
        sleeper.send_signal(signal.SIGCONT)
        noticed = wait_until(lambda: "transcribe.stale" in workers.log.read_text(), within_s=60)

    assert noticed, workers.log.read_text()[-3000:]
    assert broken_promises(services) == {}


def test_without_the_fence_it_stores_its_result_a_second_time(services: Services):
    """The control: the test above would see it if the fence were gone."""
    with crew(services.settings, "speech-1", "light-1", "scheduler", module="tests.support.unfenced") as workers:
        sleeper = paused_at_work("speech-1", workers, services)
        let_another_finish(workers, services)
        sleeper.send_signal(signal.SIGCONT)
        wait_until(lambda: broken_promises(services), within_s=60)

    assert broken_promises(services) == {"recording.transcribed not once": {1: 2}}


def paused_at_work(name: str, workers: Crew, services: Services) -> psutil.Process:
    """The horse of *name*, stopped while it holds the claim and no lock of the database."""
    claimed = wait_until(lambda: owner_pid(services) is not None, within_s=120, every_s=0.02)
    assert claimed, (progress_of(services), workers.log.read_text()[-3000:])
    horse = next(process for process in workers.horses(name) if process.pid == owner_pid(services))
    while True:
        horse.send_signal(signal.SIGSTOP)
        if can_be_written(services):
            return horse
        horse.send_signal(signal.SIGCONT)


def let_another_finish(workers: Crew, services: Services) -> None:
    workers.start("speech-2")
    done = wait_until(lambda: progress_of(services) == {"routed": 1}, within_s=120)
    assert done, (progress_of(services), workers.log.read_text()[-3000:])


def owner_pid(services: Services) -> int | None:
    with services.transaction.read() as tx:
        owner = tx.session.scalar(select(Work.lease_owner).where(Work.stage == Stage.TRANSCRIBE))
    return int(owner.rpartition(":")[2]) if owner else None


def can_be_written(services: Services) -> bool:
    """A process that is stopped inside a write transaction would hold everybody up on SQLite."""
    database = services.transaction.database
    if not database.is_sqlite:
        return True
    path = str(database.url.database)
    with (
        closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as connection,
        suppress(sqlite3.OperationalError),
    ):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        return True
    return False
