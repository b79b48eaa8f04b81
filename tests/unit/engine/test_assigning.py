"""Who gets the next call: the least of their day is taken."""

from hypothesis import given
from hypothesis import strategies as st

from engine.casework.assigning import Load, least_loaded

LOADS = st.lists(st.builds(Load, st.integers(1, 50), st.floats(0, 1e5), st.floats(0, 1e5)), min_size=1, max_size=12)


def test_what_counts_is_the_share_of_the_day_not_the_seconds():
    part_time, full_time = Load(1, 3600, 7200), Load(2, 5400, 14400)

    assert least_loaded([part_time, full_time]) is full_time


def test_of_equals_the_first_is_taken_whatever_the_order():
    first, second = Load(1, 0, 100), Load(2, 0, 100)

    assert least_loaded([second, first]) is first


def test_with_nobody_there_nobody_is_taken():
    assert least_loaded([]) is None


def test_somebody_without_a_day_takes_no_call_before_the_others():
    assert least_loaded([Load(1, 10, 0), Load(2, 10, 100)]).inspector_id == 2


@given(LOADS)
def test_nobody_has_less(loads: list[Load]):
    chosen = least_loaded(loads)

    assert chosen is not None
    assert all(chosen.share <= other.share for other in loads)
