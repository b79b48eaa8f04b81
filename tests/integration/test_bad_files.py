"""Files that hold no call: each ends FAILED with a reason people can read, and the rest of the batch is done."""

import json
import shutil
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.call_about import CallAbout
from engine.services import Services
from engine.steps.ingest import ingest
from models.tables.recordings import Progress, Recording
from review_app.words import WORDS
from tests.support.house import broken_promises, open_house, progress_of, settings_of, take_in, work_through
from tests.support.machine import outside_data
from tests.support.recordings import short_calls


def empty(path: Path) -> None:
    path.write_bytes(b"")


def header_only(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)


def text(path: Path) -> None:
    path.write_text("this is a letter, not a call\n" * 50)


def json_text(path: Path) -> None:
    path.write_text(json.dumps({"transcript": ["您好"] * 100}, ensure_ascii=False))


def truncated(path: Path) -> None:
    whole = short_calls(path.parent / "whole", 1, length_s=8.0)[0].read_bytes()
    path.write_bytes(whole[: len(whole) // 3])


def noise_without_header(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 100)


def playlist(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n")


# name of the file, what is in it, reasons that would be true of it
BAD: dict[str, tuple[str, Callable[[Path], None], set[str]]] = {
    "empty": ("empty.wav", empty, {"empty"}),
    "header only": ("header.wav", header_only, {"header_only", "no_samples", "empty"}),
    "text named wav": ("letter.wav", text, {"not_audio"}),
    "JSON named mp3": ("transcript.mp3", json_text, {"not_audio", "damaged"}),
    "truncated": ("half.wav", truncated, {"truncated", "damaged"}),
    "samples without a header": ("raw.wav", noise_without_header, {"not_audio", "damaged", "no_samples"}),
    "a list of other files": ("list.wav", playlist, {"not_audio"}),
}


@pytest.fixture
def services(sqlite_url: str, tmp_path: Path) -> Iterator[Services]:
    with open_house(settings_of(tmp_path / "data", sqlite_url)) as opened:
        yield opened


def recording(services: Services, recording_id: int) -> Recording:
    with services.transaction.read() as tx:
        return tx.session.scalars(select(Recording).where(Recording.id == recording_id)).one()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_ends_failed_with_its_reason_and_spares_its_neighbours(
    services: Services, tmp_path: Path, name: str
):
    file_name, write, reasons = BAD[name]
    write(tmp_path / file_name)
    good = short_calls(tmp_path / "calls", 3)

    bad_id = take_in([good[0], tmp_path / file_name, *good[1:]], services)[1]
    work_through(services)

    failed = recording(services, bad_id)
    assert failed.progress is Progress.FAILED
    assert failed.failure_code in reasons
    assert progress_of(services) == {"routed": 3, "failed": 1}
    assert services.storage.has(failed.sha256), "the file as it came is kept"


@pytest.mark.parametrize("reason", sorted({reason for _, _, reasons in BAD.values() for reason in reasons}))
def test_every_reason_is_a_sentence_for_people(reason: str):
    assert reason in WORDS["failure"]


def test_a_second_copy_of_a_file_is_the_recording_that_was_there(services: Services, tmp_path: Path):
    path = short_calls(tmp_path / "calls", 1)[0]
    copy = shutil.copy(path, tmp_path / "again under another name.wav")

    first = ingest(path, CallAbout(call_id="A-1"), services=services)
    second = ingest(Path(copy), CallAbout(call_id="A-2"), services=services)
    work_through(services)

    assert (first.recording_id, False, True) == (second.recording_id, first.duplicate, second.duplicate)
    assert broken_promises(services) == {}


@pytest.mark.outside_data
def test_bad_files_that_others_published_fail_as_well(services: Services):
    files = sorted(path for path in (outside_data() / "malformed").iterdir() if path.is_file())

    take_in(files, services)
    work_through(services)

    assert progress_of(services) == {"failed": len(files)}
