"""Length of the call or of a stretch of it."""

from typing import Literal

from rules.binder import Binder
from rules.operators.base import Look, Reads, cannot_tell, graded
from rules.operators.compare import Bounded
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene


class Duration(Bounded):
    """Compares how long the call, or the stretch between two markers, lasts.

    Why: an outbound sales call of eight seconds was no conversation; an explanation may be required to take its time.

    Example:
        {op: duration, under: 15}
        {op: duration, over: 120, scope: {after: question, before: answer}}

    Parameters:
        over, under: seconds, both strict.
        scope: `after` and `before` name two other conditions; without a scope the whole call counts.

    Source: the length of the recording.
    """

    reads = Reads.TIMES

    op: Literal["duration"]

    def bind(self, binder: Binder) -> Look:
        def look(window: Window, scene: Scene) -> Outcome:
            if scene.duration_s <= 0:
                return cannot_tell(window, "the length of the call is not known")
            value_s = window.end_s - window.start_s
            why = self.said(value_s, "s")
            hits = (
                [Hit(window.start_s, window.end_s, None, None, why, not window.loose)] if self.within(value_s) else []
            )
            return graded(hits, window, 1, why, value_s, self.limit)

        return look
