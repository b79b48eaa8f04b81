"""Judges a call: every rule that applies gives one finding."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from rules.day import day_of
from rules.effect import On
from rules.finding import Finding, Verdict
from rules.found import finding_of
from rules.plan import Branch, Plan, Planned, Shortcut
from rules.planner import planned
from rules.rulebook import Rulebook
from rules.scene import Limits, Scene
from rules.transcript import Transcript
from rules.truth import Truth
from rules.verdict import Trial

_KEPT_PLANS = 8  # current, previous and draft versions of a few rulebooks


def evaluate(rulebook: Rulebook, transcript: Transcript, metadata: Mapping[str, object]) -> tuple[Finding, ...]:
    """Every finding of the call, in the order of the rules; the same input always gives the same output.

    Args:
        metadata: facts about the call; `started_at` decides which rules are in force.
    """
    return judged(plan_of(rulebook), transcript, metadata)


def judged(
    plan: Plan, transcript: Transcript, metadata: Mapping[str, object], *, prove_passes: bool = True
) -> tuple[Finding, ...]:
    """The same for a plan that was made by the caller, as when plug-ins are given.

    Args:
        prove_passes: False gives passes without their evidence, which is twice as fast: for replays.
    """
    trial = trial_of(plan, transcript, metadata)
    return tuple(_findings(plan, trial, metadata, prove_passes=prove_passes))


def finding_of_rule(plan: Plan, rule_id: str, transcript: Transcript, metadata: Mapping[str, object]) -> Finding | None:
    """What one rule of the plan says of the call; None where it does not apply."""
    trial = trial_of(plan, transcript, metadata)
    chosen = next(one for one in plan.rules if one.rule.id == rule_id)
    alone = replace(plan, rules=(chosen,), quiet=(), roused_by={})
    return next(_findings(alone, trial, metadata, prove_passes=True), None)


def trial_of(plan: Plan, transcript: Transcript, metadata: Mapping[str, object]) -> Trial:
    """The call prepared for judging, scanned once."""
    heard = plan.scanner.scan([said.text for said in transcript.utterances])
    limits, language = limits_of(plan.rulebook), plan.rulebook.language
    return Trial(plan, Scene(transcript, metadata, heard, limits, language, plan.signs, proving=True))


def limits_of(rulebook: Rulebook) -> Limits:
    """What is relied on in calls that are judged by the rulebook."""
    return Limits(rulebook.limits.confidence, rulebook.limits.role_confidence)


def plan_of(rulebook: Rulebook) -> Plan:
    """The plan of a rulebook without plug-ins, kept by digest."""
    return _kept_plan(rulebook, tuple(rule.id for rule in rulebook.rules))


@lru_cache(maxsize=_KEPT_PLANS)
def _kept_plan(rulebook: Rulebook, order: tuple[str, ...]) -> Plan:
    """The digest does not tell the order of the rules, findings do."""
    return planned(rulebook)


def verdict_of(planned_rule: Planned, trial: Trial) -> Verdict | None:
    """What a rule says of the call; None where it does not apply."""
    effect = planned_rule.rule.effect
    applies = Truth.TRUE
    if planned_rule.prerequisite is not None:
        applies = _truth(planned_rule.prerequisite, planned_rule.prerequisite_shortcut, trial)
    if applies is Truth.FALSE:
        return None
    seen = _truth(planned_rule.when, planned_rule.when_shortcut, trial)
    if effect.bonus and seen is Truth.FALSE:
        return None
    good = Truth.TRUE if effect.bonus or effect.on is On.ABSENCE else Truth.FALSE
    if seen is good and (applies is Truth.TRUE or not effect.bonus):
        return Verdict.PASS
    if Truth.UNKNOWN not in (seen, applies):
        return Verdict.FAIL
    return Verdict.UNSURE if planned_rule.rule.if_unknown == "review" else None


def _truth(branch: Branch, shortcut: Shortcut | None, trial: Trial) -> Truth:
    if shortcut is not None and trial.surely_false(shortcut):
        return Truth.FALSE
    return trial.truth(branch)


def _findings(plan: Plan, trial: Trial, metadata: Mapping[str, object], *, prove_passes: bool) -> Iterator[Finding]:
    day = day_of(metadata)
    passed_over = trial.passed_over(plan)
    for at, planned_rule in enumerate(plan.rules):
        if not planned_rule.rule.effective.covers(day):
            continue
        verdict = planned_rule.unless_roused if at in passed_over else verdict_of(planned_rule, trial)
        if verdict is None:
            continue
        bare = verdict is Verdict.PASS and not prove_passes and not planned_rule.rule.effect.bonus
        yield planned_rule.bare_pass if bare else finding_of(planned_rule, verdict, trial)
