"""Rules against whole calls: verdicts, evidence, three values."""

import pytest

from rules.dialogue import dialogue
from rules.evaluate import evaluate, plan_of
from rules.finding import Finding, Verdict
from rules.load import load_rulebook_text
from rules.rulebook import Rulebook
from rules.ruling import VERDICTS, Rulings

GREETING = """
  - id: GREET-01
    title: {zh: 开场问候, en: Greeting}
    why: 客户先听到问候
    effect: {on: absence, points: -2}
    when: {op: keyword, words: [您好, 你好], scope: {role: agent, utterances: 1..2}}
"""
SHIRKING = """
  - id: SHIRK-01
    title: 投诉后推诿
    why: 投诉之后不得推诿
    effect: {points: -3, per: hit, max_times: 2}
    conditions:
      complaint: {op: keyword, words: [投诉], scope: {role: customer}}
      shirks: {op: keyword, words: [没办法, 不归我], scope: {role: agent, after: complaint, utterances: 1..2}}
    when: complaint && shirks
"""


def book(*rules: str) -> Rulebook:
    header = "rulebook: {name: demo, title: 示例}\nrules:\n"
    return load_rulebook_text({"demo.yaml": header + "".join(rules)})


def judge(rule: str, call: str, **metadata: object) -> Finding:
    (finding,) = evaluate(book(rule), dialogue(call), metadata)
    return finding


def test_a_greeting_in_the_window_passes_and_is_quoted() -> None:
    finding = judge(GREETING, "A 喂\nA 您好,请讲\nC 我查话费")

    assert finding.verdict is Verdict.PASS
    assert finding.points == 0
    assert [(one.quote, one.utterances, one.chars) for one in finding.evidence] == [("您好", (2,), (0, 2))]


def test_a_phrase_said_by_the_customer_does_not_greet() -> None:
    finding = judge(GREETING, "C 您好\nA 说吧\nC 我查话费\nA 号码")

    assert finding.verdict is Verdict.FAIL
    assert finding.points == -2


def test_an_absence_shows_the_window_that_was_searched() -> None:
    finding = judge(GREETING, "A 0-2 说吧\nC 3-4 我查话费\nA 5-6 号码\nA 7-8 您好")

    (evidence,) = finding.evidence
    assert evidence.window
    assert (evidence.utterances, evidence.start_s, evidence.end_s) == ((1, 3), 0.0, 6.0)
    assert evidence.confidence == 0.95


def test_an_absence_in_doubtful_words_cannot_fail() -> None:
    assert judge(GREETING, "A! 说吧\nC 我查话费\nA 号码").verdict is Verdict.UNSURE
    assert judge(GREETING, "A~ 说吧\nC 我查话费\nA 号码").verdict is Verdict.UNSURE


def test_a_window_that_the_call_does_not_have_cannot_fail() -> None:
    assert judge(GREETING, "C 喂?\nC 有人吗").verdict is Verdict.UNSURE
    assert judge(GREETING, "").verdict is Verdict.UNSURE


def test_roles_that_are_not_certain_cannot_fail() -> None:
    assert judge(GREETING, "== mono\nA 说吧\nC 我查话费\nA 号码").verdict is Verdict.UNSURE
    assert judge(GREETING, "? 说吧\n? 我查话费").verdict is Verdict.UNSURE


def test_a_forbidden_phrase_of_unknown_speaker_is_unsure() -> None:
    finding = judge(SHIRKING, "C 我要投诉\n? 这个不归我管\nC 好")

    assert finding.verdict is Verdict.UNSURE
    assert finding.flags


def test_every_hit_of_an_anchor_opens_its_own_window() -> None:
    finding = judge(SHIRKING, "C 我要投诉\nA 好的\nA 请讲\nC 还是要投诉\nA 没办法啊\nA 不归我管")

    assert finding.verdict is Verdict.FAIL
    assert [one.quote for one in finding.evidence] == ["投诉", "投诉", "没办法", "不归我"]


def test_no_anchor_means_no_fault() -> None:
    assert judge(SHIRKING, "C 查话费\nA 没办法啊").verdict is Verdict.PASS


def test_a_rule_whose_prerequisite_does_not_hold_gives_no_finding() -> None:
    rule = GREETING + "    prerequisite: {op: metadata, field: direction, value: inbound}\n"

    assert evaluate(book(rule), dialogue("A 喂"), {"direction": "outbound"}) == ()
    assert judge(rule, "A 喂\nA 说\nC 哦", direction="inbound").verdict is Verdict.FAIL
    assert judge(rule, "A 喂\nA 说\nC 哦").verdict is Verdict.UNSURE


def test_a_rule_is_in_force_on_its_days_only() -> None:
    rule = GREETING + "    effective: {since: 2026-03-01, until: 2026-03-31}\n"

    assert evaluate(book(rule), dialogue("A 喂"), {"started_at": "2026-02-28T23:59:00+08:00"}) == ()
    assert len(evaluate(book(rule), dialogue("A 喂"), {"started_at": "2026-03-31T23:59:00+08:00"})) == 1


def test_the_same_call_gives_the_same_findings() -> None:
    rulebook = book(GREETING, SHIRKING)
    call = "C 我要投诉\nA 没办法"

    assert evaluate(rulebook, dialogue(call), {}) == evaluate(rulebook, dialogue(call), {})


def test_only_the_holds_that_are_too_long_are_counted() -> None:
    held = """
  - id: HOLD-01
    title: 等待过长
    why: 不让客户久等
    effect: {points: -1, per: hit}
    when: {op: hold, measure: longest, over: 30}
"""

    finding = judge(held, "A 请稍等\n== hold 20\nA 久等了\n== hold 40\nA 好了\n== hold 50\nA 办好了")

    assert (finding.hits, finding.points) == (2, -2)
    assert [round(one.end_s - one.start_s) for one in finding.evidence] == [40, 50]


@pytest.mark.parametrize(
    ("when", "hits"),
    [
        ("{op: hold, measure: total, over: 60}", 1),
        ("{op: hold, measure: count, over: 1}", 3),
        ("{op: hold, measure: longest, over: 15}", 3),
        ("{any: [{op: hold, measure: total, over: 60}, {op: hold, measure: total, over: 90}]}", 1),
        ("{any: [{op: hold, measure: total, over: 60}, {op: hold, measure: longest, over: 15}]}", 4),
    ],
)
def test_a_total_is_one_hit_however_many_holds_it_is_the_sum_of(when: str, hits: int) -> None:
    held = f"""
  - id: HOLD-01
    title: 等待过长
    why: 不让客户久等
    effect: {{points: -1, per: hit}}
    when: {when}
"""

    finding = judge(held, "A 请稍等\n== hold 20\nA 久等了\n== hold 40\nA 请稍等\n== hold 50\nA 办好了")

    assert (finding.hits, finding.points) == (hits, -hits)
    assert {round(one.end_s - one.start_s) for one in finding.evidence} == {20, 40, 50}


def test_a_total_between_markers_is_one_hit_for_each_stretch() -> None:
    held = """
  - id: HOLD-01
    title: 等待过长
    why: 不让客户久等
    effect: {points: -1, per: hit}
    conditions:
      asked: {op: keyword, words: [请稍等]}
      back: {op: keyword, words: [久等了]}
      held: {op: hold, measure: total, over: 30, scope: {after: asked, before: back}}
    when: held
"""
    stretch = "A 请稍等\n== hold 20\nA 还在查\n== hold 20\nA 久等了\n"

    finding = judge(held, stretch + stretch)

    assert (finding.hits, len(finding.evidence)) == (2, 4)


def test_findings_come_in_the_order_of_the_rules_whatever_was_judged_before() -> None:
    call = dialogue("A 说吧\nC 我要投诉\nA 没办法")
    one, other = book(GREETING, SHIRKING), book(SHIRKING, GREETING)

    orders = [[finding.rule for finding in evaluate(each, call, {})] for each in (one, other, one)]

    assert one.digest == other.digest
    assert orders == [["GREET-01", "SHIRK-01"], ["SHIRK-01", "GREET-01"], ["GREET-01", "SHIRK-01"]]


NONE_SAID = """
  - id: GREET-02
    title: 开场没有问候
    why: 客户先听到问候
    effect: {points: -2}
    when: {op: keyword, words: [您好], need: none, scope: {role: agent, utterances: 1..2}}
"""


@pytest.mark.parametrize(
    ("call", "verdict"),
    [
        ("A 喂", Verdict.FAIL),
        ("A 您好", Verdict.PASS),
        ("A! 泥嚎", Verdict.UNSURE),
        ("A 喂\nA! 泥嚎", Verdict.UNSURE),
        ("A! 喂\nA 您好", Verdict.PASS),
    ],
)
def test_words_that_are_asked_to_be_missing_are_not_missing_from_what_may_be_invented(
    call: str, verdict: Verdict
) -> None:
    finding = judge(NONE_SAID, call)

    assert (finding.verdict, finding.points) == (verdict, -2 if verdict is Verdict.FAIL else 0)
    assert VERDICTS[Rulings(plan_of(book(NONE_SAID))).of([(dialogue(call), {})])[0].codes[0]] is verdict


def test_a_demand_that_words_are_not_said_is_met_by_a_call_of_which_little_is_doubtful() -> None:
    demand = NONE_SAID.replace("points: -2", "on: absence, points: -2").replace(", utterances: 1..2", "")

    assert judge(demand, "A 我来帮您查询这个月的账单\nA~ 嗯").verdict is Verdict.PASS
