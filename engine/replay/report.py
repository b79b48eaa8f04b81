"""The outcome of a replay as JSON."""

from typing import Any

from engine.replay.difference import Difference, RuleChange


def difference_json(difference: Difference) -> dict[str, Any]:
    """Rules that changed first; precision and recall over calls that people judged, None where there is no call."""
    rules = sorted(difference.rules.items(), key=lambda pair: (-(pair[1].newly_hit + pair[1].newly_missed), pair[0]))
    return {
        "calls": difference.calls,
        "changed_calls": difference.changed_calls,
        "digest": difference.digest,
        "rules": [_rule_json(rule, change) for rule, change in rules],
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


def _rule_json(rule: str, change: RuleChange) -> dict[str, Any]:
    return {
        "rule": rule,
        "fails_old": change.fails_old,
        "fails_new": change.fails_new,
        "newly_hit": change.newly_hit,
        "newly_missed": change.newly_missed,
        "hit_examples": change.hit_examples,
        "missed_examples": change.missed_examples,
        "judged_by_people": change.judged_by_people,
        "precision_old": _share(change.true_old, change.flagged_old),
        "precision_new": _share(change.true_new, change.flagged_new),
        "recall_old": _share(change.true_old, change.violations),
        "recall_new": _share(change.true_new, change.violations),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
