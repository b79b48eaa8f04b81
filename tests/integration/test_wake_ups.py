"""Wake-ups may be lost, late, doubled or impossible: the database knows what there is to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.call_about import CallAbout
from engine.queueing import Job
from engine.services import Services
from engine.steps.ingest import ingest
from tests.support import redis_server
from tests.support.house import QUICK_WORK, broken_promises, open_house, progress_of, settings_of, take_in
from tests.support.machine import need
from tests.support.processes import crew, wait_until
from tests.support.recordings import breathless_call, short_calls
from tools.system_packages import REDIS

pytestmark = [pytest.mark.chaos, pytest.mark.redis]


@pytest.fixture
def mortal_redis() -> Iterator[redis_server.Server]:
    need(REDIS)
    with redis_server.running() as server:
        yield server


@pytest.fixture
def services(sqlite_url: str, tmp_path: Path, mortal_redis: redis_server.Server) -> Iterator[Services]:
    settings = settings_of(tmp_path / "data", sqlite_url, redis_url=mortal_redis.url)
    with open_house(settings) as opened:
        yield opened


def test_a_recording_that_comes_while_redis_is_down_is_taken_in_and_done_later(
    services: Services, tmp_path: Path, mortal_redis: redis_server.Server
):
    path = short_calls(tmp_path / "calls", 1)[0]
    mortal_redis.kill()

    taken = ingest(path, CallAbout(), services=services)
    assert not taken.duplicate
    mortal_redis.start()

    with crew(services.settings, "speech-1", "light-1", "scheduler") as workers:
        done = wait_until(lambda: progress_of(services) == {"routed": 1}, within_s=120)
    assert done, workers.log.read_text()[-3000:]


def test_a_wake_up_that_comes_five_times_is_one(services: Services, tmp_path: Path, mortal_redis: redis_server.Server):
    take_in(short_calls(tmp_path / "calls", 2), services)
    for _ in range(5):
        for job in (Job.TRANSCRIBE, Job.SCORE, Job.ROUTE):
            with mortal_redis.client() as client:
                client.delete(f"callqc:asked:{job.value}")
            services.queue.wake(job)

    with crew(services.settings, "speech-1", "light-1", "scheduler") as workers:
        done = wait_until(lambda: progress_of(services) == {"routed": 2}, within_s=120)

    assert done, workers.log.read_text()[-3000:]
    assert broken_promises(services) == {}


def test_a_recording_that_kills_its_worker_ends_failed_and_spares_the_others(
    sqlite_url: str, tmp_path: Path, mortal_redis: redis_server.Server
):
    settings = settings_of(
        tmp_path / "data",
        sqlite_url,
        redis_url=mortal_redis.url,
        speech={"transcriber": "tests.support.ears:poisonous", "diarizer": "none"},
        work={**QUICK_WORK, "lease_s": 1, "max_attempts": 3},
    )
    with open_house(settings) as services:
        take_in(short_calls(tmp_path / "good", 3), services)
        take_in([breathless_call(tmp_path / "poison")], services)
        take_in(short_calls(tmp_path / "more", 6)[3:], services)

        with crew(settings, "speech-1", "light-1", "scheduler") as workers:
            done = wait_until(
                lambda: progress_of(services) == {"routed": 6, "failed": 1}, within_s=180, meanwhile=workers.revive
            )

        assert done, (progress_of(services), workers.log.read_text()[-3000:])
