"""Runs the tests that rules carry: every dialogue must be judged as its author said."""

from collections.abc import Iterator
from dataclasses import dataclass

from rules.dialogue import dialogue
from rules.evaluate import finding_of_rule, plan_of
from rules.finding import Finding
from rules.plan import Plan
from rules.rulebook import Rulebook, RuleTest


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that did not come out as expected; *number* counts from 1 within the rule."""

    rule: str
    number: int
    expected: str
    seen: str

    def __str__(self) -> str:
        return f"{self.rule}: test {self.number}: expected {self.expected}, seen {self.seen}"


def selftest(rulebook: Rulebook) -> tuple[Failure, ...]:
    """Every test of every rule that did not come out as expected."""
    return tuple(failures_of(plan_of(rulebook)))


def failures_of(plan: Plan) -> Iterator[Failure]:
    """The same for a plan that was made by the caller."""
    for planned in plan.rules:
        for number, test in enumerate(planned.rule.tests, start=1):
            for call in test.calls():
                failure = outcome_of(plan, planned.rule.id, number, test, call)
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
    return test.expect if test.hits is None else f"{test.expect} with {test.hits} hits"


def _seen(finding: Finding | None) -> str:
    if finding is None:
        return "none"
    quotes = ", ".join(repr(one.quote) for one in finding.evidence if one.quote)
    return f"{finding.verdict.value} with {finding.hits} hits{': ' + quotes if quotes else ''} ({finding.why})"
