"""Cutting speech into what a recogniser hears at once."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.speech.ports import RATE_HZ, Span, WindowShape
from engine.speech.voice_activity import FRAME_S
from engine.speech.windows import PAD_S, split_long, windows

PACKED, SINGLE = WindowShape(30.0, packed=True), WindowShape(12.0, packed=False)


def flat(duration_s: float) -> np.ndarray:
    return np.full(int(duration_s / FRAME_S) + 1, 0.9, dtype=np.float32)


def test_several_stretches_share_a_window():
    (window,) = windows([Span(1, 4), Span(10, 14), Span(30, 35)], flat(60), PACKED, 60.0)

    assert [piece.speech for piece in window.pieces] == [Span(1, 4), Span(10, 14), Span(30, 35)]


def test_a_model_for_single_sentences_gets_one_stretch_each():
    found = windows([Span(1, 4), Span(10, 14)], flat(60), SINGLE, 60.0)

    assert [len(window.pieces) for window in found] == [1, 1]


def test_a_breath_does_not_part_a_sentence():
    found = windows([Span(1, 4), Span(4.3, 6)], flat(60), SINGLE, 60.0)

    assert [window.pieces[0].speech for window in found] == [Span(1, 6)]


def test_every_stretch_is_cut_with_a_little_quiet_around_it():
    (window,) = windows([Span(1, 4)], flat(60), PACKED, 60.0)

    assert window.pieces[0].cut == Span(1 - PAD_S, 4 + PAD_S)


def test_a_cut_never_leaves_the_recording():
    (window,) = windows([Span(0.05, 9.95)], flat(10), PACKED, 10.0)

    assert window.pieces[0].cut == Span(0.0, 10.0)


def test_a_long_stretch_is_parted_where_the_voice_is_weakest():
    weak = flat(60)
    weak[round(20.0 / FRAME_S)] = 0.4

    parts = split_long(Span(0, 40), weak, 30.0)

    assert len(parts) == 2
    assert abs(parts[0].end_s - 20.0) < 2 * FRAME_S


def test_a_moment_of_a_window_finds_its_way_back():
    (window,) = windows([Span(1, 4), Span(10, 14)], flat(60), PACKED, 60.0)
    second = window.pieces[1]

    assert window.piece_at(second.at_s + 1.0) == 1
    assert second.original_s(second.at_s + 1.0) == second.cut.start_s + 1.0


def test_a_window_is_cut_out_of_its_channel():
    channel = np.arange(60 * RATE_HZ, dtype=np.float32)
    (window,) = windows([Span(1, 4), Span(10, 14)], flat(60), PACKED, 60.0)

    samples = window.samples(channel)

    assert len(samples) == round(sum(piece.cut.duration_s for piece in window.pieces) * RATE_HZ)
    assert samples[0] == round(window.pieces[0].cut.start_s * RATE_HZ)


@st.composite
def speech(draw: st.DrawFn) -> list[Span]:
    spans, moment_s = [], 0.0
    for _ in range(draw(st.integers(0, 20))):
        start_s = moment_s + draw(st.floats(0.25, 8))
        moment_s = start_s + draw(st.floats(0.1, 50))
        spans.append(Span(round(start_s, 3), round(moment_s, 3)))
    return spans


@given(speech(), st.sampled_from([PACKED, SINGLE]))
def test_all_speech_is_heard_once_and_no_window_is_too_long(spans: list[Span], shape: WindowShape):
    duration_s = (spans[-1].end_s if spans else 0.0) + 1.0
    pieces_of = [window.pieces for window in windows(spans, flat(duration_s), shape, duration_s)]
    pieces = [piece for pieces in pieces_of for piece in pieces]

    assert all(sum(piece.cut.duration_s for piece in window) <= shape.max_s + 1e-6 for window in pieces_of)
    assert all(a.cut.end_s <= b.cut.start_s + 1e-6 for a, b in itertools.pairwise(pieces))
    for span in spans:
        covered_s = sum(
            max(0.0, min(span.end_s, piece.cut.end_s) - max(span.start_s, piece.cut.start_s)) for piece in pieces
        )
        assert abs(covered_s - span.duration_s) < 1e-6
