"""Every way of saying something that a shipped expression lists is there for a reason, as every keyword is.

An alternative is dropped, and one of the rule's own tests must come out differently.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest
import re2

from rules.agreement import nodes_of
from rules.binder import Binder
from rules.dialogue import dialogue
from rules.load import builtin_packs, load_pack
from rules.operators.pattern import Regex, compiled
from rules.plan import Branch, Joint, Leaf, Plan
from rules.planner import planned
from rules.rulebook import RuleTest
from rules.selftest import outcome_of
from tests.support.alternatives import Alternative, alternatives, without

NOTHING = r"\x{10FFFF}"  # what nobody says


def rules_with_expressions() -> list[object]:
    return [
        pytest.param(pack, rule.id, id=f"{pack}: {rule.id}")
        for pack in builtin_packs()
        for rule in load_pack(pack).rules
        if any(isinstance(node, Regex) for _, node in nodes_of(rule))
    ]


@pytest.mark.parametrize(("pack", "rule_id"), rules_with_expressions())
def test_dropping_any_alternative_of_an_expression_fails_a_test_of_its_rule(pack: str, rule_id: str) -> None:
    survivors = [one.text for one in _alternatives(pack, rule_id) if one.depth == 0 and not one.is_noticed]

    assert survivors == []


@dataclass(frozen=True, slots=True)
class Dropped:
    text: str
    depth: int
    is_noticed: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A dialogue of a test of the rule, and what is said in it."""

    number: int
    test: RuleTest
    text: str
    said: tuple[str, ...]


def _alternatives(pack: str, rule_id: str, deepest: int = 0) -> Iterator[Dropped]:
    """What becomes of the tests of a rule without each alternative of its expressions, down to a depth of groups."""
    book = load_pack(pack)
    rule = next(one for one in book.rules if one.id == rule_id)
    plan = planned(replace(book, rules=(rule,)))
    calls = [
        Call(number, test, text, tuple(one.text for one in dialogue(text).utterances))
        for number, test in enumerate(rule.tests, start=1)
        for text in test.calls()
    ]
    expressions = [(leaf, leaf.operator) for leaf in _leaves(plan.rules[0].when) if isinstance(leaf.operator, Regex)]
    assert len(expressions) == sum(isinstance(node, Regex) for _, node in nodes_of(rule))
    for leaf, operator in expressions:
        patterns = _patterns(operator)
        for pattern in [*patterns, operator.except_]:
            if pattern is not None:
                concerned = [call for call in calls if any(map(_search(pattern), call.said))]
                for one, rest in _remainders(pattern, deepest, alone=patterns == (pattern,)):
                    yield Dropped(one.text, one.depth, _is_noticed(plan, leaf, pattern, rest, concerned))


def _remainders(pattern: str, deepest: int, *, alone: bool) -> Iterator[tuple[Alternative, str]]:
    """Each alternative with the expression without it; an expression without bars is one, unless it stands alone."""
    found = [one for one in alternatives(pattern) if one.depth <= deepest]
    yield from ((one, without(pattern, one)) for one in found)
    if not alone and not any(one.depth == 0 for one in found):
        yield Alternative(pattern, 0, len(pattern), 0), NOTHING


def _is_noticed(plan: Plan, leaf: Leaf, pattern: str, rest: str, calls: list[Call]) -> bool:
    """Whether a test fails; only calls in which the expression matches otherwise than before can tell."""
    before, after = compiled(pattern), compiled(rest)
    for call in calls:
        if any(_spans(before, said) != _spans(after, said) for said in call.said):
            changed = _with(plan, leaf, pattern, rest, call)
            if outcome_of(changed, plan.rules[0].rule.id, call.number, call.test, call.text) is not None:
                return True
    return False


def _with(plan: Plan, leaf: Leaf, pattern: str, rest: str, call: Call) -> Plan:
    """The plan with *rest* for *pattern* in one leaf; expressions that match nowhere in the call are left out."""
    assert isinstance(leaf.operator, Regex)
    except_ = rest if leaf.operator.except_ == pattern else leaf.operator.except_
    heard = [one for one in _patterns(leaf.operator) if one == pattern or any(map(_search(one), call.said))]
    patterns = tuple(rest if one == pattern else one for one in heard) or (NOTHING,)
    operator = leaf.operator.model_copy(update={"pattern": None, "patterns": patterns, "except_": except_})
    look = operator.bind(_Numbered(plan.binder, leaf))
    when = _replaced(plan.rules[0].when, replace(leaf, look=look))
    return replace(plan, rules=(replace(plan.rules[0], when=when),))


class _Numbered(Binder):
    """Gives an expression the number of the one that it stands for, which the scan knows."""

    def __init__(self, binder: Binder, leaf: Leaf) -> None:
        super().__init__(binder.word_lists, binder.knowledge)
        self._number = min(leaf.needs or (0,))

    def number(self, sought: object) -> int:
        return self._number


def _leaves(branch: Branch) -> Iterator[Leaf]:
    if isinstance(branch, Leaf):
        yield branch
    elif isinstance(branch, Joint):
        for part in branch.parts:
            yield from _leaves(part)


def _replaced(branch: Branch, leaf: Leaf) -> Branch:
    """The branch with *leaf* in the place of the leaf of its number."""
    if isinstance(branch, Leaf):
        return leaf if branch.number == leaf.number else branch
    if isinstance(branch, Joint):
        return replace(branch, parts=tuple(_replaced(part, leaf) for part in branch.parts))
    return branch


def _patterns(operator: Regex) -> tuple[str, ...]:
    return operator.patterns or (operator.pattern or "",)


@cache
def _search(pattern: str) -> Callable[[str], bool]:
    expression = compiled(pattern)
    return lambda text: expression.search(text) is not None


def _spans(expression: "re2._Regexp[str]", text: str) -> list[tuple[int, int]]:
    return [match.span() for match in expression.finditer(text)]
