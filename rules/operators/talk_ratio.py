"""Who does the talking."""

from typing import Literal

from rules.binder import Binder
from rules.operators.base import Look, Reads, cannot_tell, graded
from rules.operators.compare import Bounded
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene
from rules.transcript import Role


class TalkRatio(Bounded):
    """Compares the agent's share of all speech.

    Why: an agent who talks nine tenths of the time does not listen; one who hardly speaks does not guide the call.

    Example:
        {op: talk_ratio, over: 0.85}
        {op: talk_ratio, under: 0.2, scope: {after: complaint, before: closing}}

    Parameters:
        over, under: 0-1, both strict.
        scope: a stretch, for example between two markers; without it the whole call counts.

    Source: voice activity per channel for the whole call; the times of the utterances for a stretch.
    """

    reads = Reads.TIMES

    op: Literal["talk_ratio"]

    def bind(self, binder: Binder) -> Look:
        def look(window: Window, scene: Scene) -> Outcome:
            if not scene.roles_sure:
                return cannot_tell(window, "who speaks is not certain")
            share = self._share(window, scene)
            if share is None:
                return cannot_tell(window, "nobody whose role is known speaks there")
            why = self.said(share, "of the speech is the agent's", lambda value: f"{value:.2f}")
            hits = [Hit(window.start_s, window.end_s, None, None, why, not window.loose)] if self.within(share) else []
            return graded(hits, window, 1, why, share, self.limit)

        return look

    def _share(self, window: Window, scene: Scene) -> float | None:
        if len(window.positions) == len(scene.utterances) and scene.timeline.talk_ratio is not None:
            return scene.timeline.talk_ratio
        spoken = {Role.AGENT: 0.0, Role.CUSTOMER: 0.0, Role.UNKNOWN: 0.0}
        for position in window.positions:
            spoken[scene.role_at(position)] += scene.utterances[position].duration_s
        both_s = spoken[Role.AGENT] + spoken[Role.CUSTOMER]
        return spoken[Role.AGENT] / both_s if both_s > spoken[Role.UNKNOWN] else None
