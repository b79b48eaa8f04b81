"""Which files need their source's word for what is in them, and where models are looked for."""

from pathlib import Path

import pytest

from engine.convert.formats import read_transcript
from engine.settings import Settings
from engine.speech.audio import needs_raw_format


@pytest.mark.parametrize(
    ("name", "head", "raw"),
    [
        ("a.wav", b"RIFF\x00\x00\x00\x00WAVE", False),
        ("a.pcm", b"RIFF\x00\x00\x00\x00WAVE", False),
        ("a.m4a", b"\x00\x00\x00\x20ftypM4A ", False),
        ("a.mp3", b"\xff\xfb\x90\x64", False),
        ("a.ul", b"\xff\xff\xff\xff\xff", True),
        ("a.wav", b"\x00\x01\x00\x02", True),
        ("a", b"", True),
    ],
)
def test_a_file_that_says_nothing_of_itself_needs_its_source(tmp_path: Path, name: str, head: bytes, raw: bool):
    path = tmp_path / "stored"
    path.write_bytes(head)

    assert needs_raw_format(path, name) is raw


def test_models_lie_in_the_data_folder_where_no_other_is_named(tmp_path: Path):
    usual = Settings.model_validate({"data_dir": tmp_path})
    named = Settings.model_validate({"data_dir": tmp_path, "speech": {"models_dir": "/models"}})

    assert usual.hearing.models_dir == str(tmp_path / "models")
    assert named.hearing.models_dir == "/models"


def test_a_security_code_in_a_file_of_our_own_format_is_dropped():
    ours = (
        '{"version": 1, "utterances": ['
        '{"id": 1, "role": "agent", "start_s": 0, "end_s": 2, "text": "请报一下安全码"},'
        '{"id": 2, "role": "customer", "start_s": 3, "end_s": 4, "text": "321"}]}'
    )

    assert [one.text for one in read_transcript(ours.encode()).transcript.utterances] == ["请报一下安全码", "***"]
