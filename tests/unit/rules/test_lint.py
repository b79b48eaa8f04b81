"""Lint: what is allowed and will not work as meant."""

import pytest

from rules.lint import lint
from rules.load import load_rulebook_text

TESTS = "    tests: [{call: A x, expect: pass}, {call: A y, expect: fail}]\n"


def remarks(rule: str, rest: str = "") -> set[str]:
    text = f"rulebook: {{name: demo, title: t}}\n{rest}rules:\n  - id: R\n    title: t\n    why: w\n{rule}"
    return {remark.check for remark in lint(load_rulebook_text({"demo.yaml": text}))}


@pytest.mark.parametrize(
    ("rule", "check"),
    [
        ("    when: {op: keyword, words: [投诉]}\n", "no-tests"),
        ("    when: {op: keyword, words: [投诉]}\n    tests: [{call: A x, expect: pass}]\n", "no-tests"),
        ("    when: {op: fuzzy, phrases: [投诉]}\n" + TESTS, "too-loose"),
        ("    when: {op: fuzzy, phrases: [祝您愉快], at_least: 55}\n" + TESTS, "too-loose"),
        ("    when: {op: keyword, words: [滚]}\n" + TESTS, "too-loose"),
        ("    when: a\n    conditions: {a: {op: keyword, words: [xx]}, b: {op: keyword, words: [yy]}}\n" + TESTS,
         "unreachable"),
        ("    when: {all: [{op: metadata, field: p, value: a}, {op: metadata, field: p, value: b}]}\n" + TESTS,
         "unreachable"),
        ("    when: {op: keyword, words: ['？！']}\n" + TESTS, "unheard"),
        ("    when: {op: keyword, words: [投诉], except: [投诉]}\n" + TESTS, "unheard"),
        ("    when: {op: keyword, words: [投诉, 要投诉]}\n" + TESTS, "shadowed"),
        ("    when: {op: keyword, words: [滚], clause: ends}\n" + TESTS, "too-loose"),
        ("    when: {op: keyword, words: [投诉], unless: [投诉]}\n" + TESTS, "unheard"),
        ("    when: {op: keyword, words: [投诉, 要投诉], clause: ends}\n" + TESTS, "shadowed"),
        ("    when: {op: keyword, words: [投诉, 投诉我], clause: begins}\n" + TESTS, "shadowed"),
        ("    when: {op: keyword, words: [投诉]}\n    effect: {points: -1}\n" + TESTS, "role"),
        ("    when: {op: silence, over: 5}\n    effect: {points: -1}\n" + TESTS, "excuses"),
        ("    when: {op: manual, question: 好吗}\n" + TESTS, "question"),
        ("    when: {op: sounds_like, phrases: [年化率]}\n    effect: {points: -1}\n" + TESTS, "question"),
        ("    when: {op: pace, over: 9}\n    effect: {fatal: form}\n" + TESTS, "effect"),
        ("    when: {op: keyword, words: [投诉, 举报], need: 3}\n" + TESTS, "never"),
        ("    when: {op: silence, over: 10, under: 5}\n" + TESTS, "never"),
        ("    when: {at_least: 3, of: [{op: keyword, words: [投诉]}, {op: manual, question: q}]}\n" + TESTS, "never"),
        ("    when: {sequence: [{op: keyword, words: [投诉]}, {not: {op: manual, question: q}}]}\n" + TESTS, "never"),
        ("    when: {op: talk_ratio, over: 80}\n" + TESTS, "never"),
        ("    when: {op: talk_ratio, over: 0.9, scope: {role: agent}}\n" + TESTS, "scope"),
        ("    when: {op: duration, over: 9, scope: {role: agent}}\n" + TESTS, "scope"),
        ("    when: {op: metadata, field: p, value: a, scope: {utterances: 1..3}}\n" + TESTS, "scope"),
        ("    when: {op: keyword, words: [投诉], scope: {utterances: 3..2}}\n" + TESTS, "scope"),
        ("    when: {op: keyword, words: [投诉], scope: {seconds: -5..-10}}\n" + TESTS, "scope"),
        ("    when: {op: repeat, scope: {role: agent, every: true}}\n" + TESTS, "scope"),
    ],
)  # fmt: skip
def test_what_will_not_work_as_meant_is_remarked_upon(rule: str, check: str) -> None:
    assert check in remarks(rule)


def test_a_sound_rule_is_not_remarked_upon() -> None:
    assert remarks("    when: {op: keyword, words: [投诉], scope: {role: agent}}\n" + TESTS) == set()


def test_a_word_in_two_lists_is_named_with_both() -> None:
    rest = "word_lists: {good: [抱歉, 您好], bad: [抱 歉, 滚蛋]}\n"

    assert remarks("    when: {op: keyword, lists: [good]}\n" + TESTS, rest) == {"two-lists"}


def test_two_rules_with_one_trigger_are_named() -> None:
    second = "  - {id: S, title: t, why: w, when: {op: keyword, words: [投诉]}}\n"

    assert "same-trigger" in remarks("    when: {op: keyword, words: [投诉]}\n" + TESTS + second)


CARD = """
scorecards:
  - id: c
    title: c
    maximum: 10
    pass_mark: {pass_mark}
    sections:
      - id: s
        title: s
        benchmark: {benchmark}
        items:
          - {{id: i, title: i, points: 6, rules: [R], na_allowed: {na}}}
          - {{id: j, title: j, points: 4, rules: [{second}], na_allowed: {na}, cap: {cap}}}
"""


@pytest.mark.parametrize(
    ("form", "rule", "check"),
    [
        ({"second": "R"}, "effect: {points: -1}", "items"),
        ({"cap": "9"}, "effect: {points: -1}", "items"),
        ({}, "effect: {points: -9}", "items"),
        ({}, "effect: {points: 0}", "items"),
        ({}, "effect: {points: 1, bonus: true}", "items"),
        ({"benchmark": "11"}, "effect: {points: -1}", "goals"),
        ({"pass_mark": "0"}, "effect: {points: -1}", "goals"),
        ({"na": "true"}, "effect: {points: -1}", "balance"),
    ],
)
def test_a_form_that_will_not_score_as_meant_is_remarked_upon(form: dict[str, str], rule: str, check: str) -> None:
    filled = {"pass_mark": "6", "benchmark": "8", "second": "S", "cap": "4", "na": "false"} | form
    second = "  - {id: S, title: t, why: w, effect: {points: -1}, when: {op: pace, over: 900}}\n"
    text = f"    {rule}\n    when: {{op: pace, over: 600}}\n{TESTS}{second}{CARD.format(**filled)}"

    assert check in remarks(text)


@pytest.mark.parametrize(
    "when",
    [
        "{op: keyword, words: [滚], clause: whole}",
        "{op: keyword, words: [投诉, 要投诉], clause: whole}",
        "{op: keyword, words: [投诉, 要投诉], clause: begins}",
        "{op: keyword, words: [投诉, 投诉我], clause: ends}",
    ],
)
def test_what_stands_otherwise_in_its_clause_is_no_repetition(when: str) -> None:
    assert remarks(f"    when: {when}\n" + TESTS) == set()
