"""Transcripts of other systems become calls that are judged and reviewed like others; broken ones name the place."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.call_about import CallAbout
from engine.errors import Invalid
from engine.intake.offer import Offer, Problem
from engine.intake.scan import scan
from engine.services import Services
from engine.steps.ingest import ingest
from models.tables.cases import Case
from models.tables.recordings import Progress, Recording, TranscriptRow
from rules.transcript import Role
from tests.support.house import open_house, settings_of, work_through
from tests.support.machine import outside_data
from tests.support.sound_files import voice_like, write_wav

SRT = """1
00:00:00,000 --> 00:00:02,000
客服: 您好,很高兴为您服务

2
00:00:02,500 --> 00:00:05,000
客户: 我家的网断了

3
00:00:06,000 --> 00:00:09,000
客服: 请报一下安全码

4
00:00:09,500 --> 00:00:11,000
客户: 三二一
"""
# What cannot be read, and where; everything else there is a transcript.
REFUSED = {
    "as_published_pii-redaction-output_1.json: line 8, column 96",
    "invalid.json: line 4, column 1",
}


@pytest.fixture
def services(tmp_path: Path, sqlite_template: Path) -> Iterator[Services]:
    shutil.copy(sqlite_template, tmp_path / "callqc.db")
    with open_house(settings_of(tmp_path / "data", f"sqlite:///{tmp_path / 'callqc.db'}")) as opened:
        yield opened


def take_all(services: Services, *paths: Path) -> list[Problem]:
    problems = []
    for offer in scan(paths, {}):
        if isinstance(offer, Offer):
            ingest(offer.path, offer.about, transcript=offer.transcript, services=services)
        else:
            problems.append(offer)
    return problems


def recordings(services: Services) -> list[Recording]:
    with services.transaction.read() as tx:
        return list(tx.session.scalars(select(Recording).order_by(Recording.id)))


def heard(services: Services, recording_id: int) -> TranscriptRow:
    with services.transaction.read() as tx:
        return tx.session.scalars(select(TranscriptRow).where(TranscriptRow.recording_id == recording_id)).one()


def test_subtitles_alone_are_a_call_without_sound(services: Services, tmp_path: Path):
    (tmp_path / "call.srt").write_text(SRT, encoding="utf-8")

    assert take_all(services, tmp_path / "call.srt") == []
    work_through(services)

    (recording,) = recordings(services)
    assert (recording.progress, recording.playable_sha256, recording.duration_s) == (Progress.ROUTED, None, 11.0)
    row = heard(services, recording.id)
    assert (row.backend, row.model) == ("given", "srt")
    assert [one["role"] for one in row.body["utterances"]] == [Role.AGENT, Role.CUSTOMER] * 2
    with services.transaction.read() as tx:
        assert tx.session.scalars(select(Case).where(Case.recording_id == recording.id)).all()


def test_a_security_code_in_a_foreign_transcript_is_not_kept(services: Services, tmp_path: Path):
    (tmp_path / "call.srt").write_text(SRT, encoding="utf-8")

    take_all(services, tmp_path / "call.srt")
    work_through(services)

    assert heard(services, recordings(services)[0].id).body["utterances"][-1]["text"] == "***"


@pytest.mark.parametrize("name", ["a.srt", "a.wav.srt"])
def test_a_transcript_beside_a_recording_is_its_transcript(services: Services, tmp_path: Path, name: str):
    folder = tmp_path / "calls"
    folder.mkdir()
    write_wav(folder / "a.wav", voice_like(12.0, 2))
    (folder / name).write_text(SRT, encoding="utf-8")
    (folder / "a.json").write_text('{"project": "宽带业务", "agent_no": "8001"}', encoding="utf-8")

    assert take_all(services, folder) == []
    work_through(services)

    (recording,) = recordings(services)
    assert (recording.project, recording.agent_no, recording.file_name) == ("宽带业务", "8001", "a.wav")
    assert recording.playable_sha256 is not None
    assert recording.given_sha256 is not None
    row = heard(services, recording.id)
    assert row.backend == "given"
    assert row.peaks is not None
    assert row.body["utterances"][0]["loudness_db"] is not None
    # The code is silent even where it can only be heard.
    assert recording.safe_sha256 == recording.playable_sha256 or recording.safe_sha256 is not None


def test_the_same_transcript_twice_is_one_call(services: Services, tmp_path: Path):
    (tmp_path / "call.srt").write_text(SRT, encoding="utf-8")

    take_all(services, tmp_path / "call.srt")
    take_all(services, tmp_path / "call.srt")

    assert len(recordings(services)) == 1


def test_a_broken_transcript_is_refused_with_the_place_and_nothing_is_taken(services: Services, tmp_path: Path):
    broken = tmp_path / "call.json"
    broken.write_text('{"Dialogues": [{"Words": "您好", "Begin": "soon", "End": 2}]}', encoding="utf-8")

    (problem,) = scan([broken], {})
    with pytest.raises(Invalid) as told:
        ingest(broken, CallAbout(), transcript=broken, services=services)

    assert isinstance(problem, Problem)
    assert str(problem).startswith("call.json: Dialogues[0].Begin: broken_transcript")
    assert told.value.field == "transcript"
    assert told.value.detail.startswith("Dialogues[0].Begin")
    assert recordings(services) == []


def test_json_in_a_folder_that_is_nothing_is_told(services: Services, tmp_path: Path):
    folder = tmp_path / "calls"
    folder.mkdir()
    (folder / "lost.json").write_text('{"project": "x"}', encoding="utf-8")

    assert [problem.code for problem in take_all(services, folder)] == ["broken_transcript"]


def test_a_row_of_a_table_may_name_a_transcript(services: Services, tmp_path: Path):
    folder = tmp_path / "calls"
    folder.mkdir()
    (folder / "words.srt").write_text(SRT, encoding="utf-8")
    (folder / "calls.csv").write_text("文件,工号,业务线\nwords.srt,8001,宽带业务\n", encoding="utf-8")

    assert take_all(services, folder) == []
    work_through(services)

    (recording,) = recordings(services)
    assert (recording.agent_no, recording.progress) == ("8001", Progress.ROUTED)


def test_what_the_file_says_of_the_call_is_noted(services: Services, tmp_path: Path):
    given = {
        "version": 1,
        "metadata": {"call_id": "K-7", "project": "信用卡", "direction": "outbound", "started_at": "never", "vip": 2},
        "utterances": [{"id": 1, "role": "agent", "start_s": 0, "end_s": 2, "text": "您好"}],
    }
    (tmp_path / "k.json").write_text(json.dumps(given), encoding="utf-8")

    assert take_all(services, tmp_path / "k.json") == []

    (recording,) = recordings(services)
    assert (recording.call_id, recording.project, recording.direction) == ("K-7", "信用卡", "outbound")
    assert recording.started_at is None
    assert recording.details == {"vip": 2}


@pytest.mark.outside_data
def test_every_transcript_from_the_wild_is_imported_or_refused_with_the_place(services: Services):
    root = outside_data()
    files = sorted(
        path
        for folder in (
            "aws-docs", "azure-speech-sdk/json", "fake-vcons", "whisper-timestamped/expected", "malformed",
            "wtf-transcript-converter", "callytics", "derived/aishell_calls",
        )
        for path in (root / folder).rglob("*")
        if path.suffix in (".json", ".srt", ".vtt", ".vcon") and "metadata" not in path.name
    )  # fmt: skip
    problems = [
        offer
        for path in files
        for offer in scan([path], {})
        if isinstance(offer, Problem) or ingest(path, offer.about, transcript=path, services=services) is None
    ]

    work_through(services)

    refused = {problem.place for problem in problems}
    assert {place for place in refused if not place.startswith("empty.mp3")} == REFUSED
    assert len(files) - len(problems) >= 50
    assert {recording.progress for recording in recordings(services)} == {Progress.ROUTED}
    print(len(files), "transcripts,", len(problems), "refused,", len(recordings(services)), "calls judged and routed")
