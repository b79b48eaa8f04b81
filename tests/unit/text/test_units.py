"""How much is said, counted all at once and one after the other."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.entities.digits import _DIGIT_LIKE, pieces_of
from rules.text.tally import Tallied
from rules.text.units import units_of

HAN = r"[\u3400-\u9fff\uf900-\ufaff]"
WORD = r"[^\W\d_\u3400-\u9fff\uf900-\ufaff]+(?:['’][^\W\d_]+)*"
PLAIN = {False: rf"{HAN}|\d|{WORD}", True: rf"{HAN}|\d+|{WORD}"}


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("您好，。１2 3don't_é的\n𠀀"), max_size=12), max_size=5), st.booleans())
def test_counting_at_once_is_counting_one_by_one(texts: list[str], words: bool) -> None:
    assert units_of(Tallied(texts), words=words) == [len(re.findall(PLAIN[words], text)) for text in texts]


@settings(deadline=None)
@given(st.text(max_size=12), st.booleans())
def test_any_character_counts_as_the_expression_says(text: str, words: bool) -> None:
    assert units_of(Tallied([text]), words=words) == [len(re.findall(PLAIN[words], text))]


@pytest.mark.parametrize(("words", "units"), [(False, 5), (True, 4)])
def test_a_number_is_one_word_and_several_characters(words: bool, units: int) -> None:
    assert units_of(Tallied(["您好, it's 12"]), words=words) == [units]


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("您1２一零onetwentyſK\u212aé ，\n𠀀"), max_size=12), max_size=5))
def test_digits_counted_at_once_are_digits_counted_one_by_one(texts: list[str]) -> None:
    assert pieces_of(Tallied(texts)) == [len(_DIGIT_LIKE.findall(text)) for text in texts]
