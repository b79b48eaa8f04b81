"""Waiting on hold."""

from typing import Literal

from rules.binder import Binder
from rules.calls import Sign
from rules.operators.base import Look, Reads, cannot_tell, graded
from rules.operators.compare import Bounded
from rules.operators.excuse import Excuses, no_excuse, unexcused
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene


class Hold(Bounded):
    """Compares how long, or how often, the customer was put on hold.

    Why: three short holds annoy more than one long one, and one long one more than an answer.

    Example:
        {op: hold, measure: longest, over: 60}
        {op: hold, measure: count, over: 2}

    Parameters:
        measure: longest or total, in seconds; or count. With `per: hit` every hold that is too long counts, or
            every one that was counted; a total is one hit however many holds it is the sum of.
        over, under: both strict.
        excuses: phrases near a hold that excuse it.
        scope: a stretch, for example between two markers; without it the whole call counts.

    Source: stretches of hold music or of an announced wait, found once per call.
    """

    reads = Reads.TIMES

    op: Literal["hold"]
    measure: Literal["longest", "total", "count"] = "longest"

    excuses: Excuses | None = None

    def lists(self) -> tuple[str, ...]:
        return self.excuses.lists if self.excuses else ()

    def bind(self, binder: Binder) -> Look:
        remaining = self.excuses.bind(binder) if self.excuses else no_excuse

        def look(window: Window, scene: Scene) -> Outcome:
            if scene.duration_s <= 0:
                return cannot_tell(window, "the length of the call is not known")
            inside = [
                Hit(hold.start_s, hold.end_s, None, None, "", not window.loose)
                for hold in scene.timeline.holds
                if window.start_s <= hold.start_s and hold.end_s <= window.end_s + 0.001
            ]
            holds, excused = unexcused(inside, remaining, scene)
            sure = self._value([hold for hold in holds if hold.sure])
            value = self._value(holds)
            why = f"{self.measure} hold: {self.said(value, 'times' if self.measure == 'count' else 's')}{excused}"
            if not self.within(value) and not self.within(sure):
                return graded((), window, 1, why, value, self.limit)
            certain = self.within(value) and self.within(sure) and not window.loose
            telling = [hold for hold in holds if self.measure != "longest" or self.within(hold.end_s - hold.start_s)]
            whole = (window.start_s, window.end_s) if self.measure == "total" else None
            hits = [Hit(hold.start_s, hold.end_s, None, None, why, certain, whole) for hold in telling] or [
                Hit(window.start_s, window.end_s, None, None, why, certain)
            ]
            return graded(hits, window, 1, why, value, self.limit)

        return look

    def sign(self, binder: Binder) -> Sign | None:
        if self.over is None or self.over < 0:
            return None
        return lambda calls: calls.that(lambda call: bool(call.timeline.holds) or call.timeline.duration_s <= 0)

    def _value(self, holds: list[Hit]) -> float:
        lengths = [hold.end_s - hold.start_s for hold in holds]
        if self.measure == "count":
            return float(len(lengths))
        return max(lengths, default=0.0) if self.measure == "longest" else sum(lengths)
