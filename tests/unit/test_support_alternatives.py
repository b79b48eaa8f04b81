"""The alternatives of an expression are told apart by bars, groups, classes and escapes."""

import pytest

from tests.support.alternatives import alternatives, without


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("a|bc", ["a", "bc"]),
        ("(a|bc)d|e", ["a", "bc", "(a|bc)d", "e"]),
        ("(?:a|b)?c", ["a", "b"]),
        ("[|)]a|b", ["[|)]a", "b"]),
        ("[]|]|b", ["[]|]", "b"]),
        (r"a\|b|c", [r"a\|b", "c"]),
        (r"[^\]|]x|(y|$)", ["y", "$", r"[^\]|]x", "(y|$)"]),
        ("abc", []),
    ],
)
def test_alternatives_are_found_at_every_depth(pattern: str, found: list[str]) -> None:
    assert [one.text for one in alternatives(pattern)] == found


def test_an_alternative_goes_with_the_bar_beside_it() -> None:
    pattern = "(a|b)c|d"

    assert [without(pattern, one) for one in alternatives(pattern)] == ["(b)c|d", "(a)c|d", "d", "(a|b)c"]
