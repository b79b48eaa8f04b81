"""No spoken word, name, number or file name in a log or in Redis: not when all goes well, and not when it fails."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from engine.call_about import CallAbout
from engine.services import Services
from engine.steps.ingest import ingest
from tests.support.ears import SPOKEN_CANARY
from tests.support.house import QUICK_WORK, open_house, progress_of, settings_of
from tests.support.processes import crew, wait_until
from tests.support.recordings import short_calls
from tests.support.redis_server import Server

pytestmark = pytest.mark.redis

WRITTEN_CANARY = "CANARY7f3a"
# The same in the forms in which a log may hold it.
CANARIES = {
    WRITTEN_CANARY.encode(),
    SPOKEN_CANARY.encode(),
    SPOKEN_CANARY.encode("unicode_escape"),
    ascii(SPOKEN_CANARY)[1:-1].encode(),
}

REFUSES_TRANSCRIPTS = (
    "CREATE TRIGGER no_transcripts BEFORE INSERT ON transcripts BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
)


def run_crew(services: Services, folder: Path, wanted: dict[str, int]) -> bytes:
    """Everything that the crew logged while it worked on one telling call."""
    plain = short_calls(folder, 1)[0]
    path = plain.rename(plain.with_name(f"{WRITTEN_CANARY}.wav"))
    about = CallAbout(
        call_id=f"{WRITTEN_CANARY}-17",
        agent_no=WRITTEN_CANARY,
        customer_no=f"138{WRITTEN_CANARY}",
        queue=WRITTEN_CANARY,
        details={"ticket": WRITTEN_CANARY},
    )
    ingest(path, about, services=services)
    with crew(services.settings, "speech-1", "light-1", "scheduler") as workers:
        done = wait_until(lambda: progress_of(services) == wanted, within_s=120, meanwhile=workers.revive)
        assert done, (progress_of(services), workers.log.read_text()[-3000:])
    return workers.log.read_bytes()


def in_redis(server: Server) -> bytes:
    """Every key and value, as raw as they are kept."""
    with server.client() as client:
        keys = client.keys("*")
        return b"\n".join([*keys, *(client.dump(key) or b"" for key in keys)])


def settings(tmp_path: Path, url: str, server: Server, ears: str) -> Any:
    return settings_of(
        tmp_path / "data",
        url,
        redis_url=server.url,
        log_level="DEBUG",
        speech={"transcriber": f"tests.support.ears:{ears}", "diarizer": "none"},
        work={**QUICK_WORK, "max_attempts": 2},
    )


def told(*places: bytes) -> list[bytes]:
    return [canary for canary in CANARIES for place in places if canary in place]


def test_a_call_that_goes_well_is_told_by_numbers_alone(sqlite_url: str, tmp_path: Path, redis: Server):
    with open_house(settings(tmp_path, sqlite_url, redis, "telltale")) as services:
        logged = run_crew(services, tmp_path / "calls", {"routed": 1})

    assert b"transcript.stored" in logged
    assert told(logged, in_redis(redis)) == []


def test_a_recogniser_that_says_in_its_error_what_it_heard_is_not_repeated(
    sqlite_url: str, tmp_path: Path, redis: Server
):
    with open_house(settings(tmp_path, sqlite_url, redis, "indiscreet")) as services:
        logged = run_crew(services, tmp_path / "calls", {"failed": 1})

    assert b"ValueError" in logged
    assert told(logged, in_redis(redis)) == []


def test_a_database_that_refuses_a_transcript_is_not_quoted(sqlite_url: str, tmp_path: Path, redis: Server):
    with open_house(settings(tmp_path, sqlite_url, redis, "telltale")) as services:
        with services.transaction.database.writing.begin() as connection:
            connection.execute(text(REFUSES_TRANSCRIPTS))
        logged = run_crew(services, tmp_path / "calls", {"failed": 1})

    assert b"IntegrityError" in logged
    assert told(logged, in_redis(redis)) == []
