"""What changes between two judgements of the same calls, added up. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rules.ruling import Code

# Calls to listen to, per rule and direction; enough to see what a change does.
MOST_EXAMPLES = 20

Codes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Scores = Mapping[str, tuple[float | None, float | None]]


@dataclass(frozen=True, slots=True)
class Judged:
    """One call judged twice.

    Args:
        group: whose call it is.
        old, new: a `rules.ruling.Code` for each rule of the old and of the new version.
        scores: scorecard -> (old, new).
        truth: rule -> whether a person held it violated, where one did.
    """

    recording_id: int
    group: str
    old: bytes
    new: bytes
    scores: Scores = field(default_factory=dict)
    truth: Mapping[str, bool] = field(default_factory=dict)

    def fingerprint(self) -> bytes:
        """The same whenever the call is judged the same."""
        return hashlib.sha256(
            repr((self.recording_id, self.old, self.new, sorted(self.scores.items()))).encode()
        ).digest()


_COUNTS = (
    "fails_old", "fails_new", "newly_hit", "newly_missed", "changed",
    "judged_by_people", "violations", "flagged_old", "flagged_new", "true_old", "true_new",
)  # fmt: skip


@dataclass(slots=True)
class RuleChange:
    """One rule over all calls.

    Args:
        changed: calls of which the rule says anything else than before, a doubt instead of a pass included.
        flagged_old, flagged_new: failures on calls that a person judged; of them *true_old*, *true_new* were confirmed.
    """

    fails_old: int = 0
    fails_new: int = 0
    newly_hit: int = 0
    newly_missed: int = 0
    changed: int = 0
    hit_examples: list[int] = field(default_factory=list)
    missed_examples: list[int] = field(default_factory=list)
    judged_by_people: int = 0
    violations: int = 0
    flagged_old: int = 0
    flagged_new: int = 0
    true_old: int = 0
    true_new: int = 0

    def add(self, other: "RuleChange") -> None:
        for name in _COUNTS:
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
    """Two versions over many calls. *fingerprints* are those of the calls, one after the other."""

    calls: int = 0
    changed_calls: int = 0
    rules: dict[str, RuleChange] = field(default_factory=dict)
    groups: dict[tuple[str, str], ScoreChange] = field(default_factory=dict)
    fingerprints: bytearray = field(default_factory=bytearray)

    @property
    def digest(self) -> str:
        """The same whenever the same calls are judged the same, however they were shared out."""
        return hashlib.sha256(self.fingerprints).hexdigest()

    def add(self, other: "Difference") -> None:
        """Add a part that comes after this one in the order of calls."""
        self.calls += other.calls
        self.changed_calls += other.changed_calls
        for rule, change in other.rules.items():
            self.rules.setdefault(rule, RuleChange()).add(change)
        for key, scores in other.groups.items():
            self.groups.setdefault(key, ScoreChange()).add(scores)
        self.fingerprints += other.fingerprints


def added_up(calls: Sequence[Judged], old_rules: Sequence[str], new_rules: Sequence[str]) -> Difference:
    """The difference over *calls*, which come in order of id."""
    rules = tuple(dict.fromkeys((*old_rules, *new_rules)))
    old = _table([call.old for call in calls], old_rules, rules)
    new = _table([call.new for call in calls], new_rules, rules)
    changed: Flags = old != new
    total = Difference(len(calls), int(changed.any(axis=1).sum()))
    total.rules = _changes([call.recording_id for call in calls], old, new, rules)
    for at, call in enumerate(calls):
        total.fingerprints += call.fingerprint()
        _add_scores(total, call)
        for rule, violated in call.truth.items():
            if rule in rules:
                verdicts = (int(one[at, rules.index(rule)]) for one in (old, new))
                _add_truth(total.rules.setdefault(rule, RuleChange()), violated, *verdicts)
    return total


def _table(codes: Sequence[bytes], listed: Sequence[str], rules: Sequence[str]) -> Codes:
    """One row per call, one column per rule of *rules*; *codes* are in the order of *listed*."""
    table = np.zeros((len(codes), len(rules)), dtype=np.uint8)
    given = np.frombuffer(b"".join(codes), dtype=np.uint8).reshape(len(codes), len(listed))
    table[:, [rules.index(rule) for rule in listed]] = given
    return table


def _changes(ids: Sequence[int], old: Codes, new: Codes, rules: Sequence[str]) -> dict[str, RuleChange]:
    """Of every rule that any call has a verdict on."""
    failed_old, failed_new = old == Code.FAIL, new == Code.FAIL
    hit, missed = failed_new & ~failed_old, failed_old & ~failed_new
    counted = (failed_old, failed_new, hit, missed, old != new)
    counts: list[list[int]] = [one.sum(axis=0).tolist() for one in counted]
    return {
        rules[at]: RuleChange(
            fails_old=counts[0][at],
            fails_new=counts[1][at],
            newly_hit=counts[2][at],
            newly_missed=counts[3][at],
            changed=counts[4][at],
            hit_examples=_first(ids, hit[:, at]),
            missed_examples=_first(ids, missed[:, at]),
        )
        for at in np.flatnonzero((old | new).any(axis=0)).tolist()
    }


def _first(ids: Sequence[int], which: Flags) -> list[int]:
    return [ids[at] for at in np.flatnonzero(which)[:MOST_EXAMPLES].tolist()]


def _add_scores(total: Difference, call: Judged) -> None:
    for scorecard, (old, new) in call.scores.items():
        if old is not None and new is not None:
            total.groups.setdefault((scorecard, call.group), ScoreChange()).add(ScoreChange(1, old, new))


def _add_truth(change: RuleChange, violated: bool, old: int, new: int) -> None:
    change.judged_by_people += 1
    change.violations += violated
    change.flagged_old += old == Code.FAIL
    change.flagged_new += new == Code.FAIL
    change.true_old += violated and old == Code.FAIL
    change.true_new += violated and new == Code.FAIL
