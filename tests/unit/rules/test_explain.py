"""Traces, counterfactuals and evidence: what was seen, what was missing, by how much."""

from dataclasses import replace

import pytest

from rules.dialogue import dialogue
from rules.evaluate import evaluate
from rules.explain import RuleTrace, explain, lines, trace_json
from rules.load import load_rulebook_text
from rules.rulebook import Rulebook


def book(when: str, more: str = "") -> Rulebook:
    text = (
        f"rulebook: {{name: demo, title: t}}\nrules:\n  - id: R\n    title: 标题\n    why: w\n    when: {when}\n{more}"
    )
    return load_rulebook_text({"demo.yaml": text})


def traced(when: str, call: str, more: str = "") -> RuleTrace:
    (trace,) = explain(book(when, more), dialogue(call), {})
    return trace


@pytest.mark.parametrize(
    ("when", "call", "condition", "by"),
    [
        ("{op: fuzzy, phrases: [祝您生活愉快], at_least: 80}", "A 祝您开心快乐每一天", "fuzzy", 25.45),
        ("{op: silence, over: 10}", "A 您好\n-- 6\nC 好", "silence", 3.8),
        ("{op: pace, over: 300, min_length: 5}", "A 0-2 一二三四五六七八", "pace", 60.0),
        ("{op: keyword, words: [您好, 请问, 再见], need: 3}", "A 您好，请问", "keyword", 1.0),
        ("{op: talk_ratio, over: 0.9}", "A 0-5 您好\nC 5-10 好", "talk_ratio", 0.4),
        ("{op: interruption, count: 2}", "C 0-5 我想说的是\nA 3-6 您先听", "interruption", 1.0),
    ],
)
def test_a_rule_that_did_not_fire_says_what_was_missing_and_by_how_much(
    when: str, call: str, condition: str, by: float
) -> None:
    trace = traced(when, call)

    (missing,) = trace.missing
    assert not trace.fired
    assert missing.condition == condition
    assert missing.by == pytest.approx(by, abs=0.01)


def test_only_the_conditions_that_kept_it_from_firing_are_named() -> None:
    when = "{all: [{op: keyword, id: a, words: [投诉]}, {op: keyword, id: b, words: [没办法]}]}"

    trace = traced(when, "C 我要投诉")

    assert [missing.condition for missing in trace.missing] == ["keyword b"]


def test_what_stands_in_the_way_of_a_not_is_quoted() -> None:
    trace = traced("{not: {op: keyword, id: sorry, words: [抱歉]}}", "A 非常抱歉")

    assert [missing.why for missing in trace.missing] == ["is there: '抱歉'"]


def test_a_rule_that_does_not_apply_says_why() -> None:
    trace = traced(
        "{op: keyword, words: [抱歉]}",
        "A 您好",
        "    prerequisite: {op: keyword, words: [投诉], scope: {role: agent}}\n",
    )

    assert trace.verdict is None
    assert trace.why == "its prerequisite does not hold"


def test_a_trace_can_be_read_as_text_and_by_programs() -> None:
    trace = traced("{op: keyword, id: sorry, words: [抱歉]}", "A 非常抱歉")

    assert list(lines(trace)) == [
        "R 标题: fail",
        "  when",
        "    true    keyword sorry",
        "      heard 0.4-0.9 s '抱歉'",
    ]
    assert trace_json(trace)["fired"] is True


def evidence(when: str, call: str) -> list[tuple[str, tuple[int, ...], str]]:
    (finding,) = evaluate(book(when), dialogue(call), {})
    return [(one.quote, one.utterances, one.why) for one in finding.evidence]


@pytest.mark.parametrize(
    ("when", "call", "quotes"),
    [
        ("{any: [{op: keyword, words: [甲]}, {op: keyword, words: [乙]}]}", "A 乙", ["乙"]),
        ("{all: [{op: keyword, words: [甲]}, {op: keyword, words: [乙]}]}", "A 甲\nA 乙", ["甲", "乙"]),
        ("{at_least: 2, of: [{op: keyword, words: [甲]}, {op: keyword, words: [乙]}, {op: keyword, words: [丙]}]}",
         "A 丙\nA 甲", ["丙", "甲"]),
        ("{sequence: [{op: keyword, words: [甲]}, {op: keyword, words: [乙]}]}", "A 乙\nA 甲\nA 乙", ["甲", "乙"]),
    ],
)  # fmt: skip
def test_the_proof_is_made_of_the_parts_that_made_the_difference(when: str, call: str, quotes: list[str]) -> None:
    assert [quote for quote, _, _ in evidence(when, call)] == quotes


def test_a_silence_is_shown_between_the_utterances_beside_it() -> None:
    assert evidence("{op: silence, over: 5}", "A 您好\n-- 6\nC 好") == [("", (1, 2), "6.2 s > 5 s")]


def test_the_quote_is_the_raw_text_however_it_was_folded() -> None:
    ((quote, _, _),) = evidence("{op: keyword, words: [不歸我管]}", "A 这个，不归、我 管！")

    assert quote == "不归、我 管"


def test_times_of_a_quote_lie_inside_its_utterance() -> None:
    (finding,) = evaluate(book("{op: keyword, words: [投诉]}"), dialogue("C 10-14 我要投诉你们"), {})

    (one,) = finding.evidence
    assert (one.start_s, one.end_s) == (11.333, 12.667)
    assert one.confidence == 0.95


def test_another_rule_that_fired_lends_its_proof() -> None:
    text = (
        "rulebook: {name: demo, title: t}\nrules:\n"
        "  - {id: A, title: a, why: a, when: {op: keyword, words: [投诉]}}\n"
        "  - {id: B, title: b, why: b, when: {rule: A}}\n"
    )

    findings = evaluate(load_rulebook_text({"demo.yaml": text}), dialogue("C 投诉"), {})

    assert [[one.quote for one in finding.evidence] for finding in findings] == [["投诉"], ["投诉"]]


def test_evidence_says_in_which_text_its_characters_count_and_on_which_channel_they_were_said() -> None:
    said = dialogue("A 您好\nC 我要投诉你们")
    stereo = replace(said, utterances=tuple(replace(one, channel=one.id - 1) for one in said.utterances))
    rulebook = book("{op: keyword, words: [投诉], scope: {role: customer}}")

    (finding,) = evaluate(rulebook, stereo, {})

    (evidence,) = finding.evidence
    assert (evidence.text_version, evidence.chars, evidence.channel) == ("raw", (2, 4), 1)


def test_a_window_that_was_searched_says_its_channel_only_where_it_is_one() -> None:
    said = dialogue("A 您好\nC 我要查话费")
    stereo = replace(said, utterances=tuple(replace(one, channel=one.id - 1) for one in said.utterances))
    (of_one,) = evaluate(book("{op: keyword, words: [投诉], scope: {role: customer}}"), stereo, {})
    (of_both,) = evaluate(book("{op: keyword, words: [投诉]}"), stereo, {})

    assert [(one.window, one.channel, one.text_version) for one in of_one.evidence] == [(True, 1, "")]
    assert [(one.window, one.channel) for one in of_both.evidence] == [(True, None)]
