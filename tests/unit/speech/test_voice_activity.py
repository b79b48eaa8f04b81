"""From probabilities to stretches of speech."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.speech.voice_activity import FRAME_S, ActivityOptions, speech_spans

OPTIONS = ActivityOptions(on_prob=0.5, off_prob=0.35, min_speech_s=0.1, min_silence_s=0.25)


def frames(*runs: tuple[float, float]) -> np.ndarray:
    return np.concatenate([np.full(round(seconds / FRAME_S), prob, dtype=np.float32) for prob, seconds in runs])


def test_silence_has_no_speech():
    assert speech_spans(frames((0.01, 5.0)), OPTIONS) == ()


def test_speech_begins_and_ends_where_the_voice_does():
    (span,) = speech_spans(frames((0.0, 1.0), (0.9, 2.0), (0.0, 1.0)), OPTIONS)

    assert abs(span.start_s - 1.0) <= FRAME_S
    assert abs(span.end_s - 3.0) <= FRAME_S


def test_a_short_pause_belongs_to_the_speech():
    spans = speech_spans(frames((0.9, 1.0), (0.0, 0.2), (0.9, 1.0), (0.0, 1.0)), OPTIONS)

    assert len(spans) == 1


def test_a_long_pause_parts_the_speech():
    spans = speech_spans(frames((0.9, 1.0), (0.0, 0.4), (0.9, 1.0), (0.0, 1.0)), OPTIONS)

    assert len(spans) == 2


def test_a_doubtful_stretch_goes_on_with_the_speech_before_it():
    (span,) = speech_spans(frames((0.9, 1.0), (0.4, 1.0), (0.0, 1.0)), OPTIONS)

    assert span.end_s > 1.9


def test_a_click_is_not_speech():
    assert speech_spans(frames((0.0, 1.0), (0.9, 0.06), (0.0, 1.0)), OPTIONS) == ()


def test_speech_at_the_end_of_the_recording_is_kept():
    (span,) = speech_spans(frames((0.0, 1.0), (0.9, 1.0)), OPTIONS)

    assert abs(span.end_s - 2.0) <= FRAME_S


@given(st.lists(st.floats(0, 1), max_size=300))
def test_stretches_are_sorted_apart_and_inside_the_recording(probabilities: list[float]):
    spans = speech_spans(probabilities, OPTIONS)

    assert all(span.start_s < span.end_s <= len(probabilities) * FRAME_S + 1e-3 for span in spans)
    assert all(
        later.start_s - sooner.end_s >= OPTIONS.min_silence_s - FRAME_S for sooner, later in itertools.pairwise(spans)
    )
