"""Somebody had to say it again."""

from collections.abc import Iterator, Sequence
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator
from rapidfuzz import fuzz

from rules.binder import Binder
from rules.calls import Calls, Mask, Sign
from rules.folded import Folded
from rules.operators.base import Look, Nearest, Operator, Phrase, graded
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene
from rules.scope import Speaker

Lengths = NDArray[np.int64]
Sketches = NDArray[np.uint64]

_ROWS = 128  # utterances that are compared with all others at once: enough to be quick, few enough to fit anywhere
_ROUNDING = 0.01  # of RapidFuzz's own comparison; it decides in the end


class Repeat(Operator):
    """Finds utterances that the same side has said before, nearly word for word.

    Why: a customer who says it again was not heard; an agent who asks again did not listen.

    Example:
        {op: repeat, similarity: 80, min_length: 6, scope: {role: agent}}
        {op: repeat, back: 10, times: 3, except: [hello, are you there], scope: {role: customer}}

    Parameters:
        back: how many of the speaker's own earlier utterances are compared; 0 for all; default 10.
        similarity: 0-100; default 85.
        times: at the n-th time it counts; default 2.
        min_length: shorter utterances are skipped, in characters; default 6.
        except: utterances with one of these phrases are skipped.
        scope: the side is scope.role; it must be agent or customer.

    Source: edit similarity of the folded texts.
    """

    op: Literal["repeat"]
    back: int = Field(default=10, ge=0, le=1000)
    similarity: float = Field(default=85.0, ge=50, le=100)
    times: int = Field(default=2, ge=2, le=100)
    min_length: int = Field(default=6, ge=1, le=200)
    except_: tuple[Phrase, ...] = Field(default=(), alias="except")

    @model_validator(mode="after")
    def _of_one_side(self) -> Self:
        if self.scope.role is Speaker.ANY:
            raise ValueError("scope.role must be agent or customer: who repeats")
        return self

    def bind(self, binder: Binder) -> Look:
        exceptions = binder.literal(self.except_)

        def look(window: Window, scene: Scene) -> Outcome:
            skipped = {place.position for number in exceptions & scene.found_numbers for place in scene.found[number]}
            lengths = scene.folded.lengths.tolist()
            said = [at for at in window.positions if at not in skipped and lengths[at] >= self.min_length]
            hits: list[Hit] = []
            for position, near in self._near(said, scene.folded):
                text = scene.folded.texts[position]
                same = [at for at in near if fuzz.ratio(text, scene.folded.texts[at], score_cutoff=self.similarity)]
                if len(same) + 1 >= self.times:
                    first = scene.utterances[same[0]].id
                    why = f"said {len(same) + 1} times, first in utterance {first}"
                    hits.append(scene.whole(position, window, why))
            return graded(hits, window)

        return look

    def sign(self, binder: Binder) -> Sign | None:
        if not self.back:
            return None
        exceptions = binder.literal(self.except_)
        return lambda calls: self._sign(calls, exceptions)

    def _sign(self, calls: Calls, exceptions: frozenset[int]) -> Mask:
        """Whether an utterance is as long as one of those before it, and has as many of the same characters."""
        long = calls.folded.lengths >= self.min_length
        said = np.flatnonzero(calls.may_speak(self.scope.role) & long & ~calls.saying(exceptions))
        call_of, lengths, sketches = calls.call_of[said], calls.folded.lengths[said], calls.folded.sketches[said]
        near = np.zeros(len(calls.call_of), dtype=np.bool_)
        for back in range(1, min(self.back + 1, len(said))):
            later, before = slice(back, None), slice(None, -back)
            likely = self._may_be_alike(lengths[later], lengths[before], sketches[later], sketches[before])
            near[said[later]] |= likely & (call_of[later] == call_of[before])
        return calls.having(near)

    def _near(self, said: Sequence[int], folded: Folded) -> Iterator[tuple[int, list[int]]]:
        """Utterances with those before them that may be similar: as long, and with as many of the same characters."""
        lengths, sketches = folded.lengths[said], folded.sketches[said]
        for first in range(0, len(said), _ROWS):
            rows = slice(first, first + _ROWS)
            others = slice(max(0, first - self.back) if self.back else 0, first + _ROWS)
            likely = self._may_be_alike(lengths[rows, None], lengths[others], sketches[rows, None], sketches[others])
            later, earlier = np.nonzero(np.tril(likely, first - others.start - 1))
            near: dict[int, list[int]] = {}
            for at, before in zip((later + first).tolist(), (earlier + others.start).tolist(), strict=True):
                if not self.back or at - before <= self.back:
                    near.setdefault(at, []).append(said[before])
            yield from ((said[at], before) for at, before in near.items())

    def _may_be_alike(self, length: Lengths, other: Lengths, sketch: Sketches, other_sketch: Sketches) -> Mask:
        """Of two texts so similar no more characters can be in but one of them, and neither can be longer by more."""
        differ = (1 - self.similarity / 100) * (length + other) + _ROUNDING
        alike: Mask = np.maximum(np.bitwise_count(sketch ^ other_sketch), abs(length - other)) <= differ
        return alike

    def closest(self, window: Window, scene: Scene, binder: Binder) -> Nearest | None:
        said = [scene.folded.texts[at] for at in window.positions]
        long = [text for text in said if len(text) >= self.min_length]
        best = max((fuzz.ratio(one, other) for at, one in enumerate(long) for other in long[:at]), default=None)
        if best is None:
            return None
        if best < self.similarity:
            why = f"nearest to a repeat: similarity {best:.0f} < {self.similarity:g}"
            return Nearest(why, best, self.similarity)
        alike = max(
            1 + sum(fuzz.ratio(one, other) >= self.similarity for other in long[:at]) for at, one in enumerate(long)
        )
        if alike < self.times:
            return Nearest(f"{alike} times < {self.times}", alike, self.times)
        return Nearest(f"said only where an exception is, or more than {self.back} utterances before")
