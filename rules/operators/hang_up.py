"""Who ended the call, and how."""

from itertools import islice
from typing import Literal

from pydantic import Field

from rules.binder import Binder
from rules.operators.base import Look, Operator, Phrase, Reads, cannot_tell, graded
from rules.operators.metadata import lookup
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene
from rules.transcript import Role

CLOSING = (
    "再见",
    "拜拜",
    "祝您",
    "感谢您的来电",
    "谢谢您的来电",
    "goodbye",
    "bye",
    "have a nice day",
    "have a great day",
)
ANNOUNCED = ("挂了", "我挂电话", "不说了", "hanging up", "hang up now")
_WAITING_S = 3.0  # somebody who has waited longer than this for an answer may have left the line


class HangUp(Operator):
    """Finds that one side ended the call, optionally without any closing words.

    Why: an agent who hangs up on a customer ends more than the call.

    Example:
        {op: hang_up, who: agent, without_closing: true}
        {op: hang_up, who: customer, closing: [goodbye, bye for now], without_closing: true}

    Parameters:
        who: agent or customer.
        without_closing: only when that side said no closing words near the end; default true.
        closing: the closing words.
        last: in how many of its last utterances they are looked for; default 3.
        announced: words with which somebody says that he hangs up.
        field: the metadata field that says who hung up (`agent` or `customer`); default hung_up_by.

    Source: the telephone system's record; without it the last words: "挂了" proves it, an unanswered last word of the
    other side only suggests it (unknown).
    """

    reads = Reads.TIMES

    op: Literal["hang_up"]
    who: Literal["agent", "customer"] = "agent"
    without_closing: bool = True
    closing: tuple[Phrase, ...] = CLOSING
    last: int = Field(default=3, ge=1, le=20)
    announced: tuple[Phrase, ...] = ANNOUNCED
    field: str = "hung_up_by"

    def bind(self, binder: Binder) -> Look:
        who = Role(self.who)
        closing, announced = binder.literal(self.closing), binder.literal(self.announced)

        def look(window: Window, scene: Scene) -> Outcome:
            if not scene.utterances:
                return cannot_tell(window, "nobody speaks")
            backwards = (at for at in reversed(range(len(scene.roles))) if scene.roles[at] is who)
            own = list(islice(backwards, self.last))[::-1]
            if self.without_closing and _said(closing, own, scene, sure_only=True):
                return graded((), window, 1, f"the {self.who} closed the call with words")
            hit = self._hit(own, announced, scene)
            if hit is None:
                return graded((), window, 1, f"the {self.who} did not hang up")
            if hit.position is not None and not scene.roles_sure:
                return cannot_tell(window, "who speaks is not certain")
            unsure = self.without_closing and (not scene.roles_sure or _said(closing, own, scene, sure_only=False))
            if unsure or scene.doubtful_text.intersection(own):
                hit = Hit(
                    hit.start_s, hit.end_s, hit.position, hit.chars, f"{hit.why}; closing words may be unheard", False
                )
            return graded([hit], window)

        return look

    def _hit(self, own: list[int], announced: frozenset[int], scene: Scene) -> Hit | None:
        """Why it is thought that this side hung up; None when nothing says so."""
        last = scene.utterances[-1]
        recorded = lookup(scene.metadata, self.field)
        if recorded is not None:
            by_it = str(recorded).strip().lower() == self.who
            why = f"{self.field} {recorded}"
            return Hit(last.end_s, scene.duration_s, None, None, why) if by_it else None
        for number in announced & scene.found_numbers:
            for place in scene.found[number]:
                if place.position in own[-1:]:
                    whole = Window(tuple(own), last.start_s, last.end_s)
                    return scene.hit(place, whole, f"the {self.who} says so")
        other_left_waiting = last.role not in (Role(self.who), Role.UNKNOWN)
        if other_left_waiting and scene.duration_s - last.end_s < _WAITING_S:
            return Hit(last.start_s, last.end_s, len(scene.utterances) - 1, None, "no answer to the last words", False)
        return None


def _said(numbers: frozenset[int], positions: list[int], scene: Scene, *, sure_only: bool) -> bool:
    return any(
        place.position in positions and not (sure_only and place.position in scene.doubtful_text)
        for number in numbers & scene.found_numbers
        for place in scene.found[number]
    )
