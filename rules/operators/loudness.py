"""How loud somebody speaks, compared with himself."""

from collections.abc import Iterator
from functools import lru_cache
from math import fsum, sqrt
from statistics import fmean
from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from rules.binder import Binder
from rules.calls import Calls, Mask, Sign
from rules.operators.base import Look, Operator, Reads, cannot_tell, graded
from rules.operators.excuse import Excuses, no_excuse, unexcused
from rules.outcome import Outcome, Window
from rules.scene import Scene
from rules.transcript import Role

MIN_UTTERANCES = 5  # fewer give no idea of somebody's own level
MIN_DEVIATION_DB = 2.0  # a very even speaker would otherwise be loud by half a decibel


class Loudness(Operator):
    """Finds a raised voice: a jump from one utterance to the next, a wide span, or far above the speaker's own level.

    Why: the words may be polite while the voice is not. Telephone levels differ, so nobody is compared with others.

    Example:
        {op: loudness, jump_db: 10, scope: {role: agent}}
        {op: loudness, z: 2.5, scope: {role: customer}}

    Parameters:
        jump_db: at least so many dB above the speaker's previous utterance.
        span_db: at least so many dB between his quietest and his loudest utterance.
        z: at least so many standard deviations above his own mean (at least 5 utterances are needed).
        times: how many utterances; default 1.
        excuses: phrases near it that excuse it ("您听得到吗").

    Source: mean level of each utterance in dBFS; unknown where the recording was not measured.
    """

    reads = Reads.TIMES

    op: Literal["loudness"]
    jump_db: float | None = Field(default=None, gt=0, le=60)
    span_db: float | None = Field(default=None, gt=0, le=90)
    z: float | None = Field(default=None, gt=0, le=20)
    times: int = Field(default=1, ge=1, le=1000)
    excuses: Excuses | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(value is not None for value in (self.jump_db, self.span_db, self.z)) != 1:
            raise ValueError("needs exactly one of jump_db, span_db, z")
        return self

    def lists(self) -> tuple[str, ...]:
        return self.excuses.lists if self.excuses else ()

    def bind(self, binder: Binder) -> Look:
        remaining = self.excuses.bind(binder) if self.excuses else no_excuse

        def look(window: Window, scene: Scene) -> Outcome:
            levels = scene.levels
            measured = [position for position in window.positions if scene.utterances[position].loudness_db is not None]
            if not measured:
                return cannot_tell(window, "the loudness was not measured")
            measured = [position for position in measured if scene.role_at(position) is not Role.UNKNOWN]
            if not measured or not scene.roles_sure:  # nobody can be compared with himself
                return cannot_tell(window, "who speaks is not certain")
            if self.z is not None and max(len(levels[scene.role_at(at)]) for at in measured) < MIN_UTTERANCES:
                return cannot_tell(window, f"fewer than {MIN_UTTERANCES} utterances give no usual level")
            values = list(self._values(measured, scene))
            best = max((value for _, value in values), default=None)
            loud = [scene.whole(at, window, self._why(value)) for at, value in values if value >= self._limit()]
            hits, excused = unexcused(loud, remaining, scene)
            why = "" if best is None else f"{self._why(best)}{excused}"
            return graded(hits, window, self.times, why, best, self._limit())

        return look

    def sign(self, binder: Binder) -> Sign | None:
        return None if self.jump_db is None else self._sign

    def _sign(self, calls: Calls) -> Mask:
        """Whether a voice rises enough often enough, or is somewhere not measured or nobody's."""
        loud = np.zeros(len(calls.call_of), dtype=np.bool_)
        for role in Role:
            own = np.flatnonzero(calls.of_role(role))
            rise = np.diff(calls.loudness_db[own]) >= self._limit()
            loud[own[1:]] = rise & (np.diff(calls.call_of[own]) == 0)
        open_ = np.isnan(calls.loudness_db) | calls.of_role(Role.UNKNOWN)
        known = calls.having(calls.may_speak(self.scope.role)) & calls.roles_sure & ~calls.having(open_)
        return calls.having(loud, self.times) | ~known

    def _values(self, measured: list[int], scene: Scene) -> Iterator[tuple[int, float]]:
        if self.z is not None:
            yield from ((at, score) for at in measured if (score := z_score(at, scene)) is not None)
            return
        last: dict[Role, float] = {}
        quietest: dict[Role, float] = {}
        for position in measured:
            role, level = scene.role_at(position), scene.utterances[position].loudness_db or 0.0
            if self.jump_db is not None and role in last:
                yield position, level - last[role]
            if self.span_db is not None and role in quietest:
                yield position, level - quietest[role]
            last[role] = level
            quietest[role] = min(level, quietest.get(role, level))

    def _limit(self) -> float:
        return self.jump_db or self.span_db or self.z or 0.0

    def _why(self, value: float) -> str:
        kind = "standard deviations above the own level" if self.z else "dB louder"
        return f"{value:.1f} {'>=' if value >= self._limit() else '<'} {self._limit():g} {kind}"


def z_score(position: int, scene: Scene) -> float | None:
    """How far above the speaker's own mean; None where that is not known."""
    level, levels = scene.utterances[position].loudness_db, scene.levels[scene.role_at(position)]
    if level is None or len(levels) < MIN_UTTERANCES:
        return None
    mean, deviation = _usual(levels)
    return (level - mean) / max(MIN_DEVIATION_DB, deviation)


@lru_cache(maxsize=16)
def _usual(levels: tuple[float, ...]) -> tuple[float, float]:
    """Mean and standard deviation; asked of the same speaker again and again."""
    mean = fmean(levels)
    return mean, sqrt(fsum((level - mean) ** 2 for level in levels) / len(levels))
