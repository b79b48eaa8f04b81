"""Waiting on hold."""

from typing import Literal

from rules.binder import Binder
from rules.operators.base import Look, Reads, cannot_tell, graded
from rules.operators.compare import Bounded
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene


class Hold(Bounded):
    """Compares how long, or how often, the customer was put on hold.

    Why: three short holds annoy more than one long one, and one long one more than an answer.

    Example:
        {op: hold, measure: longest, over: 60}
        {op: hold, measure: count, over: 2}

    Parameters:
        measure: longest or total, in seconds; or count.
        over, under: both strict.
        scope: a stretch, for example between two markers; without it the whole call counts.

    Source: stretches of hold music or of an announced wait, found once per call.
    """

    reads = Reads.TIMES

    op: Literal["hold"]
    measure: Literal["longest", "total", "count"] = "longest"

    def bind(self, binder: Binder) -> Look:
        def look(window: Window, scene: Scene) -> Outcome:
            if scene.duration_s <= 0:
                return cannot_tell(window, "the length of the call is not known")
            holds = [
                hold
                for hold in scene.timeline.holds
                if window.start_s <= hold.start_s and hold.end_s <= window.end_s + 0.001
            ]
            lengths = [hold.duration_s for hold in holds]
            value = {"longest": max(lengths, default=0.0), "total": sum(lengths), "count": float(len(lengths))}[
                self.measure
            ]
            why = f"{self.measure} hold: {self.said(value, 'times' if self.measure == 'count' else 's')}"
            if not self.within(value):
                return graded((), window, 1, why, value, self.limit)
            sure = not window.loose
            hits = [Hit(hold.start_s, hold.end_s, None, None, why, sure) for hold in holds] or [
                Hit(window.start_s, window.end_s, None, None, why, sure)
            ]
            return graded(hits, window, 1, why, value, self.limit)

        return look
