"""The pyannote path for real: its own classes, our adapter, a pipeline folder on this machine. Needs torch."""

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from engine.speech import registry
from engine.speech.audio import decode
from engine.speech.channels import ChannelPolicy
from engine.speech.diarize_pyannote import PyannoteDiarizer
from engine.speech.errors import ModelMissing
from engine.speech.hear import Models, Request, hear
from engine.speech.options import SpeechSettings
from engine.speech.ports import RATE_HZ, FloatArray, Span
from engine.speech.voiceprint import Match, match, voices_in
from rules.transcript import Role, RoleSource
from tests.diarize.pipeline_folder import write_random_pipeline

# torch and pyannote warn of what we do not use: torchcodec, deprecated parts of one another.
pytestmark = pytest.mark.filterwarnings("default")

CALL = Path(__file__).parents[2] / "engine" / "demo" / "audio" / "insurance-mono.ogg"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_pipeline(tmp_path_factory.mktemp("models") / "random-pipeline")


@pytest.fixture(scope="session")
def settings(folder: Path) -> SpeechSettings:
    return SpeechSettings(transcriber="scripted", diarizer_model=str(folder), device="cpu")


@pytest.fixture(scope="session")
def diarizer(settings: SpeechSettings) -> PyannoteDiarizer:
    found = registry.diarizer(settings)
    assert isinstance(found, PyannoteDiarizer)
    return found


@pytest.fixture(scope="session")
def sound() -> FloatArray:
    return decode(CALL, max_duration_s=600.0).samples[0, : 15 * RATE_HZ]


def test_a_configured_pipeline_is_chosen_over_the_light_diarizer(diarizer: PyannoteDiarizer):
    assert diarizer.provenance.backend == "pyannote"
    assert diarizer.provenance.model == "random-pipeline"


def test_telemetry_is_off(diarizer: PyannoteDiarizer):
    from pyannote.audio.telemetry.metrics import is_metrics_enabled

    assert os.environ["PYANNOTE_METRICS_ENABLED"] == "0"
    assert not is_metrics_enabled()


def test_a_call_is_divided_into_turns(diarizer: PyannoteDiarizer, sound: FloatArray):
    found = diarizer.diarize(sound, [Span(0.0, 15.0)])

    length_s = len(sound) / RATE_HZ
    assert found.turns
    assert all(0 <= turn.start_s < turn.end_s <= length_s for turn in found.turns)
    assert {turn.speaker for turn in found.turns} <= {0, 1}
    assert 0.5 <= found.confidence <= 1.0


def test_turns_for_words_do_not_overlap(diarizer: PyannoteDiarizer, sound: FloatArray):
    turns = diarizer.diarize(sound, [Span(0.0, 15.0)]).turns

    assert all(earlier.end_s <= later.start_s + 1e-3 for earlier, later in pairwise(turns))


def test_talk_over_can_be_heard(diarizer: PyannoteDiarizer, sound: FloatArray):
    assert diarizer.diarize(sound, [Span(0.0, 15.0)]).heard is not None


def test_the_speakers_it_finds_can_be_compared_with_an_enrolled_voice(diarizer: PyannoteDiarizer, sound: FloatArray):
    found = diarizer.diarize(sound, [Span(0.0, 15.0)])

    voices = voices_in(sound, found.turns)

    assert voices
    assert voices.keys() <= {turn.speaker for turn in found.turns}
    assert all(match(voice, voice) is Match.SAME for voice in voices.values())


@pytest.mark.parametrize("length", [0, 100, RATE_HZ])
def test_very_little_sound_breaks_nothing(diarizer: PyannoteDiarizer, length: int):
    silence = np.zeros(length, dtype=np.float32)

    found = diarizer.diarize(silence, [Span(0.0, length / RATE_HZ)] if length else [])

    assert all(0 <= turn.start_s < turn.end_s <= length / RATE_HZ for turn in found.turns)


def test_a_mono_call_goes_the_whole_way(settings: SpeechSettings, diarizer: PyannoteDiarizer):
    models = Models(registry.transcriber(settings), diarizer)

    heard = hear(Request(CALL, ChannelPolicy.MONO_DIARIZE), models, settings)

    assert heard.diarizer == diarizer.provenance
    assert heard.transcript.role_source is RoleSource.DIARIZATION
    assert {said.role for said in heard.transcript.utterances} <= {Role.AGENT, Role.CUSTOMER, Role.UNKNOWN}
    assert heard.transcript.timeline.overlaps is not None


def test_a_damaged_checkpoint_is_not_loaded(folder: Path, tmp_path: Path):
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in folder.rglob("*"):
        if path.is_file():
            target = copy / path.relative_to(folder)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    (copy / "embedding" / "pytorch_model.bin").write_bytes(b"something else")

    with pytest.raises(ModelMissing, match=r"embedding/pytorch_model\.bin is damaged"):
        registry.diarizer(SpeechSettings(diarizer_model=str(copy)))


def test_a_pipeline_without_checksums_is_not_trusted(folder: Path, tmp_path: Path):
    (tmp_path / "config.yaml").write_bytes((folder / "config.yaml").read_bytes())

    with pytest.raises(ModelMissing, match="models import"):
        registry.diarizer(SpeechSettings(diarizer_model=str(tmp_path)))


def test_a_pipeline_that_is_not_here_says_how_to_get_it(tmp_path: Path):
    name = "pyannote/speaker-diarization-community-1"

    with pytest.raises(ModelMissing, match="models fetch"):
        registry.diarizer(SpeechSettings(diarizer_model=name, models_dir=str(tmp_path)))
