"""The commands of speech as a person types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli.models import models
from engine.cli.process import process
from engine.cli.transcript import transcript
from tests.support.hearing import CALLS, DEMO_CALLS, demo_models
from tests.support.whisper_folder import GRAIN, write_random_whisper

SRT = "1\n00:00:00,500 --> 00:00:01,500\n[CSR] Hello.\n\n2\n00:00:02,000 --> 00:00:03,000\n[Customer] Hi.\n"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CALLQC_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CALLQC_SPEECH__CPU_THREADS", "1")
    return tmp_path / "data" / "models"


def typed(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))  # type: ignore[arg-type]


def test_a_transcript_is_converted_and_printed(tmp_path: Path):
    path = tmp_path / "a.srt"
    path.write_text(SRT)

    done = typed(transcript, "convert", str(path))

    assert done.exit_code == 0
    assert [one["role"] for one in json.loads(done.stdout)["utterances"]] == ["agent", "customer"]


def test_a_transcript_is_written_as_subtitles(tmp_path: Path):
    path = tmp_path / "a.srt"
    path.write_text(SRT)

    assert typed(transcript, "convert", str(path), "--to", "srt").stdout == SRT


def test_a_broken_transcript_is_refused_in_one_line(tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_text('{"segments": [')

    done = typed(transcript, "convert", str(path))

    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "a.json: line 1" in done.stderr


def test_a_model_is_carried_in_listed_and_verified(tmp_path: Path, shelf: Path):
    folder = write_random_whisper(tmp_path / "carried", GRAIN)

    assert typed(models, "import", str(folder), "--name", "ours").exit_code == 0
    listed = {one["name"]: one for one in json.loads(typed(models, "list", "--json").stdout)}
    assert listed["ours"]["kind"] == "whisper"
    assert typed(models, "verify", "ours").exit_code == 0


def test_a_damaged_model_is_named(tmp_path: Path, shelf: Path):
    typed(models, "import", str(write_random_whisper(tmp_path / "carried", GRAIN)))
    with (shelf / "carried" / "model.bin").open("r+b") as file:
        file.seek(1000)
        file.write(b"\x55\xaa")

    done = typed(models, "verify")

    assert done.exit_code == 1
    assert "carried: model.bin is damaged" in done.stderr


def test_a_folder_that_is_no_model_is_not_carried_in(tmp_path: Path, shelf: Path):
    (tmp_path / "empty").mkdir()

    done = typed(models, "import", str(tmp_path / "empty"))

    assert done.exit_code == 1
    assert "lacks config.json, model.bin" in done.stderr
    assert not shelf.exists()


def test_a_model_of_the_same_name_is_not_overwritten(tmp_path: Path, shelf: Path):
    folder = str(write_random_whisper(tmp_path / "carried", GRAIN))
    typed(models, "import", folder)

    assert "already" in typed(models, "import", folder).stderr


def test_the_bundled_model_is_whole(shelf: Path):
    demo_models()

    assert typed(models, "verify", "demo-zh").exit_code == 0


def test_a_recording_that_cannot_be_heard_is_refused_in_one_line(tmp_path: Path, shelf: Path):
    demo_models()
    path = tmp_path / "a.wav"
    path.write_bytes(b"no sound at all")

    done = typed(process, str(path), "--json")

    assert done.exit_code == 1
    assert done.stderr == "a.wav: not_audio\n"


def test_a_model_that_is_not_here_is_the_machines_fault(shelf: Path):
    done = typed(process, str(CALLS / "short_greeting.flac"), "--model", "/no/such/model")

    assert done.exit_code == 3
    assert "no such folder" in done.stderr


def test_a_recording_is_judged_in_memory(shelf: Path):
    demo_models()

    done = typed(
        process,
        str(DEMO_CALLS / "hang-up.ogg"),
        "--channels",
        "stereo_agent_left",
        "--rulebook",
        "zh-telecom",
        "--json",
    )

    report = json.loads(done.stdout)
    assert done.exit_code == 0
    assert report["version"] == 1
    assert report["recording"]["channel_policy"] == "stereo_agent_left"
    assert {one["role"] for one in report["transcript"]["utterances"]} == {"agent", "customer"}
    assert report["timeline"]["talk_ratio"] is not None
    assert {one["verdict"] for one in report["findings"]} <= {"pass", "fail", "unsure"}
    assert report["scores"][0]["maximum"] == 50
    assert set(report["seconds"]) == {"decode", "speech", "rules", "total"}
    assert not shelf.parent.exists()


def test_a_policy_that_nobody_gave_is_reported(shelf: Path):
    demo_models()

    done = typed(process, str(CALLS / "short_greeting.flac"), "--json")

    warnings = json.loads(done.stdout)["recording"]["warnings"]
    assert {warning.partition(":")[0] for warning in warnings} == {"policy_assumed", "demo_model"}
