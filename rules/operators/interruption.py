"""Talking over the other side."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from rules.binder import Binder
from rules.calls import Sign
from rules.operators.base import Look, Nearest, Operator, Phrase, Reads, cannot_tell, graded
from rules.operators.excuse import Excuses, no_excuse, unexcused
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene
from rules.scope import Speaker
from rules.text.normalise import normalise
from rules.transcript import Overlap, Role, Transcript

BACK_CHANNEL = (
    *(
        "嗯",
        "啊",
        "哦",
        "噢",
        "唉",
        "哎",
        "诶",
        "欸",
        "喂",
        "呃",
        "对",
        "是",
        "好",
        "行",
        "嗯嗯",
        "对对",
        "是的",
        "好的",
        "对的",
    ),
    *("嗯好的", "哦好的", "好的好的", "是是", "是是是", "对对对", "嗯是的", "明白", "知道了", "没错", "可以"),
    *("mm", "mhm", "mm hmm", "uh huh", "uh", "um", "hm", "yeah", "yes", "yep", "ok", "okay", "right", "sure", "i see"),
)


class Interruption(Operator):
    """Finds one side talking over the other.

    Why: being cut off is what callers complain about most; a short "嗯" while listening is not an interruption.

    Example:
        {op: interruption, by: agent, min_overlap_s: 0.8, count: 2}
        {op: interruption, by: customer, total_s: 5, ignore: [yeah, uh huh]}

    Parameters:
        by: who begins to speak while the other is speaking.
        min_overlap_s: shorter talk-over does not count; default 0.5.
        delay_s: the other must have been speaking this long; default 0.
        count: at least so many; default 1.
        total_s: their lengths together must reach this; default 0.
        ignore: back-channel words; an utterance made of these alone is listening, not interrupting.
        excuses: phrases near it that excuse it ("不好意思打断一下").

    Source: voice activity of both channels. Unknown on one mixed channel unless overlap was diarized.
    """

    reads = Reads.TIMES

    op: Literal["interruption"]
    by: Speaker = Speaker.AGENT
    min_overlap_s: float = Field(default=0.5, ge=0, le=60)
    delay_s: float = Field(default=0.0, ge=0, le=600)
    count: int = Field(default=1, ge=1, le=1000)
    total_s: float = Field(default=0.0, ge=0, le=36_000)
    ignore: tuple[Phrase, ...] = BACK_CHANNEL
    excuses: Excuses | None = None

    def lists(self) -> tuple[str, ...]:
        return self.excuses.lists if self.excuses else ()

    def bind(self, binder: Binder) -> Look:
        remaining = self.excuses.bind(binder) if self.excuses else no_excuse
        ignored = frozenset(normalise(word).text for word in self.ignore)

        def look(window: Window, scene: Scene) -> Outcome:
            if scene.timeline.overlaps is None:
                return cannot_tell(window, "talk-over cannot be heard on one mixed channel")
            hits, excused = unexcused(self._hits(window, scene, ignored), remaining, scene)
            total_s = sum(hit.end_s - hit.start_s for hit in hits)
            why = f"{len(hits)} times, {total_s:.1f} s in all"
            if total_s < self.total_s:
                return graded((), window, 1, f"{why} < {self.total_s:g} s{excused}", total_s, self.total_s)
            return graded(hits, window, self.count, f"{why}{excused}", float(len(hits)), float(self.count))

        return look

    def closest(self, window: Window, scene: Scene, binder: Binder) -> Nearest | None:
        who = None if self.by is Speaker.ANY else (None, Role.UNKNOWN, Role(self.by.value))
        lengths_s = [
            overlap.duration_s
            for overlap in scene.timeline.overlaps or ()
            if window.start_s <= overlap.start_s <= window.end_s and (who is None or overlap.interrupter in who)
        ]
        longest_s = max(lengths_s, default=0.0)
        if longest_s >= self.min_overlap_s:
            return None
        return Nearest(f"talks over for {longest_s:.1f} s < {self.min_overlap_s:g} s", longest_s, self.min_overlap_s)

    def sign(self, binder: Binder) -> Sign | None:
        return lambda calls: calls.that(self._may_be_in)

    def _may_be_in(self, call: Transcript) -> bool:
        overlaps = call.timeline.overlaps
        return overlaps is None or any(one.duration_s >= self.min_overlap_s for one in overlaps)

    def _hits(self, window: Window, scene: Scene, ignored: frozenset[str]) -> Iterator[Hit]:
        for overlap in scene.timeline.overlaps or ():
            if overlap.duration_s < self.min_overlap_s or not window.start_s <= overlap.start_s <= window.end_s:
                continue
            if self.by is not Speaker.ANY and overlap.interrupter not in (None, Role.UNKNOWN, Role(self.by.value)):
                continue
            position = _speaking(overlap, scene)
            if position is not None and normalise(scene.utterances[position].text).text in ignored:
                continue
            if self.delay_s and _spoken_before_s(overlap, scene) < self.delay_s:
                continue
            known = overlap.interrupter in (Role.AGENT, Role.CUSTOMER) and scene.roles_sure
            sure = (known or self.by is Speaker.ANY) and not window.loose
            why = f"talks over for {overlap.duration_s:.1f} s >= {self.min_overlap_s:g} s"
            yield Hit(overlap.start_s, overlap.end_s, position, None, why, sure)


def _speaking(overlap: Overlap, scene: Scene) -> int | None:
    """The utterance with which the interrupter breaks in."""
    candidates = [
        position
        for position, utterance in enumerate(scene.utterances)
        if (overlap.interrupter is None or utterance.role is overlap.interrupter)
        and utterance.start_s < overlap.end_s
        and utterance.end_s > overlap.start_s
    ]
    return min(candidates, key=lambda at: abs(scene.utterances[at].start_s - overlap.start_s), default=None)


def _spoken_before_s(overlap: Overlap, scene: Scene) -> float:
    """How long the interrupted side had been speaking."""
    begun = [
        utterance.start_s
        for utterance in scene.utterances
        if utterance.role is not overlap.interrupter and utterance.start_s <= overlap.start_s < utterance.end_s
    ]
    return overlap.start_s - min(begun) if begun else 0.0
