"""Scores: deductions, caps, not applicable, bonus, critical, fatal, open items."""

import pytest

from rules.finding import Verdict
from rules.form import Scorecard, fits
from rules.load import load_rulebook_text
from rules.scorecard import ItemOutcome, Judgement, Score, score

RULES = """
rulebook: {name: demo, title: 示例}
rules:
  - {id: A, title: a, why: a, effect: {points: -2}, when: {op: keyword, words: [甲]}}
  - {id: B, title: b, why: b, effect: {points: -2, per: hit, max_times: 3, cap: 5}, when: {op: keyword, words: [乙]}}
  - {id: C, title: c, why: c, effect: {points: -1, critical: true}, when: {op: keyword, words: [丙]}}
  - {id: D, title: d, why: d, effect: {fatal: section}, when: {op: keyword, words: [丁]}}
  - {id: E, title: e, why: e, effect: {fatal: form}, when: {op: keyword, words: [戊]}}
  - {id: F, title: f, why: f, effect: {points: 3, bonus: true}, when: {op: keyword, words: [己]}}
scorecards:
  - id: demo
    title: 示例
    maximum: 20
    pass_mark: 12
    applies: [{field: project, value: [broadband]}]
    sections:
      - id: one
        title: 一
        items:
          - {id: a, title: a, points: 4, rules: [A], na_allowed: true}
          - {id: b, title: b, points: 6, rules: [B, C, D, E]}
      - id: two
        title: 二
        items:
          - {id: m, title: m, points: 10, manual: {question: 好吗?}, na_allowed: true}
          - {id: f, title: f, points: 5, rules: [F], bonus: true}
"""
CARD: Scorecard = load_rulebook_text({"demo.yaml": RULES}).scorecards[0]


def scored(adjustment: float = 0.0, **verdicts: Verdict | Judgement) -> Score:
    judged = {"A": Verdict.PASS, "B": Verdict.PASS, "C": Verdict.PASS, "D": Verdict.PASS, "E": Verdict.PASS} | verdicts
    judgements = (one if isinstance(one, Judgement) else Judgement(key, one) for key, one in judged.items())
    return score(CARD, judgements, adjustment)


def item(result: Score, id_: str) -> tuple[float | None, ItemOutcome]:
    return next((one.score, one.outcome) for section in result.sections for one in section.items if one.id == id_)


def test_a_failed_rule_takes_its_points_off() -> None:
    result = scored(A=Verdict.FAIL)

    assert item(result, "a") == (2.0, ItemOutcome.FAIL)
    assert (result.total, result.outcome) == (18.0, Verdict.PASS)


def test_points_per_hit_stop_at_the_cap() -> None:
    assert item(scored(B=Judgement("B", Verdict.FAIL, hits=2)), "b")[0] == 2.0
    assert item(scored(B=Judgement("B", Verdict.FAIL, hits=9)), "b")[0] == 1.0


def test_points_said_by_a_person_replace_those_of_the_rule() -> None:
    assert item(scored(A=Judgement("A", Verdict.FAIL, points=-0.5)), "a")[0] == 3.5


def test_a_critical_fault_loses_the_item_and_the_form() -> None:
    result = scored(C=Verdict.FAIL)

    assert item(result, "b")[0] == 0.0
    assert (result.total, result.outcome, result.critical) == (14.0, Verdict.FAIL, ("b",))


def test_a_fatal_fault_empties_its_section() -> None:
    result = scored(D=Verdict.FAIL)

    assert [section.score for section in result.sections] == [0.0, 10.0]
    assert (result.total, result.fatal) == (10.0, ("D",))


def test_a_fatal_fault_empties_the_form() -> None:
    result = scored(E=Verdict.FAIL, F=Verdict.PASS)

    assert (result.total, result.outcome, result.fatal) == (0.0, Verdict.FAIL, ("E",))


def test_an_open_manual_item_keeps_its_points_and_says_so() -> None:
    result = scored()

    assert item(result, "m") == (10.0, ItemOutcome.NOT_JUDGED)
    assert (result.total, result.outcome) == (20.0, Verdict.PASS)


def test_an_unsure_item_keeps_its_points_but_leaves_the_form_open() -> None:
    result = scored(A=Verdict.UNSURE)

    assert item(result, "a") == (4.0, ItemOutcome.UNSURE)
    assert (result.total, result.outcome) == (20.0, Verdict.UNSURE)


def test_points_that_do_not_apply_are_spread_over_the_section() -> None:
    result = scored(A=Judgement("A", None, not_applicable=True), B=Verdict.FAIL)

    assert item(result, "a") == (None, ItemOutcome.NOT_APPLICABLE)
    assert result.sections[0].score == pytest.approx(20 / 3, abs=1e-4)
    assert result.total == 16.67


def test_a_section_that_does_not_apply_is_spread_over_the_form() -> None:
    result = scored(A=Verdict.FAIL, m=Judgement("m", None, not_applicable=True))

    assert result.sections[1].score is None
    assert result.total == 16.0


def test_a_bonus_adds_and_stops_at_the_maximum() -> None:
    assert scored(A=Verdict.FAIL, F=Verdict.PASS).total == 20.0
    assert scored(A=Verdict.FAIL, B=Judgement("B", Verdict.FAIL, hits=2), F=Verdict.PASS).total == 17.0


def test_a_manual_failure_without_points_loses_the_item() -> None:
    assert scored(m=Verdict.FAIL).total == 10.0
    assert scored(m=Judgement("m", Verdict.FAIL, points=-4)).total == 16.0


def test_nothing_judged_is_no_score() -> None:
    result = score(CARD, ())

    assert (result.total, result.outcome) == (None, Verdict.UNSURE)


def test_an_adjustment_stays_between_nothing_and_the_maximum() -> None:
    assert scored(adjustment=-3).total == 17.0
    assert scored(adjustment=5).total == 20.0
    assert scored(adjustment=-50).total == 0.0


def test_a_scorecard_fits_the_calls_it_is_for() -> None:
    assert fits(CARD, {"project": "broadband"})
    assert not fits(CARD, {"project": "insurance"})
    assert not fits(CARD, {})


def test_thirds_of_a_weight_add_up_to_the_whole() -> None:
    items = ", ".join(f"{{id: i{n}, title: i, weight: 1, rules: [{rule}]}}" for n, rule in enumerate("ABC"))
    head = RULES[: RULES.index("scorecards:")]
    card = f"  - {{id: c, title: c, maximum: 100, pass_mark: 60, sections: [{{id: s, title: s, items: [{items}]}}]}}\n"
    book = load_rulebook_text({"demo.yaml": f"{head}scorecards:\n{card}"})
    passes = [Judgement(rule, Verdict.PASS) for rule in "ABC"]

    assert score(book.scorecards[0], passes).total == 100


def test_a_fatal_section_keeps_no_bonus() -> None:
    beside_the_bonus = "bonus: true}\n          - {id: d, title: d, points: 1, rules: [D]"
    text = RULES.replace("bonus: true", beside_the_bonus, 2).replace(beside_the_bonus, "bonus: true", 1)
    text = text.replace("points: 10, manual", "points: 9, manual").replace("[B, C, D, E]", "[B, C, E]")
    card = load_rulebook_text({"demo.yaml": text}).scorecards[0]
    verdicts = {"A": Verdict.PASS, "D": Verdict.FAIL, "F": Verdict.PASS}

    result = score(card, [Judgement(key, verdict) for key, verdict in verdicts.items()])

    assert [section.score for section in result.sections] == [10.0, 0.0]
    assert result.total == 10.0


def test_a_fatal_fault_of_an_item_that_a_person_called_not_applicable_empties_nothing() -> None:
    result = scored(E=Verdict.FAIL, b=Judgement("b", None, 0, not_applicable=True))

    assert item(result, "b") == (None, ItemOutcome.NOT_APPLICABLE)
    assert (result.total, result.outcome, result.fatal) == (20.0, Verdict.PASS, ())
