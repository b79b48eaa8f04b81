"""Every way in which call centres keep sound is heard."""

from pathlib import Path

import numpy as np
import pytest

from engine.speech.audio import RawEncoding, RawFormat, decode
from engine.speech.ports import RATE_HZ
from tests.support.machine import ROOT
from tests.support.sound_files import Coding, voice_like, wav_bytes, write_coded

CODECS = ROOT / "tests" / "data" / "audio" / "codecs"
LOSSLESS_ENOUGH, LOSSY = 0.99, 0.8

CODINGS = [
    Coding("a.wav", "wav", "pcm_s16le", 8000, 2),
    Coding("a.wav", "wav", "pcm_u8", 8000),
    Coding("a.wav", "wav", "pcm_s24le", 16000, 2),
    Coding("a.wav", "wav", "pcm_s32le", 48000, 2),
    Coding("a.wav", "wav", "pcm_f32le", 44100),
    Coding("a.wav", "wav", "pcm_f64le", 8000),
    Coding("a.wav", "wav", "pcm_alaw", 8000, 2),
    Coding("a.wav", "wav", "pcm_mulaw", 8000, 2),
    Coding("a.wav", "wav", "adpcm_ima_wav", 8000),
    Coding("a.wav", "wav", "adpcm_ms", 8000, 2),
    Coding("a.wav", "wav", "adpcm_yamaha", 8000),
    Coding("a.wav", "wav", "g722", 16000),
    Coding("a.wav", "wav", "adpcm_g726", 8000),
    Coding("a.w64", "w64", "pcm_s16le", 8000, 2),
    Coding("a.mp3", "mp3", "libmp3lame", 8000, 2),
    Coding("a.mp3", "mp3", "libmp3lame", 44100),
    Coding("a.m4a", "mp4", "aac", 16000, 2),
    Coding("a.m4a", "mp4", "alac", 16000, 2),
    Coding("a.aac", "adts", "aac", 16000),
    Coding("a.flac", "flac", "flac", 8000, 2),
    Coding("a.opus", "ogg", "libopus", 48000, 2),
    Coding("a.webm", "webm", "libopus", 48000, 2),
    Coding("a.ogg", "ogg", "vorbis", 44100, 2),
    Coding("a.wma", "asf", "wmav2", 16000, 1, 32000),
    Coding("a.amr", "amr", "libopencore_amrnb", 8000, 1, 12200),
    Coding("a.wav", "wav", "g723_1", 8000, 1, 6300),
    Coding("a.au", "au", "pcm_mulaw", 8000),
    Coding("a.aiff", "aiff", "pcm_s16be", 8000, 2),
    Coding("a.caf", "caf", "pcm_s16le", 22050, 2),
]


def likeness(first: np.ndarray, second: np.ndarray) -> float:
    """Correlation at the best shift: coders delay the sound by their own length."""
    length = min(len(first), len(second))
    spectrum = np.conj(np.fft.rfft(first[:length], 2 * length)) * np.fft.rfft(second[:length], 2 * length)
    best = float(np.fft.irfft(spectrum).max())
    return best / float(np.linalg.norm(first[:length]) * np.linalg.norm(second[:length]) + 1e-9)


@pytest.mark.parametrize("coding", CODINGS, ids=str)
def test_what_was_coded_is_heard(tmp_path: Path, coding: Coding):
    original = voice_like(2.0, 2)

    heard = decode(write_coded(tmp_path, coding, original), max_duration_s=60.0)

    assert heard.samples.shape[0] == coding.channels == heard.facts.channels
    assert heard.facts.sample_rate_hz == coding.rate_hz or coding.encoder == "libopus"
    assert heard.facts.duration_s == pytest.approx(2.0, abs=0.2)
    for channel in range(coding.channels):
        assert likeness(original[channel], heard.samples[channel]) > LOSSY


@pytest.mark.parametrize("name", ["greeting.gsm", "greeting_gsm.wav", "greeting.spx"])
def test_gsm_and_speex_are_heard(name: str):
    original = decode(ROOT / "tests/data/audio/short_greeting.flac", max_duration_s=60.0).samples.mean(axis=0)

    heard = decode(CODECS / name, max_duration_s=60.0)

    assert heard.facts.duration_s == pytest.approx(2.0, abs=0.05)
    assert likeness(original[: 2 * RATE_HZ], heard.samples[0]) > LOSSY


def frames(size: int, count: int) -> bytes:
    return np.random.default_rng(4).integers(0, 256, size * count, dtype=np.uint8).tobytes()


def test_g729_in_wav_is_heard(tmp_path: Path):
    path = tmp_path / "a.wav"
    path.write_bytes(wav_bytes(frames(10, 100), tag=0x83, block=10, bytes_per_s=1000, bits=0))

    heard = decode(path, max_duration_s=60.0)

    assert (heard.facts.codec, heard.facts.duration_s) == ("g729", pytest.approx(1.0))


def test_wide_band_amr_is_heard(tmp_path: Path):
    path = tmp_path / "a.amr"
    speech = frames(32, 50)
    path.write_bytes(b"#!AMR-WB\n" + b"".join(b"\x14" + speech[at : at + 32] for at in range(0, len(speech), 32)))

    heard = decode(path, max_duration_s=60.0)

    assert (heard.facts.codec, heard.facts.sample_rate_hz) == ("amrwb", 16000)
    assert heard.facts.duration_s == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("encoding", "encoder"),
    [(RawEncoding.ALAW, "pcm_alaw"), (RawEncoding.MULAW, "pcm_mulaw"), (RawEncoding.PCM, "pcm_s16le")],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_sound_without_a_header_is_heard_when_the_source_says_what_it_is(
    tmp_path: Path, encoding: RawEncoding, encoder: str, channels: int
):
    original = voice_like(2.0, 2)
    path = write_coded(tmp_path, Coding("a.raw", str(encoding), encoder, 8000, channels), original)

    heard = decode(path, max_duration_s=60.0, raw=RawFormat(encoding, 8000, channels))

    assert heard.facts.duration_s == pytest.approx(2.0)
    assert all(likeness(original[row], heard.samples[row]) > LOSSLESS_ENOUGH for row in range(channels))


def test_raw_g729_is_heard_when_the_source_says_so(tmp_path: Path):
    path = tmp_path / "20261122.dat"
    path.write_bytes(frames(10, 200))

    assert decode(path, max_duration_s=60.0, raw=RawFormat(RawEncoding.G729)).facts.duration_s == pytest.approx(2.0)


def test_raw_gsm_is_heard_when_the_source_says_so(tmp_path: Path):
    path = tmp_path / "call.dat"
    path.write_bytes((CODECS / "greeting.gsm").read_bytes())

    heard = decode(path, max_duration_s=60.0, raw=RawFormat(RawEncoding.GSM))

    assert heard.facts.duration_s == pytest.approx(2.0)


def test_a_file_whose_rate_changes_midway_keeps_its_length(tmp_path: Path):
    first = write_coded(tmp_path, Coding("a.mp3", "mp3", "libmp3lame", 16000), voice_like(2.0))
    second = write_coded(tmp_path, Coding("b.mp3", "mp3", "libmp3lame", 8000), voice_like(2.0))
    joined = tmp_path / "c.mp3"
    joined.write_bytes(first.read_bytes() + second.read_bytes())

    heard = decode(joined, max_duration_s=60.0)

    assert heard.samples.shape[1] == pytest.approx(heard.facts.duration_s * RATE_HZ, abs=RATE_HZ * 0.1)
    assert heard.facts.duration_s == pytest.approx(4.0, abs=0.3)
