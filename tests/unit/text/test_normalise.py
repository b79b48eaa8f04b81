"""Folding a text and finding the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text.fold import fold_character, is_joiner
from rules.text.normalise import BOUNDARY, join, normalise

ODD_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("您好請問 ,。!?.3５ｗWord-'’ﬁ㎏½éẞİ😀𠮷\n\u0301\u200b"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("您好,请问!", "您好请问"),
        ("請問您貴姓", "请问您贵姓"),
        ("ＨＥＬＬＯ　Ｗｏｒｌｄ", "hello world"),
        ("Don't  hang-up…", "dont hang up"),
        ("VIP 客户 APP", "vip客户app"),
        ("3.5 元", "3.5元"),
        ("138 0013-8000", "13800138000"),
        ("Café", "cafe"),
        ("㎏", "kg"),
        ("。,!", ""),
        ("", ""),
    ],
)
def test_what_a_reader_takes_for_the_same_is_folded(raw, folded):
    assert normalise(raw).text == folded


def test_a_span_of_the_folded_text_leads_back_to_the_raw_words():
    raw = "嗯,請 問!"
    folded = normalise(raw)
    at = folded.text.index("请问")

    start, end = folded.raw_span(at, at + 2)

    assert raw[start:end] == "請 問"


def test_a_character_that_becomes_two_leads_back_to_itself():
    raw = "5㎏"

    assert normalise(raw).raw_span(1, 2) == (1, 2)
    assert normalise(raw).raw_span(0, 3) == (0, 2)


@given(ODD_TEXT)
def test_every_folded_character_comes_from_the_raw_one_it_points_to(raw):
    folded = normalise(raw)

    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    for char, at in zip(folded.text, folded.offsets, strict=True):
        assert char in fold_character(raw[at]) or (char in " ." and not fold_character(raw[at]))


@given(ODD_TEXT)
def test_no_letter_is_lost(raw):
    said = "".join(fold_character(char) for char in raw if not is_joiner(char))

    assert normalise(raw).text.replace(" ", "").replace(".", "") == said


@given(ODD_TEXT)
def test_folding_twice_changes_nothing(raw):
    once = normalise(raw).text

    assert normalise(once).text == once


@given(st.lists(ODD_TEXT, max_size=6))
def test_texts_folded_together_fold_as_they_do_alone(texts):
    joined = join(texts)

    alone = [normalise(text) for text in texts]
    assert joined.text == "".join(each.text + BOUNDARY for each in alone)
    assert [joined.text[end] for end in joined.ends] == [BOUNDARY] * len(texts)
    inside = [offset for offset, char in zip(joined.offsets.tolist(), joined.text, strict=True) if char != BOUNDARY]
    assert inside == [offset for each in alone for offset in each.offsets]
