"""The text form of conditions: parsed, never evaluated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import ExpressionInvalid
from rules.expression import Tree, parse


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", "a"),
        ("a && b", {"all": ["a", "b"]}),
        ("a && b && c", {"all": ["a", "b", "c"]}),
        ("a || b && c", {"any": ["a", {"all": ["b", "c"]}]}),
        ("(a || b) && c", {"all": [{"any": ["a", "b"]}, "c"]}),
        ("a && (b || !c)", {"all": ["a", {"any": ["b", {"not": "c"}]}]}),
        ("!!a", {"not": {"not": "a"}}),
        ("a and not b or c", {"any": [{"all": ["a", {"not": "b"}]}, "c"]}),
        ("投诉 且 非 致歉", {"all": ["投诉", {"not": "致歉"}]}),
        ("投诉 且 (推诿 或 !致歉)", {"all": ["投诉", {"any": ["推诿", {"not": "致歉"}]}]}),
        ("（a＆＆b）｜｜！c", {"any": [{"all": ["a", "b"]}, {"not": "c"}]}),
        ("2 of (a, b, c && d)", {"at_least": 2, "of": ["a", "b", {"all": ["c", "d"]}]}),
        ("1&&2", {"all": ["1", "2"]}),
    ],
)
def test_an_expression_means_what_it_looks_like(text: str, tree: Tree) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 0),
        ("a &&", 4),
        ("a & b", 2),
        ("(a", 2),
        ("a)", 1),
        ("a b", 2),
        ("|| a", 0),
        ("2 of a", 5),
        ("2 of (a", 7),
        ("!" * 30 + "a", 20),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_character(text: str, at: int) -> None:
    with pytest.raises(ExpressionInvalid) as caught:
        parse(text)

    assert caught.value.at == at


def test_a_very_long_expression_is_refused() -> None:
    with pytest.raises(ExpressionInvalid, match="longer than"):
        parse("a || " * 2_000 + "a")


@given(st.text(alphabet="ab!&|(),of12 ", max_size=40))
def test_anything_is_either_read_or_refused(text: str) -> None:
    try:
        parse(text)
    except ExpressionInvalid as refusal:
        assert 0 <= refusal.at <= len(text)
