"""Patterns that freeze a backtracking engine: each is refused at once with a reason, or answers at once."""

import time

import pytest
from pydantic import ValidationError

from rules.operators.pattern import Regex, compiled

AT_ONCE_S = 1.0

# A pattern and a text that makes `re` take minutes or longer.
EXPLODING = [
    (r"(a+)+$", "a" * 50_000 + "!"),
    (r"([a-zA-Z]+)*$", "a" * 50_000 + "!"),
    (r"(a|aa)+$", "a" * 50_000 + "!"),
    (r"(a|a?)+$", "a" * 50_000 + "!"),
    (r"(.*a){12}$", "a" * 5_000 + "!"),
    (r"(\w+\s?)+$", "word " * 10_000 + "!"),
    (r"^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 50_000),
    (r"(x+x+)+y", "x" * 50_000),
    (r"(.*)*投诉$", "好" * 50_000),
    (r".*.*.*投诉", "好" * 50_000),
    (r"(您好)*(您好)*(您好)*再见", "您好" * 20_000),
    (r"^(\d+)*$", "1" * 50_000 + "x"),
    (r"(?:a*)*b", "a" * 50_000),
    (r"((a*)*)*b", "a" * 50_000),
    (r"\s+$", " " * 50_000 + "x"),
    (r"^(a?){50}a{50}$", "a" * 50),
]
REFUSED = [
    (r"(a+)\1+$", "escape"),
    (r"(?=a+)+b", "perl"),
    (r"(?<!不)能退款", "perl"),
    (r"(a{1000}){1000}", "repetition"),
]


@pytest.mark.parametrize(("pattern", "text"), EXPLODING)
def test_an_exploding_pattern_answers_at_once(pattern, text):
    began = time.process_time()

    compiled(pattern).search(text)

    assert time.process_time() - began < AT_ONCE_S


@pytest.mark.parametrize(("pattern", "reason"), REFUSED)
def test_a_pattern_that_needs_backtracking_or_too_much_room_is_refused_with_the_reason(pattern, reason):
    began = time.process_time()

    with pytest.raises(ValidationError, match="refused") as refusal:
        Regex.model_validate({"op": "regex", "pattern": pattern})

    (error,) = refusal.value.errors()
    assert error["loc"] == ("pattern",)
    assert reason in error["msg"].lower()
    assert time.process_time() - began < AT_ONCE_S
