"""Windows of one voice come together."""

import numpy as np
import pytest

from engine.speech.ports import Span
from engine.speech.voice_clusters import cluster, ward
from engine.speech.voice_features import FRAMES_PER_S

RNG = np.random.default_rng(8)
WINDOWS = [Span(second, second + 1.0) for second in range(40)]


def frames(offsets: np.ndarray) -> np.ndarray:
    """Cepstral frames of a second per offset: one voice is one offset."""
    noise = RNG.standard_normal((len(offsets) * FRAMES_PER_S, 16))
    return noise + np.repeat(offsets, FRAMES_PER_S)[:, None]


def test_ward_parts_what_is_apart():
    measures = np.concatenate([RNG.standard_normal((10, 4)), RNG.standard_normal((15, 4)) + 9])

    labels = ward(measures, 2)

    assert labels.tolist() == [0] * 10 + [1] * 15


def test_labels_count_in_order_of_first_appearance():
    measures = np.array([[9.0], [0.0], [9.1], [0.1]])

    assert ward(measures, 2).tolist() == [0, 1, 0, 1]


def test_two_voices_taking_turns_are_told_apart():
    who = np.array([0, 0, 1, 1, 1, 0, 1, 0] * 5)
    coefficients = frames(who * 1.5)

    found = cluster(WINDOWS, coefficients, np.zeros(len(coefficients)), 2)

    assert found.labels.tolist() == who.tolist()
    assert found.confidence == 1.0


def test_one_voice_is_divided_without_confidence():
    coefficients = frames(np.zeros(40))

    assert cluster(WINDOWS, coefficients, np.zeros(len(coefficients)), 2).confidence < 0.6


def test_voices_that_differ_in_pitch_alone_may_start_the_division():
    who = np.array([0, 1] * 20)
    coefficients = frames(who * 0.7)
    pitch = np.repeat(np.where(who, 220.0, 110.0), FRAMES_PER_S)

    assert cluster(WINDOWS, coefficients, pitch, 2).labels.tolist() == who.tolist()


def test_a_very_long_call_is_thinned_out_and_still_told_apart():
    windows = [Span(0.25 * tick, 0.25 * tick + 0.25) for tick in range(1300)]
    who = np.arange(1300) // 29 % 2
    coefficients = RNG.standard_normal((1300 * 25, 16)) + np.repeat(who * 1.5, 25)[:, None]

    labels = cluster(windows, coefficients, np.zeros(len(coefficients)), 2).labels

    assert labels.tolist() == who.tolist()


@pytest.mark.parametrize("count", [4, 5])
def test_a_few_windows_are_enough_to_answer(count: int):
    coefficients = frames(np.zeros(count))

    assert len(cluster(WINDOWS[:count], coefficients, np.zeros(len(coefficients)), 2).labels) == count
