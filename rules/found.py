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
    held_back = verdict is Verdict.FAIL and rule.review is ReviewPolicy.MANUAL
    verdict = confirmed(planned_rule, verdict, proved=bool(evidence))
    hits, points = hits_and_points(planned_rule, verdict, trial)
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


def confirmed(planned_rule: Planned, verdict: Verdict, *, proved: bool) -> Verdict:
    """A failure that nothing proves, and one that a person must confirm first, are unsure."""
    held_back = planned_rule.rule.review is ReviewPolicy.MANUAL or not proved
    return Verdict.UNSURE if verdict is Verdict.FAIL and held_back else verdict


def hits_and_points(planned_rule: Planned, verdict: Verdict, trial: Trial) -> tuple[int, float]:
    """How often the trigger happened, and what that changes on the score."""
    effect, when = planned_rule.rule.effect, planned_rule.when
    hits = occurrences(when, trial) if trial.truth(when) is Truth.TRUE else 0
    if verdict is not Verdict.FAIL and not (verdict is Verdict.PASS and effect.bonus):
        return hits, 0.0
    hits = max(1, hits)
    return hits, effect.points_for(hits, None if effect.points else trial.points(when))
