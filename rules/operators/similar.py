"""Sentences that say the same as an example."""

from typing import Annotated, Literal

from pydantic import Field
from rapidfuzz import fuzz

from rules.binder import Binder
from rules.calls import Sign
from rules.operators.base import Look, Nearest, Operator, graded
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene
from rules.similarity import Examples
from rules.text.normalise import normalise

Sentence = Annotated[str, Field(min_length=2, max_length=300, pattern=r"\S")]


class Similar(Operator):
    """Finds utterances that say much the same as one of the example sentences.

    Why: there are many ways of asking whether anything else is needed; a few examples cover them better than words.

    Example:
        {op: similar, sentences: [请问还有其他可以帮您的吗], at_least: 70, scope: {role: agent}}
        {op: similar, sentences: [is there anything else I can help you with], at_least: 70, scope: {role: agent}}

    Parameters:
        sentences: examples; more of them is better than a lower threshold.
        at_least: similarity 0-100; default 70.
        times: how many utterances; default 1.

    Source: the larger of edit similarity and shared character pairs, on folded text; an embedding backend that is
    plugged in takes their place.
    """

    op: Literal["similar"]
    sentences: tuple[Sentence, ...] = Field(min_length=1, max_length=200)
    at_least: float = Field(default=70.0, ge=30, le=100)
    times: int = Field(default=1, ge=1, le=1000)

    def bind(self, binder: Binder) -> Look:
        examples = Examples(self.sentences, binder.similarity)

        def look(window: Window, scene: Scene) -> Outcome:
            hits: list[Hit] = []
            best = (0.0, "")
            for position, nearest in examples.nearest_in(scene.folded, window.positions):
                best = max(best, nearest)
                if nearest[0] >= self.at_least:
                    hits.append(scene.whole(position, window, self._why(*nearest)))
            return graded(hits, window, self.times, "" if hits else self._why(*best), best[0], self.at_least)

        return look

    def closest(self, window: Window, scene: Scene, binder: Binder) -> Nearest | None:
        said = [scene.folded.texts[position] for position in window.positions]
        scored = [
            (fuzz.ratio(normalise(example).text, text), example) for example in self.sentences for text in said if text
        ]
        value, example = max(scored, default=(0.0, ""))
        if not example or value >= self.at_least or binder.similarity is not None:
            return None  # what was measured says it already
        return Nearest(self._why(value, example), value, self.at_least)

    def sign(self, binder: Binder) -> Sign | None:
        if binder.similarity is not None:
            return None
        examples = Examples(self.sentences)
        return lambda calls: calls.having(
            examples.alike_in(calls.folded, calls.may_speak(self.scope.role), self.at_least)
        )

    def _why(self, value: float, example: str) -> str:
        return f"{example!r}: similarity {value:.0f} {'>=' if value >= self.at_least else '<'} {self.at_least:g}"
