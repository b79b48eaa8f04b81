"""Every recording decodes to the samples that the ffmpeg program gives."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from engine.speech.audio import RawFormat, decode
from engine.speech.ports import RATE_HZ, FloatArray
from models.channels import RawEncoding
from tests.support.machine import outside_data

SOUNDS = (".wav", ".flac", ".mp3", ".opus")
# The longest frame of these codecs; a decoder may keep or drop one at the end.
FRAME_S = 0.06

pytestmark = [
    pytest.mark.outside_data,
    pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="the ffmpeg program is not installed"),
]


@cache
def recordings() -> tuple[Path, ...]:
    files = sorted(path for path in outside_data().rglob("*") if path.suffix in SOUNDS)
    return tuple(path for path in files if "malformed" not in path.parts)


def by_ffmpeg(path: Path, channels: int, *told: str) -> FloatArray:
    """What the program decodes: shape (channels, n) at 16 000 Hz."""
    asked = ["ffmpeg", "-v", "error", *told, "-i", str(path), "-map", "0:a:0", "-ar", str(RATE_HZ), "-f", "f32le", "-"]
    sound = np.frombuffer(subprocess.run(asked, check=True, capture_output=True).stdout, dtype="<f4")
    return sound.reshape(-1, channels).T


def assert_same(path: Path, ours: FloatArray, theirs: FloatArray) -> None:
    assert abs(ours.shape[1] - theirs.shape[1]) <= FRAME_S * RATE_HZ
    common = min(ours.shape[1], theirs.shape[1])
    off = ours[:, :common] - theirs[:, :common]
    # Versions of the MP3 decoder differ in single frames of 24 kHz files, by -54 dB over the whole.
    most = 2e-3 if path.suffix == ".mp3" else 1e-6
    assert float(np.sqrt((off**2).mean())) < most, path.name


def test_every_sound_file_has_the_samples_that_ffmpeg_finds():
    assert len(recordings()) > 20

    for path in recordings():
        ours = decode(path, max_duration_s=3600.0).samples

        assert_same(path, ours, by_ffmpeg(path, len(ours)))


def test_sound_without_a_header_has_the_samples_that_ffmpeg_finds():
    path = outside_data() / "baidu-speech-demo" / "8k.pcm"

    ours = decode(path, max_duration_s=60.0, raw=RawFormat(RawEncoding.PCM, 8000)).samples

    assert_same(path, ours, by_ffmpeg(path, 1, "-f", "s16le", "-ar", "8000", "-ac", "1"))
