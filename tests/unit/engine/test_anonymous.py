"""Names and numbers of strangers in what was said: masked, and nothing else is."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.anonymous import joined, personal_spans, without


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("您好王先生,请稍等", "您好*先生,请稍等"),
        ("李晓明女士您好", "***女士您好"),
        ("我叫李晓明", "我叫***"),
        ("免贵姓欧阳", "免贵姓**"),
        ("我姓张,想问一下", "我姓*,想问一下"),
        ("陈总好", "*总好"),
        ("电话是13812345678", "电话是***********"),
        ("尾号幺二三四", "尾号****"),
        ("my name is John Smith, ok", "my name is **** *****, ok"),
        ("Mr. Brown, please hold", "Mr. *****, please hold"),
        ("发到 a.b@example.com 吧", "发到 *.*@*******.*** 吧"),
    ],
)
def test_who_somebody_is_cannot_be_read(said: str, shown: str):
    assert without(said, personal_spans(said)) == shown


@pytest.mark.parametrize(
    "said", ["高兴为您服务", "先生您好", "我是说我要退款", "套餐每月199元", "总共是三样", "this is about my bill"]
)
def test_ordinary_words_stay(said: str):
    assert personal_spans(said) == ()


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


@given(spans=SPANS)
def test_joined_spans_cover_the_same_and_never_touch(spans: list[tuple[int, int]]):
    wanted = {place for start, end in spans for place in range(start, end)}

    found = joined(spans)

    assert {place for start, end in found for place in range(start, end)} == wanted
    assert all(first[1] < second[0] for first, second in pairwise(found))
