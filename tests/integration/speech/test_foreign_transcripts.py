"""Transcripts from the wild: each converts or is refused with a reason."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.convert.formats import Target, read_transcript, read_transcript_file, write_transcript
from engine.speech.errors import UnreadableTranscript
from rules.transcript import Role, Transcript
from tests.support.machine import outside_data

pytestmark = pytest.mark.outside_data

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FOLDERS = (
    "aws-docs",
    "azure-speech-sdk/json",
    "fake-vcons",
    "whisper-timestamped/expected",
    "wtf-transcript-converter",
    "malformed",
)


def files() -> list[Path]:
    root = outside_data()
    return sorted(path for folder in FOLDERS for path in (root / folder).rglob("*.json"))


def test_every_transcript_converts_or_is_refused_with_a_reason():
    refused = {}
    for path in files():
        try:
            assert read_transcript_file(path).transcript.utterances, path
        except UnreadableTranscript as error:
            refused[path.name] = str(error)

    assert refused == {
        "as_published_pii-redaction-output_1.json": "line 8, column 96: Invalid control character at",
        "invalid.json": "line 4, column 1: Expecting ',' delimiter",
        "empty.mp3.words.json": "nothing is said in this file",
    }


@pytest.mark.parametrize("target", Target)
def test_there_and_back_loses_nothing_the_format_can_hold(target: Target):
    for path in [*files(), *outside_data().glob("callytics/*.srt")]:
        try:
            there = read_transcript_file(path)
        except UnreadableTranscript:
            continue

        back = read_transcript(write_transcript(there, target, now=NOW).encode())

        if target in (Target.CALLQC, Target.VCON):
            assert back.transcript == there.transcript, path.name
        else:
            assert cues(back.transcript) == cues(there.transcript), path.name


def cues(transcript: Transcript) -> list[tuple[Role, float, float, str]]:
    """What subtitles can hold: who, when to the millisecond, and the text without empty lines."""
    return [
        (one.role, round(one.start_s, 3), round(one.end_s, 3), " ".join(one.text.split()))
        for one in transcript.utterances
    ]


def test_subtitles_of_a_real_call_keep_their_sides():
    path = next((outside_data() / "callytics").glob("*Call01.srt"))

    found = read_transcript_file(path)

    assert [one.role for one in found.transcript.utterances[:3]] == ["agent", "customer", "agent"]
    assert set(found.labels.values()) == {"CSR", "Customer"}


@pytest.mark.parametrize("name", ["gloria", "laugh1", "laugh2", "radio_short"])
def test_real_outputs_of_whisper_that_invent_text_are_marked(name: str):
    folder = outside_data() / "whisper-timestamped" / "expected" / "tiny_auto"

    transcript = read_transcript_file(folder / f"{name}.mp3.words.json").transcript

    assert any(one.suspect for one in transcript.utterances)


def test_a_clean_recording_is_hardly_marked():
    folder = outside_data() / "whisper-timestamped" / "expected" / "tiny_auto"

    transcript = read_transcript_file(folder / "smartphone.mp3.words.json").transcript

    marked = [one for one in transcript.utterances if one.suspect]
    assert len(marked) <= 0.05 * len(transcript.utterances)
