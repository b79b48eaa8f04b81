"""Speed of speech."""

from typing import Literal, Self

from pydantic import Field, model_validator

from rules.binder import Binder
from rules.calls import Calls, Mask, Sign
from rules.operators.base import Look, Reads, cannot_tell, graded
from rules.operators.compare import Bounded
from rules.operators.excuse import Excused, Excuses, no_excuse, unexcused
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene

_MIN_DURATION_S = 0.5  # shorter turns are measured too coarsely for a rate per minute


class Pace(Bounded):
    """Finds speech faster or slower than so many characters (Chinese) or words per minute.

    Why: an agent who races is not understood, one who drags wastes the customer's time.
    Formula: units / (end - start) * 60. Chinese characters and single digits count one each, a Latin word counts
    one; with `unit: words` a whole number counts one. Punctuation and spaces do not count.

    Example:
        {op: pace, over: 300, min_length: 10, scope: {role: agent}}
        {op: pace, over: 190, unit: words, average: true, scope: {role: agent}}

    Parameters:
        over, under: units per minute.
        unit: chars or words; default by the language of the call.
        average: over the whole window instead of each utterance.
        min_length: utterances with fewer units are skipped; default 8.
        times: how many such utterances; default 1.
        excuses: phrases near it that excuse it.

    Source: start and end of the utterances.
    """

    reads = Reads.TIMES

    op: Literal["pace"]
    unit: Literal["chars", "words"] | None = None
    average: bool = False
    min_length: int = Field(default=8, ge=1, le=1000)
    times: int = Field(default=1, ge=1, le=1000)
    excuses: Excuses | None = None

    @model_validator(mode="after")
    def _times_are_of_utterances(self) -> Self:
        if self.average and self.times > 1:
            raise ValueError("an average is one number: times cannot be more than 1")
        return self

    def lists(self) -> tuple[str, ...]:
        return self.excuses.lists if self.excuses else ()

    def bind(self, binder: Binder) -> Look:
        remaining = self.excuses.bind(binder) if self.excuses else no_excuse

        def look(window: Window, scene: Scene) -> Outcome:
            units = scene.units(words=self._in_words(scene.language))
            measured = [
                (position, units[position])
                for position in window.positions
                if units[position] >= self.min_length and scene.utterances[position].duration_s >= _MIN_DURATION_S
            ]
            if not measured and (self.average or not window.positions):
                return cannot_tell(window, f"no utterance of {self.min_length} or more to measure")
            if not measured:
                return graded((), window, self.times, f"no utterance of {self.min_length} or more")
            if self.average:
                return self._averaged(measured, window, scene, remaining)
            rates = [(position, 60 * units / scene.utterances[position].duration_s) for position, units in measured]
            hits = [scene.whole(at, window, self._formula(rate, scene)) for at, rate in rates if self.within(rate)]
            kept, excused = unexcused(hits, remaining, scene)
            extreme = (max if self.over is not None else min)(rate for _, rate in rates)
            return graded(kept, window, self.times, f"{self._formula(extreme, scene)}{excused}", extreme, self.limit)

        return look

    def sign(self, binder: Binder) -> Sign | None:
        return None if self.average else self._sign

    def _sign(self, calls: Calls) -> Mask:
        own, words = calls.may_speak(self.scope.role), None if self.unit is None else self.unit == "words"
        long = own & (calls.units(words=words) >= self.min_length) & (calls.duration_s >= _MIN_DURATION_S)
        rates = 60 * calls.units(words=words)[long] / calls.duration_s[long]
        long[long] = self.among(rates)
        return calls.having(long, self.times) | ~calls.having(own)

    def _in_words(self, language: str) -> bool:
        return self.unit == "words" or (self.unit is None and not language.startswith("zh"))

    def counts(self, position: int, scene: Scene) -> bool:
        said, units = scene.utterances[position], scene.units(words=self._in_words(scene.language))
        return units[position] >= self.min_length and said.duration_s >= _MIN_DURATION_S

    def _averaged(self, measured: list[tuple[int, int]], window: Window, scene: Scene, remaining: Excused) -> Outcome:
        """The average without the utterances that are excused."""
        left = {at: remaining(scene.whole(at, window, ""), scene) for at, _ in measured}
        excused = sum(hit is None for hit in left.values())
        note = f"; {excused} excused by what was said" if excused else ""
        measured = [one for one in measured if left[one[0]] is not None]
        if not measured:
            return graded((), window, 1, f"no utterance of {self.min_length} or more{note}")
        units = sum(count for _, count in measured)
        duration_s = sum(scene.utterances[position].duration_s for position, _ in measured)
        rate = 60 * units / duration_s
        why = f"{units} in {duration_s:.1f} s of speech = {self._formula(rate, scene)}{note}"
        hits: tuple[Hit, ...] = ()
        if self.within(rate):
            sure = all(hit.sure for hit in left.values() if hit is not None)
            hits = (Hit(window.start_s, window.end_s, None, None, why, sure),)
        return graded(hits, window, 1, why, rate, self.limit)

    def _formula(self, rate: float, scene: Scene) -> str:
        unit = self.unit or ("chars" if scene.language.startswith("zh") else "words")
        return self.said(rate, f"{unit}/min", lambda value: f"{value:.0f}")
