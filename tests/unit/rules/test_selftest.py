"""The tests that rules carry, tried rule by rule: the same failures, and of a changed draft only what changed."""

from rules.load import load_rulebook_text
from rules.selftest import _failures, selftest

HEAD = "rulebook: {name: t, title: T}\nword_lists:\n  bye: [再见]\nrules:\n"
HELLO = """\
  - id: HELLO
    title: 问候
    why: 问候
    effect: {on: absence, points: -1}
    when: {op: keyword, words: [您好], scope: {role: agent}}
    tests: [{call: "A 您好", expect: pass}, {call: "A 喂", expect: fail}]
"""
BYE = """\
  - id: BYE
    title: 再见
    why: 再见
    effect: {on: absence, points: -1}
    prerequisite: {rule: HELLO}
    when: {op: keyword, lists: [bye], scope: {role: agent}}
    tests: [{call: "A 您好\\nA 再见", expect: pass}, {call: "A 喂", expect: none}, {call: "A 您好", expect: fail}]
"""


def failures(text: str) -> list[tuple[str, int]]:
    return [(one.rule, one.number) for one in selftest(load_rulebook_text({"a.yaml": text}))]


def tried(text: str) -> int:
    """How many rules are tried anew."""
    before = _failures.cache_info().misses
    failures(text)
    return _failures.cache_info().misses - before


def test_rules_that_hang_on_others_are_tried_with_them():
    assert failures(HEAD + HELLO + BYE) == []


def test_every_test_that_came_out_otherwise_is_told():
    assert failures(HEAD + HELLO.replace("expect: pass", "expect: fail") + BYE) == [("HELLO", 1)]


def test_of_a_draft_only_what_changed_is_tried():
    _failures.cache_clear()

    assert tried(HEAD + HELLO + BYE) == 2
    assert tried(HEAD + HELLO + BYE) == 0
    assert tried(HEAD + HELLO + BYE.replace("title: 再见", "title: 道别")) == 1
    assert tried(HEAD + HELLO.replace("您好]", "您好, 早]") + BYE) == 2
    assert tried(HEAD.replace("[再见]", "[再见, 拜拜]") + HELLO + BYE) == 2
