"""The whole machine side for real: real processes, a real Redis, the real recogniser with the model that ships."""

import json
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.services import Services
from models.tables.recordings import Recording, ScoreRun, TranscriptRow
from tests.support.house import QUICK_WORK, broken_promises, open_house, progress_of, settings_of, take_in
from tests.support.machine import ROOT
from tests.support.processes import crew, wait_until
from tests.support.redis_server import Server

pytestmark = pytest.mark.redis

AUDIO = ROOT / "tests" / "data" / "audio"
# Similarity, 0-1, of what is heard with what was said: the demo model hears its own voices better than this.
HEARD_WELL = 0.8


def test_calls_are_heard_judged_and_routed_by_worker_processes(database_url: str, tmp_path: Path, redis: Server):
    settings = settings_of(
        tmp_path / "data",
        database_url,
        redis_url=redis.url,
        speech={"transcriber": "faster-whisper", "cpu_threads": 1},
        work={**QUICK_WORK, "lease_s": 20},
    )
    files = sorted(AUDIO.glob("short_*.flac"))
    with open_house(settings) as services:
        take_in(files, services)

        with crew(settings, "speech-1", "light-1", "scheduler") as workers:
            done = wait_until(
                lambda: progress_of(services) == {"routed": len(files)}, within_s=240, meanwhile=workers.revive
            )

        assert done, (progress_of(services), workers.log.read_text()[-3000:])
        assert broken_promises(services) == {}
        assert {name: likeness for name, likeness in heard(services).items() if likeness < HEARD_WELL} == {}
        assert "demo_model" in warnings(services)
        assert judged(services) == len(files)


def heard(services: Services) -> dict[str, float]:
    """File name -> how alike the transcript is to what the voices were given to say."""
    with services.transaction.read() as tx:
        rows = tx.session.execute(
            select(Recording.file_name, TranscriptRow.body).join(
                TranscriptRow, TranscriptRow.recording_id == Recording.id
            )
        ).all()
    return {name: SequenceMatcher(None, _text(body), _text(_reference(name))).ratio() for name, body in rows}


def warnings(services: Services) -> set[str]:
    with services.transaction.read() as tx:
        return {warning for row in tx.session.scalars(select(Recording.warnings)) for warning in row}


def judged(services: Services) -> int:
    """Recordings with findings."""
    with services.transaction.read() as tx:
        return sum(1 for findings in tx.session.scalars(select(ScoreRun.findings)) if findings)


def _reference(name: str) -> dict[str, list[dict[str, str]]]:
    body: dict[str, list[dict[str, str]]] = json.loads((AUDIO / name).with_suffix(".ref.json").read_text("utf-8"))
    return body


def _text(body: dict[str, list[dict[str, str]]]) -> str:
    """Everything that was said, without punctuation."""
    return "".join(sign for one in body["utterances"] for sign in one["text"] if sign.isalnum())
