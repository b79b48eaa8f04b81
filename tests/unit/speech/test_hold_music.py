"""Music and tones on a channel are found, voices and noise are not taken for them."""

import numpy as np
import pytest

from engine.speech.audio import decode
from engine.speech.hold_music import music
from engine.speech.ports import RATE_HZ, FloatArray, Span
from engine.speech.voice_activity import ActivityOptions, speech_probabilities, speech_spans
from tests.support.hearing import DEMO_CALLS
from tests.support.music import BLOWN, PLUCKED, STRUCK, piece, tone
from tests.support.sound_files import Coding, write_coded

RNG = np.random.default_rng(9)


def found_in(samples: FloatArray) -> tuple[Span, ...]:
    return music(samples, speech_spans(speech_probabilities(samples), ActivityOptions()))


def quiet(seconds: float) -> FloatArray:
    return (1e-4 * RNG.standard_normal(round(seconds * RATE_HZ))).astype(np.float32)


def voice(seconds: float) -> FloatArray:
    """The agent of a demo call, twenty seconds into it."""
    samples = decode(DEMO_CALLS / "refund-good.ogg", max_duration_s=600.0).samples[0]
    return samples[: round(seconds * RATE_HZ)]


@pytest.mark.parametrize("fades", [PLUCKED, STRUCK, BLOWN])
@pytest.mark.parametrize("drums", [False, True])
def test_a_piece_is_found_from_beginning_to_end(fades: float, drums: bool):
    (span,) = found_in(np.concatenate([quiet(10), piece(20, fades=fades, drums=drums), quiet(10)]))

    assert span.start_s == pytest.approx(10, abs=2)
    assert span.end_s == pytest.approx(30, abs=2)


def test_it_is_found_through_a_telephone_line_too(tmp_path):
    path = write_coded(tmp_path, Coding("a.wav", "wav", "pcm_mulaw", 8000), piece(12)[None])

    (span,) = found_in(decode(path, max_duration_s=600.0).samples[0])

    assert span.duration_s > 10


@pytest.mark.parametrize(("on_s", "off_s", "times"), [(1.0, 4.0, 5), (0.35, 0.35, 30), (10.0, 0.0, 1)])
def test_tones_of_the_line_are_found(on_s: float, off_s: float, times: int):
    (span,) = found_in(tone(on_s, off_s, times))

    assert span.duration_s > 0.85 * times * (on_s + off_s) - off_s


def test_a_jingle_is_too_short_for_a_hold():
    assert found_in(np.concatenate([quiet(5), piece(3), quiet(5)])) == ()


def test_music_softer_than_the_line_itself_is_nothing():
    assert found_in(piece(15) * 0.05) == ()


@pytest.mark.parametrize("loudness", [0.01, 0.05, 0.2])
def test_noise_is_no_music(loudness: float):
    noise = RNG.standard_normal(RATE_HZ * 15)

    assert found_in((loudness * noise).astype(np.float32)) == ()
    assert found_in((loudness * np.convolve(noise, np.ones(12) / 4, "same")).astype(np.float32)) == ()


def test_a_voice_is_no_music():
    for path in sorted(DEMO_CALLS.glob("*.ogg"))[:6]:
        for channel in decode(path, max_duration_s=600.0).samples:
            assert found_in(channel) == ()


def test_the_voices_before_and_after_are_not_part_of_it():
    talk = voice(12)

    (span,) = found_in(np.concatenate([talk, piece(20), talk]))

    assert span.start_s == pytest.approx(12, abs=2.5)
    assert span.end_s == pytest.approx(32, abs=2.5)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.5, 1.9])
def test_a_very_short_recording_holds_none(seconds: float):
    assert found_in(piece(3)[: round(seconds * RATE_HZ)]) == ()
