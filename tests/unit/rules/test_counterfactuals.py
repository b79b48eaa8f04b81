"""Every condition that did not hold says what was nearest to holding, and by how much."""

import re
from typing import Any

import pytest

from review_app.whys import in_words
from rules.dialogue import dialogue
from rules.explain import explain
from tests.unit.rules.test_explain import book

LONG_PAUSE = "A 您好\n-- 15\nA 好"
LATIN = re.compile(r"[a-z]{4,}")


@pytest.mark.parametrize(
    ("when", "call", "why", "by"),
    [
        (
            "{op: near, first: [密码], second: [告诉我], within: 4}",
            "A 密码非常重要请您告诉我",
            "6 chars apart > 4",
            None,
        ),
        ("{op: near, first: [密码], second: [告诉我]}", "A 密码很重要", "the first is said", None),
        ("{op: sounds_like, phrases: [银保监会]}", "A 银保鉴定局", "'银保监会': sounds", None),
        ("{op: similar, sentences: [请问还有其他可以帮您的吗]}", "A 还有别的事吗", "similarity 44 < 70", 25.56),
        ("{op: interruption, min_overlap_s: 1}", "C 0-5 我想说的是\nA 4.6-6 您先听", "talks over for 0.4 s < 1 s", 0.6),
        ("{op: entity, kind: amount, compare: gt, value: 500}", "A 一共三百块", "an amount: 300 not gt 500", 200.0),
        ("{op: entity, kind: phone}", "A 一共三百块", "a phone number is not said", None),
        ("{op: regex, pattern: 没办法, except: 抱歉}", "A 抱歉没办法", "said only where an exception is", None),
        (
            "{op: keyword, words: [没办法], except: [没办法的办法]}",
            "A 没办法的办法",
            "said only where an exception is",
            None,
        ),
        ("{op: keyword, words: [随便], clause: whole}", "A 随便您选", "said only where it does not count", None),
        ("{op: keyword, words: [随便], unless: [请]}", "A 随便看，请进", "said only where it does not count", None),
        (
            "{op: near, first: [你], second: [废物], clause: within}",
            "A 你好，废物回收",
            "said only where it does not count",
            None,
        ),
        ("{op: keyword, words: [没办法], times: 3}", "A 没办法，没办法", "2 times < 3", 1.0),
        ("{op: repeat, times: 3, scope: {role: agent}}", "A 请问您的手机号\nA 请问您的手机号", "2 times < 3", 1.0),
        ("{op: emotion}", "C 我有点生气", "1 points < 2", 1.0),
        (
            "{op: silence, over: 10, said_before: customer}",
            LONG_PAUSE,
            "longest pause of this kind 0.0 s <= 10 s",
            10.0,
        ),
        ("{op: silence, over: 10, excuses: {words: [您好]}}", LONG_PAUSE, "1 excused by what was said", None),
        ("{op: pace, over: 100, times: 3, min_length: 2}", "A 0-1 您好您好您好", "1 times < 3", 2.0),
        (
            "{sequence: [{op: keyword, words: [您好]}, {op: keyword, words: [再见]}], within_s: 5}",
            "A 您好\n-- 20\nA 再见",
            "20.2 s apart > 5 s",
            15.2,
        ),
        (
            "{sequence: [{op: keyword, words: [再见]}, {op: keyword, words: [您好]}]}",
            "A 您好\nA 再见",
            "the hits come in another order",
            None,
        ),
    ],
)
def test_what_was_nearest_is_said_in_both_languages(when: str, call: str, why: str, by: float | None) -> None:
    (trace,) = explain(book(when), dialogue(call), {})

    (missing,) = trace.missing
    assert not trace.fired
    assert why in missing.why
    assert by is None or missing.by == pytest.approx(by, abs=0.01)
    assert not LATIN.search(re.sub(r"「.*?」", "", in_words(missing.why, "zh")))


@pytest.mark.parametrize(
    ("prerequisite", "metadata", "expected"),
    [
        ("{op: metadata, field: n, compare: gt, value: 3}", {"n": 1}, [("prerequisite: metadata", 2.0)]),
        ("{op: keyword, words: [套餐]}", {}, [("prerequisite: keyword", 1.0)]),
    ],
)
def test_a_rule_that_does_not_apply_says_what_of_its_prerequisite_does_not_hold(
    prerequisite: str, metadata: dict[str, Any], expected: list[tuple[str, float]]
) -> None:
    rulebook = book("{op: keyword, words: [没办法]}", f"    prerequisite: {prerequisite}\n")

    (trace,) = explain(rulebook, dialogue("A 没办法"), metadata)

    assert trace.verdict is None
    assert [(missing.condition, missing.by) for missing in trace.missing] == expected
