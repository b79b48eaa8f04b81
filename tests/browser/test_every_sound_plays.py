"""Every recording that was taken in can be heard: Chromium plays the copy that the application serves."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from engine.call_about import CallAbout
from engine.errors import Invalid
from engine.installation import add_source
from engine.intake.offer import AUDIO_SUFFIXES
from engine.speech.audio import RawFormat, probe
from engine.steps.ingest import ingest
from models.channels import ChannelPolicy, RawEncoding
from models.tables.cases import Case
from models.tables.recordings import Progress, Recording, Source
from tests.support.house import work_through
from tests.support.machine import outside_data
from tests.support.seed import House, house
from tests.support.serving import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.outside_data]

WITHOUT_HEADER = (".pcm", ".raw", ".al", ".ul")
# Loads the sound, waits until it could be played to its end, plays a moment of it, and tells what it saw.
PLAY = """async (url) => {
  const audio = new Audio(url);
  audio.muted = true;
  audio.preload = 'auto';
  await new Promise((ready, broken) => {
    audio.addEventListener('canplaythrough', ready, {once: true});
    audio.addEventListener('error', () => broken(new Error(`${audio.error.code} ${audio.error.message}`)));
  });
  const duration = audio.duration;
  await audio.play();
  await new Promise((passed) => {
    audio.addEventListener('timeupdate', () => audio.currentTime > 0 && passed());
    audio.addEventListener('ended', passed);
  });
  const reached = audio.currentTime;
  audio.pause();
  audio.removeAttribute('src');
  audio.load();
  return {duration, reached};
}"""


@pytest.fixture
def made(tmp_path: Path, sqlite_template: Path) -> House:
    (tmp_path / "data").mkdir()
    shutil.copy(sqlite_template, tmp_path / "data" / "callqc.db")
    empty = house(tmp_path / "data", f"sqlite:///{tmp_path / 'data' / 'callqc.db'}")
    left = ChannelPolicy.STEREO_AGENT_LEFT
    add_source(empty.services, "no header", inbound=left, outbound=left)
    with empty.services.transaction() as tx:
        source = tx.session.scalars(select(Source).where(Source.name == "no header")).one()
        source.raw_encoding, source.raw_sample_rate_hz, source.raw_channels = RawEncoding.PCM, 8000, 1
    return empty


def test_every_recording_from_the_wild_plays_in_the_browser(page: Page, made: House, address: str):
    files = sorted(path for path in outside_data().rglob("*") if path.suffix.lower() in AUDIO_SUFFIXES)
    files = [path for path in files if path.is_file()]
    taken = {recording_id: path for path in files if (recording_id := _take(made, path)) is not None}
    work_through(made.services)
    sign_in(page, address, "manager")

    wrong, played = {}, 0
    for recording_id, (public_id, failure) in _routed(made).items():
        path = taken[recording_id]
        if public_id is None:
            # What holds no sound is refused with a reason, and nothing else is.
            assert "malformed" in path.parts, (path.name, failure)
            continue
        seen = page.evaluate(PLAY, f"{address}/media/case/{public_id}/audio")
        played += 1
        if abs(seen["duration"] - _duration_s(path)) > 0.1 or not seen["reached"] > 0:
            wrong[path.name] = (seen, _duration_s(path))

    assert wrong == {}
    assert played >= 30
    print(f"{played} of {len(taken)} sound files played")


def _take(made: House, path: Path) -> int | None:
    source = "no header" if path.suffix.lower() in WITHOUT_HEADER else "upload"
    try:
        return ingest(path, CallAbout(source=source), services=made.services).recording_id
    except Invalid:
        return None


def _routed(made: House) -> dict[int, tuple[str | None, str | None]]:
    """Per recording: the public id of a case, or None with why it has none."""
    with made.services.transaction.read() as tx:
        found = {}
        for recording in tx.session.scalars(select(Recording).order_by(Recording.id)):
            case = tx.session.scalars(select(Case).where(Case.recording_id == recording.id)).first()
            routed = recording.progress is Progress.ROUTED and case is not None
            found[recording.id] = (case.public_id if routed and case else None, recording.failure_code)
        return found


def _duration_s(path: Path) -> float:
    raw = RawFormat(RawEncoding.PCM, 8000, 1) if path.suffix.lower() in WITHOUT_HEADER else None
    return probe(path, max_duration_s=7200, raw=raw).duration_s
