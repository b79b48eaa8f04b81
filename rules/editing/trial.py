"""One rule tried on one call, and its own tests run, without making the whole rulebook ready."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rules.agreement import nodes_of
from rules.condition import Fired
from rules.evaluate import finding_of_rule
from rules.explain import RuleTrace, explained
from rules.finding import Finding
from rules.plan import Plan
from rules.planner import planned
from rules.rulebook import Rule, Rulebook
from rules.selftest import Failure, outcome_of
from rules.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule says of a call: *trace* of every condition; *finding* None where it does not apply."""

    trace: RuleTrace
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Tested:
    """One test of the rule, from 1; *failures* for each dialogue of it that came out otherwise."""

    number: int
    expected: str
    dialogues: int
    failures: tuple[Failure, ...]


def tried(rulebook: Rulebook, rule_id: str, transcript: Transcript, metadata: Mapping[str, object]) -> Trial | None:
    """What the rule says of the call, and why; None for a rule that cannot be run here."""
    plan = _plan(rulebook, rule_id)
    trace = next((one for one in explained(plan, transcript, metadata) if one.rule == rule_id), None)
    return None if trace is None else Trial(trace, finding_of_rule(plan, rule_id, transcript, metadata))


def run_tests(rulebook: Rulebook, rule_id: str) -> tuple[Tested, ...]:
    """Every test of the rule; none for a rule that cannot be run here."""
    rule = rulebook.rule(rule_id)
    if rule.not_runnable is not None:
        return ()
    plan = _plan(rulebook, rule_id)
    return tuple(_runs(plan, rule))


def _runs(plan: Plan, rule: Rule) -> Iterator[Tested]:
    for number, test in enumerate(rule.tests, start=1):
        failures = [outcome_of(plan, rule.id, number, test, call) for call in test.calls()]
        found = tuple(failure for failure in failures if failure is not None)
        yield Tested(number, test.expect, len(failures), found)


def _plan(rulebook: Rulebook, rule_id: str) -> Plan:
    """The rule with those it waits for, and nothing else."""
    wanted, waiting = {rule_id}, [rule_id]
    while waiting:
        needed = {node.rule for _, node in nodes_of(rulebook.rule(waiting.pop())) if isinstance(node, Fired)}
        waiting += sorted(needed - wanted)
        wanted |= needed
    rules = tuple(rule for rule in rulebook.rules if rule.id in wanted)
    return planned(replace(rulebook, rules=rules, scorecards=()))
