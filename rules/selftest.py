"""Runs the tests that rules carry: every dialogue must be judged as its author said."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rules.agreement import nodes_of
from rules.condition import Fired
from rules.counted import counted
from rules.dialogue import dialogue
from rules.evaluate import finding_of_rule
from rules.finding import Finding
from rules.plan import Plan
from rules.planner import planned
from rules.rulebook import Rule, Rulebook, RuleTest

# Rules of some versions and drafts of a few rulebooks.
_KEPT_RULES = 2_000


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that did not come out as expected; *number* counts from 1 within the rule."""

    rule: str
    number: int
    expected: str
    seen: str

    @property
    def what(self) -> str:
        """What went otherwise, without the rule."""
        return f"test {self.number}: expected {self.expected}, seen {self.seen}"

    def __str__(self) -> str:
        return f"{self.rule}: {self.what}"


@dataclass(frozen=True, slots=True)
class _Alone:
    """One rule with what it hangs on. Two are the same where *key* is, whatever stands beside them."""

    key: str
    rule: str = field(compare=False)
    rulebook: Rulebook = field(compare=False)


def selftest(rulebook: Rulebook) -> tuple[Failure, ...]:
    """Every test of every rule that did not come out as expected.

    Each rule is tried alone, so that a dialogue is searched for its phrases only, and what came out is kept: of a draft
    in which one rule was changed, one rule is tried.
    """
    around = _around(rulebook)
    known = {rule.id: rule for rule in rulebook.rules}
    return tuple(failure for rule in rulebook.rules if rule.tests for failure in _failures(_alone(rule, known, around)))


def _around(rulebook: Rulebook) -> Rulebook:
    """What every rule may use: lists, knowledge, limits. The digest is of these alone."""
    texts = (rulebook.language, rulebook.limits.model_dump(), rulebook.word_lists)
    knowledge = {name: [one.model_dump(mode="json") for one in base] for name, base in rulebook.knowledge.items()}
    return replace(rulebook, rules=(), scorecards=(), sources={}, digest=_hash((texts, knowledge)))


def _alone(rule: Rule, known: Mapping[str, Rule], around: Rulebook) -> _Alone:
    needed: dict[str, Rule] = {}
    waiting = [rule]
    while waiting:
        one = waiting.pop()
        if one.id not in needed:
            needed[one.id] = one
            waiting += [known[node.rule] for _, node in nodes_of(one) if isinstance(node, Fired)]
    key = _hash((around.digest, [one.model_dump(mode="json", by_alias=True) for one in needed.values()]))
    return _Alone(key, rule.id, replace(around, rules=tuple(needed.values()), digest=key))


@lru_cache(maxsize=_KEPT_RULES)
def _failures(alone: _Alone) -> tuple[Failure, ...]:
    return tuple(one for one in failures_of(planned(alone.rulebook)) if one.rule == alone.rule)


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def failures_of(plan: Plan) -> Iterator[Failure]:
    """The same for a plan that was made by the caller."""
    for rule in (one.rule for one in plan.rules):
        for number, test in enumerate(rule.tests, start=1):
            for call in test.calls():
                failure = outcome_of(plan, rule.id, number, test, call)
                if failure is not None:
                    yield failure


def outcome_of(plan: Plan, rule_id: str, number: int, test: RuleTest, call: str) -> Failure | None:
    """One dialogue of a test; None when it came out as expected."""
    try:
        transcript = dialogue(call)
    except ValueError as fault:
        return Failure(rule_id, number, _expected(test), str(fault))
    finding = finding_of_rule(plan, rule_id, transcript, dict(test.metadata))
    seen = "none" if finding is None else finding.verdict.value
    if seen != test.expect:
        return Failure(rule_id, number, _expected(test), f"{_seen(finding)}: {call}")
    if test.hits is not None and (finding is None or finding.hits != test.hits):
        return Failure(rule_id, number, _expected(test), _seen(finding))
    return None


def _expected(test: RuleTest) -> str:
    return test.expect if test.hits is None else f"{test.expect} with {counted(test.hits, 'hit')}"


def _seen(finding: Finding | None) -> str:
    if finding is None:
        return "none"
    quotes = ", ".join(repr(one.quote) for one in finding.evidence if one.quote)
    return (
        f"{finding.verdict.value} with {counted(finding.hits, 'hit')}{': ' + quotes if quotes else ''} ({finding.why})"
    )
