"""Items that are asked only where the call gives rise to them."""

import pytest

from rules.dialogue import dialogue
from rules.errors import RulebookInvalid
from rules.evaluate import evaluate, plan_of
from rules.finding import Verdict
from rules.item_score import ItemOutcome, Judgement
from rules.lint import lint
from rules.load import load_rulebook_text
from rules.rulebook import Rulebook
from rules.ruling import Rulings
from rules.scorecard import Score, judgements_of, score
from rules.totals import Totals

BOOK = """
rulebook: {name: demo, title: 示例}
rules:
  - {id: REFUND, title: 涉及退款, why: w, when: {op: keyword, words: [退款], scope: {role: customer}}}
  - id: BYE
    title: 未道别
    why: w
    effect: {on: absence, points: -1}
    when: {op: keyword, words: [再见], scope: {role: agent}}
  - {id: PRAISE, title: 表扬, why: w, effect: {bonus: true, points: 1}, when: {op: keyword, words: [谢谢]}}
  - {id: FOREIGN, title: 外来, why: w, not_runnable: 不认识}
scorecards:
  - id: F
    title: 表
    maximum: 10
    pass_mark: 6
    sections:
      - id: S
        title: 服务
        items:
          - {id: bye, title: 道别, points: 4, rules: [BYE]}
          - {id: refund, title: 退款说明, points: 6, manual: {question: 退款时限说清了吗？}, prerequisite: REFUND}
"""
WITH, WITHOUT = "C 我要退款\nA 好的\nA 再见", "C 我查话费\nA 好的\nA 再见"
DOUBTFUL = "C! 我要退款\nA 好的\nA 再见"


def book(prerequisite: str = "REFUND") -> Rulebook:
    return load_rulebook_text({"a.yaml": BOOK.replace("prerequisite: REFUND", f"prerequisite: {prerequisite}")})


def scored(rulebook: Rulebook, call: str, *said: Judgement) -> Score:
    card = rulebook.scorecard("F")
    return score(card, (*judgements_of(card, evaluate(rulebook, dialogue(call), {})), *said))


def outcome(result: Score) -> ItemOutcome:
    return result.sections[0].items[1].outcome


@pytest.mark.parametrize(
    ("call", "seen"),
    [
        (WITH, ItemOutcome.NOT_JUDGED),
        (WITHOUT, ItemOutcome.NOT_APPLICABLE),
        (DOUBTFUL, ItemOutcome.NOT_JUDGED),
    ],
)
def test_a_question_is_asked_where_its_rule_was_triggered_or_nobody_can_tell(call: str, seen: ItemOutcome) -> None:
    assert outcome(scored(book(), call)) is seen


@pytest.mark.parametrize(
    ("prerequisite", "asked", "not_asked"),
    [("BYE", "A 再见", "A 好的"), ("PRAISE", "C 谢谢", "C 好的"), ("REFUND", "C 退款", "C 好的")],
)
def test_triggered_means_the_same_for_demands_and_bonuses(prerequisite: str, asked: str, not_asked: str) -> None:
    rulebook = book(prerequisite)

    assert outcome(scored(rulebook, asked)) is ItemOutcome.NOT_JUDGED
    assert outcome(scored(rulebook, not_asked)) is ItemOutcome.NOT_APPLICABLE


def test_what_the_form_lets_a_rule_cost_does_not_change_what_triggers_it() -> None:
    text = BOOK.replace("prerequisite: REFUND", "prerequisite: BYE") + "    effects: {BYE: {points: -2}}\n"
    rulebook = load_rulebook_text({"a.yaml": text})

    assert outcome(scored(rulebook, "A 再见")) is ItemOutcome.NOT_JUDGED


def test_the_points_of_a_question_that_is_not_asked_are_spread_over_the_rest() -> None:
    result = scored(book(), WITHOUT.replace("A 再见", "A 好"))

    assert (result.total, result.sections[0].score) == (7.5, 7.5)


def test_a_person_may_answer_a_question_that_the_machine_would_not_ask() -> None:
    result = scored(book(), WITHOUT, Judgement("refund", Verdict.FAIL))

    assert outcome(result) is ItemOutcome.FAIL


def test_totals_of_replays_agree() -> None:
    rulebook = book()
    rulings = Rulings(plan_of(rulebook))
    calls = [(dialogue(call), {}) for call in (WITH, WITHOUT, DOUBTFUL, "C 我查话费\nA 好的")]

    quick = [Totals(rulebook, rulings.rules).of(ruling, {}) for ruling in rulings.of(calls)]

    assert quick == [{"F": scored(rulebook, call).total} for call in (WITH, WITHOUT, DOUBTFUL, "C 我查话费\nA 好的")]


def test_a_prerequisite_must_be_a_rule() -> None:
    with pytest.raises(RulebookInvalid, match=r"F: sections\.0\.items\.1\.prerequisite: no rule 'NOBODY'"):
        book("NOBODY")


def test_a_prerequisite_without_a_question_is_refused() -> None:
    with pytest.raises(RulebookInvalid, match="a prerequisite needs a manual question"):
        load_rulebook_text({"a.yaml": BOOK.replace("rules: [BYE]}", "rules: [BYE], prerequisite: REFUND}")})


def test_a_prerequisite_that_cannot_be_run_is_an_error_of_the_form() -> None:
    said = [remark.what for remark in lint(book("FOREIGN")) if remark.where == "F"]

    assert said == ["refund: its prerequisite FOREIGN cannot be run: nobody is ever asked"]
