"""Why a rule judged as it did: every condition with its truth, what it saw, and what was missing and by how much."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from rules.day import day_of
from rules.evaluate import plan_of, trial_of, verdict_of
from rules.evidence import evidence_of
from rules.finding import Evidence, Verdict
from rules.plan import Branch, Joint, Leaf, Other, Plan, Planned
from rules.report import evidence_json
from rules.rulebook import Rulebook
from rules.transcript import Transcript
from rules.truth import Truth
from rules.verdict import Trial


@dataclass(frozen=True, slots=True)
class Trace:
    """One part of a rule.

    Args:
        said: what the part is: `all`, `any`, or the operator with the name of its condition.
        measured, limit: what was compared with what; None where nothing was measured.
    """

    said: str
    truth: Truth
    why: str = ""
    measured: float | None = None
    limit: float | None = None
    evidence: tuple[Evidence, ...] = ()
    parts: tuple["Trace", ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A condition that kept the rule from firing, and by how much."""

    condition: str
    why: str
    measured: float | None = None
    limit: float | None = None

    @property
    def by(self) -> float | None:
        """How far away it was."""
        return None if self.measured is None or self.limit is None else abs(self.limit - self.measured)


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """One rule.

    Args:
        verdict: None where the rule does not apply, for the reason in *why*.
        missing: for a rule that did not fire: the conditions that would have had to hold.
    """

    rule: str
    title: str
    verdict: Verdict | None
    fired: bool
    why: str
    when: Trace
    prerequisite: Trace | None = None
    missing: tuple[Missing, ...] = ()


def explain(rulebook: Rulebook, transcript: Transcript, metadata: Mapping[str, object]) -> tuple[RuleTrace, ...]:
    """The trace of every rule, in the order of the rulebook."""
    return explained(plan_of(rulebook), transcript, metadata)


def explained(plan: Plan, transcript: Transcript, metadata: Mapping[str, object]) -> tuple[RuleTrace, ...]:
    """The same for a plan that was made by the caller."""
    trial = trial_of(plan, transcript, metadata)
    return tuple(_rule(planned, plan, trial, metadata) for planned in plan.rules)


def lines(trace: RuleTrace) -> Iterator[str]:
    """The trace as an indented text."""
    verdict = trace.verdict.value if trace.verdict else "does not apply"
    yield f"{trace.rule} {trace.title}: {verdict}{f' ({trace.why})' if trace.why else ''}"
    if trace.prerequisite is not None:
        yield "  prerequisite"
        yield from _indented(trace.prerequisite, 2)
    yield "  when"
    yield from _indented(trace.when, 2)
    for missing in trace.missing:
        yield f"  did not fire: {missing.condition}: {missing.why}"


def trace_json(trace: RuleTrace) -> dict[str, object]:
    """The trace for programs."""
    return {
        "rule": trace.rule,
        "title": trace.title,
        "verdict": trace.verdict.value if trace.verdict else None,
        "fired": trace.fired,
        "why": trace.why,
        "prerequisite": None if trace.prerequisite is None else _json(trace.prerequisite),
        "when": _json(trace.when),
        "missing": [
            {"condition": one.condition, "why": one.why, "measured": one.measured, "limit": one.limit, "by": one.by}
            for one in trace.missing
        ],
    }


def _rule(planned: Planned, plan: Plan, trial: Trial, metadata: Mapping[str, object]) -> RuleTrace:
    rule = planned.rule
    in_force = rule.effective.covers(day_of(metadata))
    verdict = verdict_of(planned, trial) if in_force else None
    fired = trial.truth(planned.when) is Truth.TRUE
    why = ""
    if not in_force:
        why = "not in force on the day of the call"
    elif verdict is None:
        why = "no bonus was earned" if rule.effect.bonus else "its prerequisite does not hold"
    return RuleTrace(
        rule.id,
        rule.title.in_language("zh"),
        verdict,
        fired,
        why,
        _trace(planned.when, trial),
        None if planned.prerequisite is None else _trace(planned.prerequisite, trial),
        (*_barring(planned, plan, trial), *(() if fired else _missing(planned.when, plan, trial))),
    )


def _barring(planned: Planned, plan: Plan, trial: Trial) -> Iterator[Missing]:
    """What of the prerequisite does not hold."""
    if planned.prerequisite is None or trial.truth(planned.prerequisite) is Truth.TRUE:
        return
    for missing in _missing(planned.prerequisite, plan, trial):
        yield replace(missing, condition=f"prerequisite: {missing.condition}")


def _trace(branch: Branch, trial: Trial) -> Trace:
    truth = trial.truth(branch)
    if isinstance(branch, Leaf):
        outcome = trial.outcome(branch)
        return Trace(_name(branch), truth, outcome.why, outcome.measured, outcome.limit, evidence_of(branch, trial))
    if isinstance(branch, Other):
        trigger = trial.trigger(branch)
        parts = () if trigger is None else (_trace(trigger, trial),)
        return Trace(f"rule {branch.rule}", truth, "" if parts else "cannot be run here", parts=parts)
    said = f"at least {branch.needed} of" if branch.kind == "at_least" else branch.kind
    why = ""
    if branch.kind == "sequence" and truth is Truth.FALSE:
        why = "the hits do not follow one another as demanded"
    return Trace(said, truth, why, parts=tuple(_trace(part, trial) for part in branch.parts))


def _missing(branch: Branch, plan: Plan, trial: Trial) -> Iterator[Missing]:
    """The leaves that would have to change for the branch to hold."""
    if isinstance(branch, Other):
        trigger = trial.trigger(branch)
        if trigger is not None:
            yield from _missing(trigger, plan, trial)
        return
    if not isinstance(branch, Leaf):
        if branch.kind == "not":
            yield from _in_the_way(branch.parts[0], trial)
            return
        false = [part for part in branch.parts if trial.truth(part) is not Truth.TRUE]
        for part in false:
            yield from _missing(part, plan, trial)
        if not false:
            yield _gap(branch, trial)
        return
    outcome = trial.outcome(branch)
    if outcome.truth is not Truth.FALSE or not outcome.windows:
        yield Missing(_name(branch), outcome.why or "not found", outcome.measured, outcome.limit)
        return
    looked = branch.look(outcome.windows[0], trial.scene)  # a condition that was skipped has measured nothing yet
    wanted = getattr(branch.operator, "times", None) or getattr(branch.operator, "count", None) or 1
    nearest = branch.operator.closest(outcome.windows[0], trial.scene, plan.binder) if not looked.hits else None
    if nearest is not None:
        yield Missing(_name(branch), nearest.why, nearest.measured, nearest.limit)
    elif len(looked.hits) < wanted and looked.hits:
        yield Missing(_name(branch), f"{len(looked.hits)} times < {wanted}", len(looked.hits), wanted)
    else:
        yield Missing(_name(branch), outcome.why or looked.why or "not found", looked.measured, looked.limit)


def _gap(branch: Joint, trial: Trial) -> Missing:
    """All parts are there: by how much two neighbours are too far apart, or that they come the other way round."""
    if branch.kind == "sequence":
        for one, other in pairwise(branch.parts):
            before, after = trial.hits(one), trial.hits(other)
            gaps_s = [late.start_s - early.end_s for early in before for late in after if late.start_s >= early.end_s]
            if not gaps_s:
                return Missing(branch.kind, "the hits come in another order")
            if branch.within_s is not None and min(gaps_s) > branch.within_s:
                why = f"{min(gaps_s):.1f} s apart > {branch.within_s:g} s"
                return Missing(branch.kind, why, min(gaps_s), branch.within_s)
    return Missing(branch.kind, "the hits do not follow one another as demanded")


def _in_the_way(branch: Branch, trial: Trial) -> Iterator[Missing]:
    """What holds although it should not."""
    for one in evidence_of(branch, trial):
        yield Missing(one.condition or one.operator, f"is there: {one.quote!r}" if one.quote else one.why)


def _name(leaf: Leaf) -> str:
    return f"{leaf.operator.op} {leaf.name}".strip()


def _indented(trace: Trace, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{trace.truth.value:8}{trace.said}{f': {trace.why}' if trace.why else ''}"
    for one in trace.evidence:
        place = f"{one.start_s:.1f}-{one.end_s:.1f} s"
        searched = "searched" if one.window else "heard"
        yield f"{'  ' * (depth + 1)}{searched} {place}{f' {one.quote!r}' if one.quote else ''}"
    for part in trace.parts:
        yield from _indented(part, depth + 1)


def _json(trace: Trace) -> dict[str, object]:
    return {
        "said": trace.said,
        "truth": trace.truth.value,
        "why": trace.why,
        "measured": trace.measured,
        "limit": trace.limit,
        "evidence": [evidence_json(one) for one in trace.evidence],
        "parts": [_json(part) for part in trace.parts],
    }
