"""Channels on which silence is suppressed."""

import numpy as np

from engine.speech.ports import RATE_HZ, Span
from engine.speech.talkspurts import reach_borders, talkspurts


def sound(*runs: tuple[float, float]) -> np.ndarray:
    """Noise of the given level for the given seconds, one after another."""
    rng = np.random.default_rng(1)
    parts = [rng.standard_normal(round(seconds * RATE_HZ)) * level for level, seconds in runs]
    return np.concatenate(parts).astype(np.float32)


def test_a_channel_with_line_noise_has_no_talkspurts():
    assert talkspurts(sound((0.002, 2.0), (0.1, 1.0), (0.002, 2.0))) == ()


def test_a_suppressed_channel_has_talkspurts_where_it_carries_sound():
    (spurt,) = talkspurts(sound((0.0, 2.0), (0.1, 1.0), (0.0, 2.0)))

    assert abs(spurt.start_s - 2.0) <= 0.02
    assert abs(spurt.end_s - 3.0) <= 0.02


def test_an_idle_a_law_coder_sends_nothing():
    samples = sound((0.0, 2.0), (0.1, 1.0))
    samples[: 2 * RATE_HZ] = 8 / 32768

    assert len(talkspurts(samples)) == 1


def test_a_silent_channel_has_no_talkspurts():
    assert talkspurts(np.zeros(RATE_HZ, dtype=np.float32)) == ()


def test_speech_reaches_to_the_borders_of_its_talkspurt():
    assert reach_borders([Span(2.4, 2.8)], [Span(2.0, 3.0)]) == (Span(2.0, 3.0),)


def test_borders_too_far_away_are_noise_of_the_room():
    assert reach_borders([Span(6.0, 6.5)], [Span(2.0, 9.0)]) == (Span(6.0, 6.5),)


def test_only_the_first_and_the_last_stretch_of_a_talkspurt_move():
    moved = reach_borders([Span(2.4, 2.8), Span(3.2, 3.6)], [Span(2.0, 4.0)])

    assert moved == (Span(2.0, 2.8), Span(3.2, 4.0))


def test_speech_never_shrinks_to_its_talkspurt():
    assert reach_borders([Span(1.9, 3.1)], [Span(2.0, 3.0)]) == (Span(1.9, 3.1),)
