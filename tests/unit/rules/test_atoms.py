"""No text that a pattern matches is passed over for want of an atom."""

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.atoms import atoms, lowered
from rules.patterns import Pattern, Patterns

PIECE = st.sampled_from(
    (
        "您",
        "好",
        "a",
        "K",
        "s",
        "é",
        ".",
        "^",
        "$",
        r"\b",
        r"\d",
        "[ab]",
        "[^a]",
        "[好-您]",
        "(?i:x)",
        "您好",
        "没",
        r"\?",
        "-",
    )
)
TIMES = st.sampled_from(("?", "*", "+", "{2}", "{0,2}", "{1,3}", "+?", "|"))


def _longer(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.tuples(inner, TIMES).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
    )


PATTERN = st.recursive(PIECE, _longer, max_leaves=8)
TEXT = st.text(st.sampled_from("您好没aAbBkK\u212asSſxXéÉ1? -\n"), max_size=10)


def matches(pattern: str, text: str) -> bool:
    options = re2.Options()
    options.case_sensitive = False
    return re2.compile(pattern, options=options).search(text) is not None


@settings(max_examples=300, deadline=None)
@given(PATTERN, TEXT)
def test_every_match_has_an_atom(pattern: str, text: str) -> None:
    found = atoms(pattern)

    if found is not None and matches(pattern, text):
        assert any(atom in lowered(text) for atom in found)


@settings(max_examples=100, deadline=None)
@given(st.lists(PATTERN, max_size=4), st.lists(st.lists(TEXT, max_size=4), max_size=3))
def test_no_utterance_that_matches_is_left_out(patterns: list[str], calls: list[list[str]]) -> None:
    found = Patterns({number: Pattern(pattern) for number, pattern in enumerate(patterns)}).candidates(calls)

    for texts, candidates in zip(calls, found, strict=True):
        for number, pattern in enumerate(patterns):
            where = [at for at, text in enumerate(texts) if matches(pattern, text)]
            assert not where or (
                number in candidates and (not candidates[number] or set(where) <= set(candidates[number]))
            )


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("没办法", {"没办法"}),
        ("(没|无)办法", {"没办法", "无办法"}),
        ("我.{0,4}(解决|帮)不了", {"解决不了", "帮不了"}),
        ("您(们)?真的", {"您真的", "您们真的"}),
        ("(ab|b)+", {"b"}),
        ("好*", None),
        ("a|", None),
        (r"\d+", None),
        ("[[:alpha:]]x", None),
        ("REFUND (today|now)", {"refund today", "refund now"}),
    ],
)
def test_atoms_are_the_rarest_that_are_sure(pattern: str, expected: set[str] | None) -> None:
    assert atoms(pattern) == expected
