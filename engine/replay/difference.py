"""What changes between two judgements of the same calls, added up. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rules.finding import Finding, Verdict

# Calls to listen to, per rule and direction; enough to see what a change does.
MOST_EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """One call judged twice. *scores*: scorecard -> (old, new). *truth*: rule -> what a person held, where one did."""

    recording_id: int
    group: str
    old: Mapping[str, Verdict]
    new: Mapping[str, Verdict]
    scores: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    truth: Mapping[str, bool] = field(default_factory=dict)


@dataclass(slots=True)
class RuleChange:
    """One rule over all calls. *true_old*/*true_new*: failures that a person confirmed, of those a person judged."""

    fails_old: int = 0
    fails_new: int = 0
    newly_hit: int = 0
    newly_missed: int = 0
    hit_examples: list[int] = field(default_factory=list)
    missed_examples: list[int] = field(default_factory=list)
    judged_by_people: int = 0
    violations: int = 0
    flagged_old: int = 0
    flagged_new: int = 0
    true_old: int = 0
    true_new: int = 0

    def add(self, other: "RuleChange") -> None:
        for name in ("fails_old", "fails_new", "newly_hit", "newly_missed", "judged_by_people", "violations"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("flagged_old", "flagged_new", "true_old", "true_new"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.hit_examples = (self.hit_examples + other.hit_examples)[:MOST_EXAMPLES]
        self.missed_examples = (self.missed_examples + other.missed_examples)[:MOST_EXAMPLES]


@dataclass(slots=True)
class ScoreChange:
    """Scores of one group (an agent) on one scorecard; sums of points, so that parts can be added."""

    calls: int = 0
    old_sum: float = 0.0
    new_sum: float = 0.0

    def add(self, other: "ScoreChange") -> None:
        self.calls += other.calls
        self.old_sum += other.old_sum
        self.new_sum += other.new_sum


@dataclass(slots=True)
class Difference:
    """Two versions over many calls. *digest* is the same whenever the same calls are judged the same."""

    calls: int = 0
    changed_calls: int = 0
    rules: dict[str, RuleChange] = field(default_factory=dict)
    groups: dict[tuple[str, str], ScoreChange] = field(default_factory=dict)
    digest: str = ""

    def add(self, other: "Difference") -> None:
        """Add a part that comes after this one in the order of calls."""
        self.calls += other.calls
        self.changed_calls += other.changed_calls
        for rule, change in other.rules.items():
            self.rules.setdefault(rule, RuleChange()).add(change)
        for key, scores in other.groups.items():
            self.groups.setdefault(key, ScoreChange()).add(scores)
        self.digest = hashlib.sha256((self.digest + other.digest).encode()).hexdigest()


def added_up(calls: Iterable[Judged]) -> Difference:
    """The difference over *calls*, which come in order of id."""
    total, fingerprint = Difference(), hashlib.sha256()
    for call in calls:
        total.calls += 1
        changed = False
        for rule in sorted({*call.old, *call.new}):
            changed |= _count(total.rules.setdefault(rule, RuleChange()), rule, call)
        total.changed_calls += changed
        for scorecard, (old, new) in call.scores.items():
            if old is not None and new is not None:
                part = total.groups.setdefault((scorecard, call.group), ScoreChange())
                part.add(ScoreChange(1, old, new))
        fingerprint.update(repr((call.recording_id, sorted(call.new.items()), sorted(call.scores.items()))).encode())
    total.digest = fingerprint.hexdigest()
    return total


def verdicts_of(findings: Sequence[Finding]) -> dict[str, Verdict]:
    """Rule -> verdict."""
    return {finding.rule: finding.verdict for finding in findings}


def _count(change: RuleChange, rule: str, call: Judged) -> bool:
    old, new = call.old.get(rule) is Verdict.FAIL, call.new.get(rule) is Verdict.FAIL
    change.fails_old += old
    change.fails_new += new
    if new and not old:
        change.newly_hit += 1
        change.hit_examples = [*change.hit_examples, call.recording_id][:MOST_EXAMPLES]
    elif old and not new:
        change.newly_missed += 1
        change.missed_examples = [*change.missed_examples, call.recording_id][:MOST_EXAMPLES]
    truth = call.truth.get(rule)
    if truth is not None:
        change.judged_by_people += 1
        change.violations += truth
        change.flagged_old += old
        change.flagged_new += new
        change.true_old += old and truth
        change.true_new += new and truth
    return call.old.get(rule) != call.new.get(rule)
