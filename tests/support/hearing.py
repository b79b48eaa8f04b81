"""Models for tests of hearing, loaded once per process: they take seconds and know no state."""

from functools import cache
from pathlib import Path

import pytest

from engine.speech import registry
from engine.speech.hear import Models
from engine.speech.model_store import DEMO_DIR
from engine.speech.options import SpeechSettings
from tests.support.machine import ROOT
from tests.support.whisper_folder import GRAIN, write_random_whisper

CALLS = ROOT / "tests" / "data" / "audio"
DEMO_CALLS = ROOT / "engine" / "demo" / "audio"
# One thread: the machine runs other tests beside this one.
DEMO = SpeechSettings(cpu_threads=1)
PLUMBING = SpeechSettings(transcriber="scripted", diarizer="light")


@cache
def demo_models() -> Models:
    """The demo model and the light diarizer."""
    if not DEMO_DIR.is_dir():
        pytest.skip("the demo model is not part of this checkout")
    return Models(registry.transcriber(DEMO), registry.diarizer(DEMO))


@cache
def plumbing() -> Models:
    """A recogniser that says one sentence, whatever it hears."""
    return Models(registry.transcriber(PLUMBING), registry.diarizer(PLUMBING))


def random_settings(folder: Path, **choices: object) -> SpeechSettings:
    """Settings for a tiny Whisper with random weights, made in *folder*."""
    model = write_random_whisper(folder / "grain", GRAIN) if not (folder / "grain").is_dir() else folder / "grain"
    return SpeechSettings(model=str(model), diarizer="none", **{"cpu_threads": 1, **choices})


def random_models(settings: SpeechSettings) -> Models:
    return Models(registry.transcriber(settings), None)
