"""Where conditions look: sentences, seconds, per cent, and windows that hang on other conditions."""

import pytest

from rules.dialogue import dialogue
from rules.evaluate import trial_of
from rules.load import load_rulebook_text
from rules.outcome import Hit, Outcome
from rules.plan import Leaf
from rules.planner import planned
from rules.transcript import Transcript
from rules.truth import Truth

CALL = dialogue("""
    A 0-2 您好
    C 2.5-4 投诉
    A 5-7 抱歉
    C 8-10 我说投诉
    A 12-14 请稍等
    A 20-22 没办法
    C 30-31 好吧
    A 38-40 再见
""")


def searched(scope: str, call: Transcript = CALL, others: str = "") -> list[tuple[int, ...]]:
    """The ids of the utterances that a condition with this scope looks at, one tuple per window."""
    anchors = f"complaint: {{op: keyword, words: [投诉], scope: {{role: customer}}}}{others}"
    text = (
        "rulebook: {name: demo, title: t}\nrules:\n  - id: R\n    title: t\n    why: w\n"
        f"    conditions: {{{anchors}, x: {{op: duration, over: 0, scope: {scope}}}}}\n    when: x\n"
    )
    plan = planned(load_rulebook_text({"demo.yaml": text}))
    leaf = plan.rules[0].when
    assert isinstance(leaf, Leaf)
    outcome = trial_of(plan, call, {}).outcome(leaf)
    return [tuple(call.utterances[at].id for at in window.positions) for window in outcome.windows]


@pytest.mark.parametrize(
    ("scope", "ids"),
    [
        ("{}", (1, 2, 3, 4, 5, 6, 7, 8)),
        ("{role: agent}", (1, 3, 5, 6, 8)),
        ("{role: customer}", (2, 4, 7)),
        ("{role: agent, utterances: 1..2}", (1, 3)),
        ("{role: agent, utterances: 2}", (3,)),
        ("{role: agent, utterances: 4..}", (6, 8)),
        ("{role: agent, utterances: '-2..-1'}", (6, 8)),
        ("{role: agent, utterances: '..-4'}", (1, 3)),
        ("{role: agent, utterances: '-9..-4'}", (1, 3)),
        ("{seconds: 0..8}", (1, 2, 3, 4)),
        ("{seconds: '-10..'}", (7, 8)),
        ("{percent: 50..100}", (6, 7, 8)),
        ("{role: agent, percent: 0..50, utterances: '-1..-1'}", (6,)),
    ],
)
def test_a_window_is_counted_among_the_utterances_of_its_role(scope: str, ids: tuple[int, ...]) -> None:
    assert searched(scope) == [ids]


@pytest.mark.parametrize(
    ("scope", "windows"),
    [
        ("{role: agent, after: complaint, utterances: 1..2}", [(3, 5), (5, 6)]),
        ("{role: agent, after: complaint, hit: first}", [(3, 5, 6, 8)]),
        ("{role: agent, after: complaint, hit: last}", [(5, 6, 8)]),
        ("{role: agent, after: complaint, hit: 2, utterances: 1}", [(5,)]),
        ("{role: agent, before: complaint, utterances: 1}", [(1,), (3,)]),
        ("{role: agent, around: complaint, hit: first, utterances: 1}", [(1, 3)]),
        ("{same: complaint}", [(2,), (4,)]),
        ("{role: agent, after: complaint, hit: first, seconds: 0..10}", [(3, 5)]),
        ("{role: agent, after: complaint, before: sorry, hit: first}", [()]),
        ("{after: complaint, before: bye, hit: last}", [(5, 6, 7)]),
    ],
)
def test_a_window_hangs_on_the_hits_of_another_condition(scope: str, windows: list[tuple[int, ...]]) -> None:
    others = ", sorry: {op: keyword, words: [抱歉]}, bye: {op: keyword, words: [再见]}"

    assert searched(scope, others=others) == windows


@pytest.mark.parametrize(
    "scope",
    [
        "{role: agent, utterances: 9..12}",
        "{seconds: 100..200}",
        "{after: complaint, hit: 5}",
        "{after: complaint, before: hello, hit: last}",
    ],
)
def test_a_window_that_is_not_there_is_empty_and_the_answer_unknown(scope: str) -> None:
    assert searched(scope, others=", hello: {op: keyword, words: [您好]}") == [()]


def test_roles_that_are_not_certain_are_looked_for_on_both_sides() -> None:
    mono = dialogue("== mono\nA 您好\nC 我要投诉\nA 抱歉\nC 好")

    assert searched("{role: agent, utterances: 1..1}", mono) == [(1, 2)]


def test_an_utterance_of_unknown_speaker_beside_the_window_is_looked_at_too() -> None:
    call = dialogue("A 您好\n? 请讲\nC 投诉\nA 好的\nA 稍等")

    assert searched("{role: agent, utterances: 1..1}", call) == [(1, 2)]
    assert searched("{role: agent}", call) == [(1, 2, 4, 5)]


def truth_of(when: str, call: str) -> Truth:
    text = f"rulebook: {{name: demo, title: t}}\nrules:\n  - {{id: R, title: t, why: w, when: {when}}}\n"
    plan = planned(load_rulebook_text({"demo.yaml": text}))
    return trial_of(plan, dialogue(call), {}).truth(plan.rules[0].when)


EVERY = "{op: keyword, words: [您], scope: {role: agent, every: true}}"


def test_every_utterance_must_hold_when_that_is_asked() -> None:
    assert truth_of(EVERY, "A 您好\nC 好\nA 您请讲") is Truth.TRUE
    assert truth_of(EVERY, "A 您好\nC 好\nA 请讲") is Truth.FALSE
    assert truth_of(EVERY, "A 您好\nC 好\nA! 请讲") is Truth.UNKNOWN


SEQUENCE = "{sequence: [{op: keyword, words: [投诉]}, {op: keyword, words: [抱歉]}, {op: keyword, words: [登记]}]%s}"


@pytest.mark.parametrize(
    ("limits", "call", "truth"),
    [
        ("", "C 投诉\nA 抱歉\nA 登记", Truth.TRUE),
        ("", "C 投诉\nA 抱歉，已经登记", Truth.TRUE),
        ("", "A 抱歉\nC 投诉\nA 登记", Truth.FALSE),
        ("", "A 登记，抱歉\nC 投诉", Truth.FALSE),
        (", within_utterances: 1", "C 投诉\nA 抱歉\nA 嗯\nA 登记", Truth.FALSE),
        (", within_utterances: 1", "C 投诉\nC 投诉\nA 抱歉\nA 登记", Truth.TRUE),
        (", within_s: 3", "C 0-1 投诉\nA 2-3 抱歉\nA 5-6 登记", Truth.TRUE),
        (", within_s: 3", "C 0-1 投诉\nA 2-3 抱歉\nA 7-8 登记", Truth.FALSE),
        ("", "C 投诉\nA! 抱歉\nA 登记", Truth.UNKNOWN),
        ("", "C 投诉\nA 好的", Truth.FALSE),
    ],
)
def test_a_sequence_keeps_its_order_and_its_gaps(limits: str, call: str, truth: Truth) -> None:
    assert truth_of(SEQUENCE % limits, call) is truth


def test_a_sequence_may_start_again_where_the_first_start_leads_nowhere() -> None:
    call = "C 投诉\nA 嗯\nA 嗯\nC 投诉\nA 抱歉\nA 登记"

    assert truth_of(SEQUENCE % ", within_utterances: 1", call) is Truth.TRUE


def test_hits_and_outcomes_are_values() -> None:
    assert Hit(0.0, 1.0) == Hit(0.0, 1.0)
    assert Outcome(Truth.TRUE) == Outcome(Truth.TRUE)
