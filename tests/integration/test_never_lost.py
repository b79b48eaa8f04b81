"""Kill anything at any time: every recording is transcribed once, scored once, and has one case."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from engine.services import Services
from tests.support import redis_server
from tests.support.house import broken_promises, open_house, progress_of, settings_of, take_in
from tests.support.machine import need
from tests.support.processes import Crew, crew, wait_until, works_on
from tests.support.recordings import short_calls
from tools.system_packages import REDIS

pytestmark = [pytest.mark.chaos, pytest.mark.redis]

RECORDINGS = 40
FAULTS = ("parent", "horse", "redis") * 10
PATIENT = {
    "lease_s": 2,
    "sweep_every_s": 0.5,
    "wake_after_s": 1.5,
    "retry_after_s": 0,
    "batch_recordings": 2,
    "drain_max_items": 6,
    "max_attempts": 50,
}

House = Callable[..., Services]


@pytest.fixture
def mortal_redis() -> Iterator[redis_server.Server]:
    """A Redis without persistence, for this test to kill."""
    need(REDIS)
    with redis_server.running() as server:
        yield server


@pytest.fixture
def house(database_url: str, tmp_path: Path, mortal_redis: redis_server.Server) -> Iterator[House]:
    """Opens an installation on the database and the Redis of this test."""
    with ExitStack() as stack:

        def opened(**changes: Any) -> Services:
            settings = settings_of(tmp_path / "data", database_url, redis_url=mortal_redis.url, **changes)
            return stack.enter_context(open_house(settings))

        yield opened


def test_kill_nine_loses_nothing_and_doubles_nothing(house: House, tmp_path: Path, mortal_redis: redis_server.Server):
    services = house(work=PATIENT, speech={"transcriber": "tests.support.ears:slow", "diarizer": "none"})
    take_in(short_calls(tmp_path / "calls", RECORDINGS), services)
    order = random.Random(20261122)
    faults = order.sample(FAULTS, len(FAULTS))

    with crew(services.settings, "speech-1", "speech-2", "light-1", "scheduler") as workers:
        assert wait_until(lambda: workers.horses("speech-1") or workers.horses("speech-2"), within_s=60)
        for fault in faults:
            strike(fault, workers, mortal_redis, order)
            wait_until(lambda: False, within_s=order.uniform(0.2, 0.8), meanwhile=workers.revive)
        finished = wait_until(lambda: all_routed(services), within_s=120, every_s=0.5, meanwhile=workers.revive)

    assert finished, (progress_of(services), workers.log.read_text()[-4000:])
    assert broken_promises(services) == {}


def all_routed(services: Services) -> bool:
    return progress_of(services) == {"routed": RECORDINGS}


def strike(fault: str, workers: Crew, server: redis_server.Server, order: random.Random) -> None:
    name = order.choice(["speech-1", "speech-1", "speech-2", "light-1"])
    match fault:
        case "parent":
            horses = workers.horses(name)
            workers.kill_parent(name)
            assert wait_until(lambda: not any(works_on(horse) for horse in horses), within_s=5), "an orphan works on"
        case "horse":
            workers.kill_horse(name)
        case "redis":
            server.kill()
            server.start()
