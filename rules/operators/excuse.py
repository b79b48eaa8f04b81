"""Words before or after an acoustic hit that explain it ("请稍等,我帮您查一下")."""

from collections.abc import Callable, Iterable
from typing import Self

from pydantic import Field, model_validator

from rules.binder import Binder
from rules.operators.base import Name, Phrase
from rules.outcome import Hit
from rules.scene import Scene
from rules.scope import Speaker
from rules.spec import Spec

Excused = Callable[[Hit, Scene], "Hit | None"]


class Excuses(Spec):
    """What excuses a hit.

    Args:
        words, lists: the excusing phrases.
        before, after: how many utterances before and after the hit are read; those it covers are always read.
        role: whose words excuse.
    """

    words: tuple[Phrase, ...] = ()
    lists: tuple[Name, ...] = ()
    before: int = Field(default=2, ge=0, le=50)
    after: int = Field(default=1, ge=0, le=50)
    role: Speaker = Speaker.ANY

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.words and not self.lists:
            raise ValueError("needs words or lists")
        return self

    def bind(self, binder: Binder) -> Excused:
        """A function that drops an excused hit, or makes it unsure where the words nearby cannot be relied on."""
        numbers = binder.literal(binder.words(self.words, self.lists))

        def remaining(hit: Hit, scene: Scene) -> Hit | None:
            said = {place.position for number in numbers & scene.found_numbers for place in scene.found[number]}
            if not said and not scene.doubtful_text:
                return hit
            near = self._near(hit, scene)
            if not said.isdisjoint(self._certain(near, scene)):
                return None
            if not near.isdisjoint(said | scene.doubtful_text):
                return Hit(
                    hit.start_s, hit.end_s, hit.position, hit.chars, f"{hit.why}; an excuse may be unheard", False
                )
            return hit

        return remaining

    def _near(self, hit: Hit, scene: Scene) -> frozenset[int]:
        if hit.position is None:
            first, following = _last_ending_before(scene, hit.start_s), scene.position_at(hit.end_s - 0.05)
        else:
            first, following = hit.position, hit.position + 1
        reach = range(max(0, first + 1 - self.before), min(len(scene.utterances), following + self.after))
        if hit.position is not None:
            reach = range(max(0, first - self.before), min(len(scene.utterances), following + self.after))
        anybody = self.role is Speaker.ANY or not scene.roles_sure
        return frozenset(
            position for position in reach if anybody or scene.role_at(position).value in (self.role.value, "unknown")
        )

    def _certain(self, near: frozenset[int], scene: Scene) -> frozenset[int]:
        """Those whose words can be relied on, and are known to be those of the side that may excuse."""
        heard = near - scene.doubtful_text
        if self.role is Speaker.ANY:
            return heard
        return frozenset(at for at in heard if scene.roles_sure and scene.role_at(at).value == self.role.value)


def unexcused(hits: Iterable[Hit], remaining: Excused, scene: Scene) -> tuple[list[Hit], str]:
    """The hits that remain, and what is to be said of the others."""
    seen = list(hits)
    kept = [left for hit in seen if (left := remaining(hit, scene)) is not None]
    return kept, f"; {len(seen) - len(kept)} excused by what was said" if len(kept) < len(seen) else ""


def no_excuse(hit: Hit, scene: Scene) -> Hit | None:
    """Every hit stays."""
    return hit


def _last_ending_before(scene: Scene, start_s: float) -> int:
    return scene.position_at(start_s + 0.05) - 1
