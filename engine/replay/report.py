"""The outcome of a replay as JSON."""

from typing import Any

from engine.replay.difference import Difference, RuleChange


def difference_json(difference: Difference) -> dict[str, Any]:
    """Rules that changed first; precision and recall over calls that people judged, None where there is no call."""
    rules = sorted(difference.rules.items(), key=_most_changed_first)
    return {
        "calls": difference.calls,
        "changed_calls": difference.changed_calls,
        "digest": difference.digest,
        "rules": [_rule_json(rule, change, difference.calls) for rule, change in rules],
        "scores": [
            {
                "scorecard": scorecard,
                "agent": agent,
                "calls": change.calls,
                "old_mean": round(change.old_sum / change.calls, 3),
                "new_mean": round(change.new_sum / change.calls, 3),
            }
            for (scorecard, agent), change in sorted(difference.groups.items())
        ],
    }


def _most_changed_first(pair: tuple[str, RuleChange]) -> tuple[int, int, str]:
    rule, change = pair
    return -(change.newly_hit + change.newly_missed), -change.changed, rule


def _rule_json(rule: str, change: RuleChange, calls: int) -> dict[str, Any]:
    return {
        "rule": rule,
        "fails_old": change.fails_old,
        "fails_new": change.fails_new,
        "newly_hit": change.newly_hit,
        "newly_missed": change.newly_missed,
        "changed": change.changed,
        "unchanged": calls - change.changed,
        "hit_examples": change.hit_examples,
        "missed_examples": change.missed_examples,
        "judged_by_people": change.judged_by_people,
        "violations": change.violations,
        "flagged_old": change.flagged_old,
        "flagged_new": change.flagged_new,
        "true_old": change.true_old,
        "true_new": change.true_new,
        "precision_old": _share(change.true_old, change.flagged_old),
        "precision_new": _share(change.true_new, change.flagged_new),
        "recall_old": _share(change.true_old, change.violations),
        "recall_new": _share(change.true_new, change.violations),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
