"""Turns the verdict of a rule into a finding with its proof, its count and its points."""

from rules.evidence import evidence_of, occurrences
from rules.finding import Finding, Verdict
from rules.plan import Planned
from rules.rulebook import ReviewPolicy
from rules.truth import Truth
from rules.verdict import Trial


def finding_of(planned_rule: Planned, verdict: Verdict, trial: Trial) -> Finding:
    """The finding of a rule that applies.

    A failure that nothing proves, and one that a person must confirm first, are unsure and cost nothing.
    """
    rule, when = planned_rule.rule, planned_rule.when
    evidence = evidence_of(when, trial)
    failed = verdict is Verdict.FAIL
    held_back = failed and rule.review is ReviewPolicy.MANUAL
    if failed and (held_back or not evidence):
        verdict = Verdict.UNSURE
    hits = occurrences(when, trial) if trial.truth(when) is Truth.TRUE else 0
    points = 0.0
    if verdict is Verdict.FAIL or (verdict is Verdict.PASS and rule.effect.bonus):
        hits = max(1, hits)
        own = None if rule.effect.points else trial.points(when)
        points = rule.effect.points_for(hits, own)
    by_sound = verdict is Verdict.UNSURE and any(one.operator == "sounds_like" for one in evidence)
    return Finding(
        rule=rule.id,
        title=rule.title.in_language("zh"),
        verdict=verdict,
        severity=rule.severity,
        points=points,
        hits=hits,
        evidence=evidence,
        why="; ".join(dict.fromkeys(one.why for one in evidence if one.why)),
        suspected=held_back or by_sound,
        flags=verdict is Verdict.UNSURE or (verdict is Verdict.FAIL and rule.review is not ReviewPolicy.AUTO_RELEASE),
    )
