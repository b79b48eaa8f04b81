"""How often the speaker changes."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from rules.binder import Binder
from rules.operators.base import Look, Reads, cannot_tell, graded
from rules.operators.compare import Bounded
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene
from rules.transcript import Role


class Turns(Bounded):
    """Counts utterances of the scope's role: of the call, or of a stretch between two markers.

    Why: an enquiry settled in thirty turns was not settled well; a call of one turn was none.

    Example:
        {op: turns, over: 40}
        {op: turns, under: 2, scope: {role: customer}}

    Parameters:
        over, under: number of utterances, both strict. Neighbouring utterances of one speaker are one turn.
        scope: whose, and where.

    Source: the list of utterances.
    """

    reads = Reads.TIMES

    op: Literal["turns"]

    def bind(self, binder: Binder) -> Look:
        def look(window: Window, scene: Scene) -> Outcome:
            starts = _starts(window.positions, scene.roles)
            most = len(window.positions)
            if not scene.roles_sure and len({self.within(count) for count in range(min(1, most), most + 1)}) > 1:
                return cannot_tell(window, "who speaks is not certain")
            why = self.said(len(starts), "turns", lambda value: f"{value:.0f}")
            sure = not window.loose and not window.doubtful - scene.doubtful_text
            hits = [Hit(window.start_s, window.end_s, None, None, why, sure)] if self.within(len(starts)) else []
            return graded(hits, window, 1, why, float(len(starts)), self.limit)

        return look


def _starts(positions: Sequence[int], roles: Sequence[Role]) -> Sequence[int]:
    """Where a turn begins: where another role spoke before, or what was said before lies outside."""
    later = [at for before, at in pairwise(positions) if before != at - 1 or roles[before] is not roles[at]]
    return [*positions[:1], *later]
