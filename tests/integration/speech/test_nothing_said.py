"""Where nobody speaks, no text goes unmarked."""

from pathlib import Path

import numpy as np
import pytest

from engine.speech.channels import ChannelPolicy
from engine.speech.hear import Request, hear
from engine.speech.ports import RATE_HZ, FloatArray
from tests.support.hearing import DEMO, demo_models
from tests.support.sound_files import write_wav

SECONDS = 30
COUNT = SECONDS * RATE_HZ
MOMENT = np.arange(COUNT) / RATE_HZ


def white(level: float) -> FloatArray:
    return (np.random.default_rng(1).standard_normal(COUNT) * level).astype(np.float32)


def pink(level: float) -> FloatArray:
    spectrum = np.fft.rfft(np.random.default_rng(2).standard_normal(COUNT))
    coloured = np.fft.irfft(spectrum / np.sqrt(np.maximum(1.0, np.arange(len(spectrum)))), COUNT)
    return (coloured / np.abs(coloured).max() * level).astype(np.float32)


def hum() -> FloatArray:
    return (0.05 * np.sin(2 * np.pi * 50 * MOMENT) + 0.02 * np.sin(2 * np.pi * 150 * MOMENT)).astype(np.float32)


def ringing() -> FloatArray:
    """A ring-back tone as Chinese exchanges send it: 450 Hz, one second on, four off."""
    return (0.2 * np.sin(2 * np.pi * 450 * MOMENT) * (MOMENT % 5 < 1)).astype(np.float32)


def keys() -> FloatArray:
    """Somebody types a menu choice: two tones per key."""
    pairs = ((697, 1209), (770, 1336), (852, 1477), (941, 1336))
    sound = np.zeros(COUNT)
    for number, (low, high) in enumerate(pairs * 5):
        stretch = (number * 1.2 <= MOMENT) & (number * 1.2 + 0.2 > MOMENT)
        sound += stretch * 0.2 * (np.sin(2 * np.pi * low * MOMENT) + np.sin(2 * np.pi * high * MOMENT))
    return sound.astype(np.float32)


def music() -> FloatArray:
    """Hold music of plain chords."""
    sound = np.zeros(COUNT)
    for number in range(SECONDS):
        root = 220 * 2 ** ((0, 5, 7, 3)[number % 4] / 12)
        inside = (number <= MOMENT) & (number + 1 > MOMENT)
        fading = np.exp(-3 * (MOMENT - number))
        for ratio in (1, 1.26, 1.5, 2):
            sound += inside * 0.06 * np.sin(2 * np.pi * root * ratio * MOMENT) * np.where(inside, fading, 0)
    return sound.astype(np.float32)


def clicks() -> FloatArray:
    sound = np.zeros(COUNT, dtype=np.float32)
    sound[:: RATE_HZ // 3] = 0.9
    return sound


SOUNDS = {
    "silence": np.zeros(COUNT, dtype=np.float32),
    "faint noise": white(0.001),
    "noise": white(0.02),
    "loud noise": white(0.2),
    "pink noise": pink(0.3),
    "hum": hum(),
    "ringing": ringing(),
    "keys": keys(),
    "music": music(),
    "clicks": clicks(),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_no_text_goes_unmarked_where_nobody_speaks(tmp_path: Path, name: str):
    path = write_wav(tmp_path / "a.wav", SOUNDS[name][None, ::2], rate_hz=RATE_HZ // 2)

    transcript = hear(Request(path, ChannelPolicy.MONO_DIARIZE), demo_models(), DEMO).transcript

    assert [said.text for said in transcript.utterances if said.suspect is None] == []
