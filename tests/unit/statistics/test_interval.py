"""Intervals beside every share and every mean."""

import pytest

from engine.statistics.interval import mean, share, student_t


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (0, 50, 0.0, 0.071),
        (3, 5, 0.231, 0.882),
        (27, 30, 0.744, 0.965),
        (85, 100, 0.767, 0.907),
        (180, 200, 0.851, 0.934),
    ],
)
def test_a_share_has_the_interval_of_wilson(count: int, n: int, low: float, high: float):
    found = share(count, n)

    assert found is not None
    assert (round(found.low, 3), round(found.high, 3)) == (low, high)


@pytest.mark.parametrize(("degrees", "t"), [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (19, 2.093)])
def test_the_quantile_is_that_of_the_tables(degrees: int, t: float):
    assert student_t(degrees) == pytest.approx(t, abs=0.007)


def test_nothing_counted_is_no_share_and_no_mean():
    assert share(0, 0) is None
    assert mean([]) is None


def test_one_value_says_nothing_of_the_spread():
    found = mean([46.0])

    assert found is not None
    assert found.value == 46
    assert found.half_width is None


def test_little_behind_a_figure_is_said():
    assert [found.is_few for found in (mean([1.0] * 9), mean([1.0] * 10), share(1, 9), share(1, 10)) if found] == [
        True,
        False,
        True,
        False,
    ]
