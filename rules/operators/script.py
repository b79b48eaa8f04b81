"""Whether the agent followed the script."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from rules.binder import Binder
from rules.operators.base import Look, Name, Operator, Phrase
from rules.outcome import Outcome, Window
from rules.scan import Occurrence
from rules.scene import Scene
from rules.scope import Scope, Speaker
from rules.spec import Spec
from rules.truth import Truth


class Branch(Spec):
    """A side road: taken when one of the words was said since the last step, or, without words, when no other is."""

    heard: tuple[Phrase, ...] = ()
    role: Speaker = Speaker.CUSTOMER
    steps: tuple["Step", ...] = Field(min_length=1)


class Step(Spec):
    """One step, or a fork.

    Args:
        say: any of these phrases does it.
        optional: its absence costs nothing.
        weight: its share of adherence.
        points: what its absence takes off, negative.
        branches: instead of say: the first side road whose words were heard is walked.
    """

    id: Name
    say: tuple[Phrase, ...] = ()
    optional: bool = False
    weight: float = Field(default=1.0, gt=0, le=100)
    points: float = Field(default=0.0, le=0, ge=-1000)
    branches: tuple[Branch, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if bool(self.say) is bool(self.branches):
            raise ValueError("a step has either say or branches")
        return self


Branch.model_rebuild()


@dataclass(frozen=True, slots=True)
class _Bound:
    step: Step
    say: frozenset[int]
    branches: tuple[tuple[Branch, frozenset[int], tuple["_Bound", ...]], ...]


@dataclass(slots=True)
class _Walk:
    """How far the script was followed."""

    at: int = -1  # position of the last step that was found
    found: list[tuple[Step, Occurrence]] = field(default_factory=list)
    missing: list[Step] = field(default_factory=list)
    early: list[Step] = field(default_factory=list)


class Script(Operator):
    """Follows the steps of a script in their order; holds when enough of them were said.

    Why: regulated calls (insurance, loans, identity) must say certain things in a certain order.

    Example:
        {op: script, steps: [{id: greet, say: [您好]}, {id: record, say: [本次通话会被录音]}, {id: bye, say: [再见]}]}
        {op: script, at_least: 80, steps: [{id: greet, say: [thank you for calling]}, {id: recap, say: [to recap]}]}

    Parameters:
        steps: in order; each says what to look for, whether it is optional, its weight, the points its absence costs.
        at_least: per cent of the weight of the steps that are not optional; default 100.
        look_ahead: a step must come within so many of the agent's utterances after the last one found; default any.
        scope: the agent's utterances are the ones that are looked at, unless scope.role says otherwise.

    Source: literal matches, walked once from the first step to the last.
    """

    op: Literal["script"]
    steps: tuple[Step, ...] = Field(min_length=1, max_length=100)
    at_least: float = Field(default=100.0, gt=0, le=100)
    look_ahead: int | None = Field(default=None, ge=1, le=1000)
    scope: Scope = Scope(role=Speaker.AGENT)

    @field_validator("scope")
    @classmethod
    def _of_the_agent(cls, scope: Scope) -> Scope:
        """Who follows a script is the agent; a window of one side also knows where it is not certain who speaks."""
        return scope if scope.role is not Speaker.ANY else scope.model_copy(update={"role": Speaker.AGENT})

    def bind(self, binder: Binder) -> Look:
        bound = tuple(_bound(step, binder) for step in self.steps)

        def look(window: Window, scene: Scene) -> Outcome:
            everything = self._walk(bound, window, scene)
            certain = self._walk(bound, window, scene, sure=True)
            adherence, sure_adherence = _adherence(everything), _adherence(certain)
            truth = Truth.TRUE if sure_adherence >= self.at_least else Truth.FALSE
            if truth is Truth.FALSE and adherence >= self.at_least:
                truth = Truth.UNKNOWN
            if truth is Truth.TRUE and window.loose:
                truth = Truth.UNKNOWN
            hits = tuple(scene.hit(place, window, step.id) for step, place in everything.found)
            points = sum(step.points for step in everything.missing if not step.optional)
            why = _why(everything, adherence, self.at_least)
            return Outcome(truth, hits, why, (window,), adherence, self.at_least, points=points or None)

        return look

    def _walk(self, steps: Sequence[_Bound], window: Window, scene: Scene, *, sure: bool = False) -> _Walk:
        walk = _Walk()
        own = [at for at in window.positions if not sure or at not in window.doubtful]
        for step in steps:
            self._take(step, walk, own, scene)
        return walk

    def _take(self, bound: _Bound, walk: _Walk, own: Sequence[int], scene: Scene) -> None:
        if bound.branches:
            for step in _road(bound, walk.at, scene):
                self._take(step, walk, own, scene)
            return
        ahead = [at for at in own if at >= walk.at][: None if self.look_ahead is None else self.look_ahead + 1]
        after = walk.found[-1][1] if walk.found else None
        place = _first(bound.say, ahead, after, scene)
        if place is not None:
            walk.found.append((bound.step, place))
            walk.at = place.position
        elif _first(bound.say, own, None, scene) is not None:
            walk.early.append(bound.step)
            walk.missing.append(bound.step)
        else:
            walk.missing.append(bound.step)


def _bound(step: Step, binder: Binder) -> _Bound:
    branches = tuple(
        (branch, binder.literal(branch.heard), tuple(_bound(one, binder) for one in branch.steps))
        for branch in step.branches
    )
    return _Bound(step, binder.literal(step.say), branches)


def _road(bound: _Bound, at: int, scene: Scene) -> Iterator[_Bound]:
    for branch, heard, steps in bound.branches:
        said = [
            place
            for number in heard & scene.found_numbers
            for place in scene.found[number]
            if place.position >= at and branch.role.value in (scene.role_at(place.position).value, "any")
        ]
        if said or not heard:
            yield from steps
            return


def _first(
    numbers: frozenset[int], positions: Sequence[int], after: Occurrence | None, scene: Scene
) -> Occurrence | None:
    allowed = frozenset(positions)
    places = [
        place
        for number in numbers & scene.found_numbers
        for place in scene.found[number]
        if place.position in allowed and (after is None or place.position > after.position or place.start >= after.end)
    ]
    return min(places, default=None)


def _adherence(walk: _Walk) -> float:
    found = sum(step.weight for step, _ in walk.found if not step.optional)
    wanted = found + sum(step.weight for step in walk.missing if not step.optional)
    return 100.0 * found / wanted if wanted else 100.0


def _why(walk: _Walk, adherence: float, at_least: float) -> str:
    parts = [f"{adherence:.0f} % of the script {'>=' if adherence >= at_least else '<'} {at_least:g} %"]
    missing = [step.id for step in walk.missing if not step.optional and step not in walk.early]
    if missing:
        parts.append(f"missing: {', '.join(missing)}")
    if walk.early:
        parts.append(f"out of order: {', '.join(step.id for step in walk.early)}")
    return "; ".join(parts)
