"""A draw that anybody can make again: the same seed, the same calls."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sampling.bernoulli import is_drawn, unit

CALLS = [f"call-{number}" for number in range(20_000)]


def test_the_number_of_a_call_never_changes():
    # Written down once: a draw of last year must come out the same for ever.
    assert unit("callqc", "call-1") == pytest.approx(0.9820735772687775, abs=1e-12)
    assert unit("callqc", "call-1") != unit("other", "call-1")


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.9])
def test_the_share_that_is_drawn_is_the_share_that_was_asked_for(share: float):
    drawn = sum(is_drawn("seed", call, share) for call in CALLS)

    sigma = sqrt(len(CALLS) * share * (1 - share))
    assert abs(drawn - len(CALLS) * share) < 3 * sigma


def test_a_larger_share_draws_all_that_a_smaller_one_draws():
    small, large = ({call for call in CALLS if is_drawn("seed", call, share)} for share in (0.05, 0.2))

    assert small < large


def test_two_seeds_draw_independently():
    both = sum(is_drawn("one", call, 0.3) and is_drawn("two", call, 0.3) for call in CALLS)

    sigma = sqrt(len(CALLS) * 0.09 * 0.91)
    assert abs(both - len(CALLS) * 0.09) < 3 * sigma


@given(seed=st.text(), key=st.text())
def test_a_share_of_one_draws_everything_and_none_nothing(seed: str, key: str):
    assert 0 <= unit(seed, key) < 1
    assert is_drawn(seed, key, 1.0)
    assert not is_drawn(seed, key, 0.0)


def test_seed_and_key_are_kept_apart():
    assert unit("a", "bc") != unit("ab", "c")
