"""The outline of a recording."""

import numpy as np

from engine.speech.peaks import peaks
from engine.speech.ports import RATE_HZ


def test_every_twentieth_of_a_second_has_its_highest_level():
    samples = np.zeros((2, RATE_HZ), dtype=np.float32)
    samples[0, 100], samples[1, RATE_HZ - 1] = -0.5, 0.25

    outline = peaks(samples)

    assert outline.channels[0][:2] == (0.5, 0.0)
    assert outline.channels[1][-1] == 0.25
    assert [len(channel) for channel in outline.channels] == [20, 20]


def test_levels_stay_within_one():
    assert max(peaks(np.full((1, 800), 3.0, dtype=np.float32)).channels[0]) == 1.0


def test_a_last_part_that_is_not_full_counts():
    outline = peaks(np.full((1, RATE_HZ + 1), 0.5, dtype=np.float32))

    assert len(outline.channels[0]) == 21
    assert outline.as_dict() == {"rate_hz": 20, "channels": [[0.5] * 21], "duration_s": 1.0}
