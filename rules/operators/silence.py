"""Silence and slow answers."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from rules.binder import Binder
from rules.calls import Sign
from rules.operators.base import Look, Nearest, Reads, cannot_tell, graded
from rules.operators.compare import Bounded
from rules.operators.excuse import Excuses, no_excuse, unexcused
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene
from rules.scope import Speaker
from rules.transcript import Role, Transcript
from rules.transcript import Silence as Pause

_EDGE_S = 0.3  # voice activity and the recogniser's times differ by up to this


class Between(StrEnum):
    """Who spoke before and after the pause."""

    ANY = "any"
    SAME = "same"
    DIFFERENT = "different"


class Where(StrEnum):
    """Which part of the call the pause must be in."""

    ANYWHERE = "anywhere"
    START = "start"
    INSIDE = "inside"
    END = "end"


class SilenceFor(Bounded):
    """Finds pauses in which nobody speaks, longer or shorter than so many seconds.

    Why: a customer who hears nothing does not know whether anyone is there. A pause that was announced
    ("请稍等,我帮您查一下") is good service, so excuses belong to almost every silence rule.

    Example:
        {op: silence, over: 10, excuses: {words: [请稍等, 帮您查一下], role: agent}}
        {op: silence, over: 5, said_before: customer, said_after: agent, excuses: {words: [one moment, bear with me]}}

    Parameters:
        over, under: seconds.
        between: `different` is a response time, `same` a pause within one side's turn, `any` both.
        said_before, said_after: who spoke last before it, who ends it.
        where: anywhere; `start`, before the first word; `end`, after the last; `inside`, between words.
        count: at least so many pauses; default 1.
        holds: announced holds count too; default false.
        excuses: phrases near it that excuse it.

    Source: voice activity of both channels, computed once per call; no words are needed.
    """

    reads = Reads.TIMES

    op: Literal["silence"]
    between: Between = Between.ANY
    said_before: Speaker = Speaker.ANY
    said_after: Speaker = Speaker.ANY
    where: Where = Where.ANYWHERE
    count: int = Field(default=1, ge=1, le=1000)
    holds: bool = False
    excuses: Excuses | None = None

    @model_validator(mode="after")
    def _no_role(self) -> Self:
        if self.scope.role is not Speaker.ANY:
            raise ValueError("nobody speaks in a silence: use said_before and said_after, not scope.role")
        return self

    def lists(self) -> tuple[str, ...]:
        return self.excuses.lists if self.excuses else ()

    def bind(self, binder: Binder) -> Look:
        remaining = self.excuses.bind(binder) if self.excuses else no_excuse

        def look(window: Window, scene: Scene) -> Outcome:
            if _times_are_unknown(scene.transcript):
                return cannot_tell(window, "the times of speech are not known")
            hits, excused = unexcused(self._hits(window, scene), remaining, scene)
            why = "; ".join(hit.why for hit in hits) or f"longest pause {scene.longest_pause_s:.1f} s{excused}"
            return graded(hits, window, self.count, why, scene.longest_pause_s, self.limit)

        return look

    def closest(self, window: Window, scene: Scene, binder: Binder) -> Nearest | None:
        lengths_s = [
            length_s
            for length_s, pause in scene.pauses
            if self._is_inside(window, pause) and self._is_in_place(pause, scene) and self._fits(pause, scene)
        ]
        longest_s = max(lengths_s, default=0.0)
        if self.over is None or longest_s > self.over:
            return None  # shorter ones are asked for, or it was excused
        return Nearest(f"longest pause of this kind {longest_s:.1f} s <= {self.over:g} s", longest_s, self.over)

    def _is_inside(self, window: Window, pause: Pause) -> bool:
        return window.start_s <= pause.start_s and pause.end_s <= window.end_s + 0.001

    def sign(self, binder: Binder) -> Sign | None:
        longer_s = self.over
        if longer_s is None:
            return None
        return lambda calls: calls.that(_times_are_unknown) | (calls.longest_pause_s > longer_s)

    def _hits(self, window: Window, scene: Scene) -> Iterator[Hit]:
        if self.over is not None and scene.longest_pause_s <= self.over:
            return
        for length_s, pause in scene.pauses:
            if not self.within(length_s):
                continue
            inside = self._is_inside(window, pause)
            fits = self._fits(pause, scene) if inside and self._is_in_place(pause, scene) else False
            if fits is not False:
                sure = bool(fits) and not window.loose
                yield Hit(pause.start_s, pause.end_s, None, None, self.said(length_s, "s"), sure)

    def _is_in_place(self, pause: Pause, scene: Scene) -> bool:
        """Whether the part of the call fits, whoever spoke."""
        if not self.holds and any(h.start_s < pause.end_s and pause.start_s < h.end_s for h in scene.timeline.holds):
            return False
        at_start = pause.start_s <= _EDGE_S and scene.position_at(pause.start_s) == 0
        at_end = scene.position_at(pause.end_s - _EDGE_S) == len(scene.utterances)
        return {
            Where.ANYWHERE: True,
            Where.START: at_start,
            Where.END: at_end,
            Where.INSIDE: not at_start and not at_end,
        }[self.where]

    def _fits(self, pause: Pause, scene: Scene) -> bool | None:
        """Whether the right people speak around it; None when that is not known."""
        if self.between is Between.ANY and self.said_before is Speaker.ANY and self.said_after is Speaker.ANY:
            return True
        before, after = _around(pause, scene)
        if before is None or after is None:
            return False if self.between is not Between.ANY else _matches(self, before, after)
        if not scene.roles_sure or Role.UNKNOWN in (before, after):
            return None
        if self.between is not Between.ANY and (before is after) is (self.between is Between.DIFFERENT):
            return False
        return _matches(self, before, after)


def _times_are_unknown(call: Transcript) -> bool:
    return call.timeline.duration_s <= 0 and not call.timeline.silences


def _matches(wanted: SilenceFor, before: Role | None, after: Role | None) -> bool:
    return (
        wanted.said_before is Speaker.ANY or (before is not None and before.value == wanted.said_before.value)
    ) and (wanted.said_after is Speaker.ANY or (after is not None and after.value == wanted.said_after.value))


def _around(pause: Pause, scene: Scene) -> tuple[Role | None, Role | None]:
    following = scene.position_at(pause.end_s - 0.3)
    after = scene.role_at(following) if following < len(scene.utterances) else None
    before = pause.after
    if before is None and following > 0:
        before = scene.role_at(following - 1)
    return before, after
