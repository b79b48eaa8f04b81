"""The shipped packs load, and every rule passes its own tests."""

from functools import cache
from pathlib import Path

import pytest

from rules.agreement import nodes_of
from rules.dialogue import dialogue
from rules.effect import On
from rules.evaluate import judged, plan_of
from rules.finding import Verdict
from rules.handbook import operators
from rules.lint import lint
from rules.load import builtin_packs, load_pack, load_rulebook_text
from rules.operators.base import Operator
from rules.plan import Plan
from rules.selftest import selftest


@pytest.mark.parametrize("name", builtin_packs())
def test_every_rule_of_a_pack_passes_its_own_tests(name: str) -> None:
    assert [str(failure) for failure in selftest(load_pack(name))] == []


@pytest.mark.parametrize("name", builtin_packs())
def test_a_stored_pack_is_the_same_rulebook(name: str) -> None:
    pack = load_pack(name)

    assert load_rulebook_text(pack.sources) == pack


@pytest.mark.parametrize("name", builtin_packs())
def test_every_rule_of_a_pack_has_a_reason_and_tests_that_come_out_differently(name: str) -> None:
    for rule in load_pack(name).rules:
        assert rule.why.zh and rule.why.en, rule.id
        assert rule.title.zh and rule.title.en, rule.id
        assert len({test.expect for test in rule.tests}) >= 2, rule.id


@pytest.mark.parametrize("name", builtin_packs())
def test_nothing_in_a_pack_is_remarked_upon(name: str) -> None:
    assert [str(remark) for remark in lint(load_pack(name))] == []


@pytest.mark.parametrize("name", builtin_packs())
def test_a_pack_uses_every_operator(name: str) -> None:
    used = {node.op for rule in load_pack(name).rules for _, node in nodes_of(rule) if isinstance(node, Operator)}

    assert used == set(operators())


@pytest.mark.parametrize("name", builtin_packs())
def test_a_pack_has_the_form_of_fifty_points_with_its_three_families(name: str) -> None:
    (card,) = load_pack(name).scorecards

    assert card.maximum == 50
    assert [section.title.zh for section in card.sections] == ["职业素养", "服务技巧", "专业技能"]
    assert [section.title.en for section in card.sections] == [
        "Professional conduct",
        "Service skills",
        "Professional skills",
    ]
    assert {item.manual is not None for item in card.items()} == {True, False}


DATA = Path(__file__).parents[2] / "data"
ORDINARY = DATA / "ordinary_service_zh.txt"
NEAR_MISSES = DATA / "near_misses_zh.txt"


@pytest.mark.parametrize("said", ORDINARY.read_text(encoding="utf-8").split("\n"))
def test_ordinary_service_breaks_no_rule_about_wording(said: str) -> None:
    assert _broken(said) == []


def test_polite_turns_that_come_near_banned_wording_are_flagged_one_time_in_a_hundred_at_most() -> None:
    said = NEAR_MISSES.read_text(encoding="utf-8").splitlines()

    flagged = [(rules, one) for one in said if (rules := _broken(one))]

    assert len(flagged) <= len(said) // 100, flagged


def _broken(said: str) -> list[str]:
    """The rules about wording that a turn of the agent breaks."""
    plan, words_alone = _about_wording()
    findings = judged(plan, dialogue(f"A {said}"), {})
    return [one.rule for one in findings if one.rule in words_alone and one.verdict is Verdict.FAIL]


@cache
def _about_wording() -> tuple[Plan, frozenset[str]]:
    pack = load_pack("zh-telecom")
    return plan_of(pack), frozenset(rule.id for rule in pack.rules if rule.effect.on is On.PRESENCE)
