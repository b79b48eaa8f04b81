"""A classifier or a language model, plugged in by name."""

from typing import Annotated, Literal

from pydantic import Field

from rules.binder import Binder, Label
from rules.operators.base import Look, Operator, cannot_tell, graded
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene


class Model(Operator):
    """Asks a named classifier. Only what it can quote from the transcript counts.

    Why: some things are easier shown by examples than by words. A judgement that quotes nothing cannot be checked by
    anyone, so it is refused; without the plug-in the answer is unknown, never false.

    Example:
        {op: model, name: sarcasm, labels: [sarcastic], at_least: 0.8, scope: {role: agent}}
        {op: model, name: intent, labels: [cancel contract], at_least: 0.7, scope: {role: customer}}

    Parameters:
        name: the plug-in.
        labels: which of its labels count.
        at_least: 0-1; default 0.8.

    Source: the plug-in, with the version it reports.
    """

    op: Literal["model"]
    name: Annotated[str, Field(min_length=1, max_length=64)]
    labels: tuple[str, ...] = Field(min_length=1)
    at_least: float = Field(default=0.8, gt=0, le=1)

    def bind(self, binder: Binder) -> Look:
        classifier = binder.classifiers.get(self.name)

        def look(window: Window, scene: Scene) -> Outcome:
            if classifier is None:
                return cannot_tell(window, f"no classifier {self.name!r} is plugged in")
            said = [one for one in classifier(scene.transcript) if one.label in self.labels]
            above = [one for one in said if one.prob >= self.at_least]
            hits = [hit for one in above if (hit := self._quoted(one, window, scene)) is not None]
            if above and not hits:
                return cannot_tell(window, f"{self.name} quotes nothing that was said there")
            best = max((one.prob for one in said), default=None)
            return graded(hits, window, 1, "", best, self.at_least)

        return look

    def _quoted(self, said: Label, window: Window, scene: Scene) -> Hit | None:
        for position in window.positions:
            utterance = scene.utterances[position]
            start = utterance.text.find(said.quote) if utterance.id == said.utterance and said.quote.strip() else -1
            if start >= 0:
                sure = position not in window.doubtful and not window.loose
                why = f"{self.name}: {said.label} {said.prob:.2f} >= {self.at_least:g}"
                span = (start, start + len(said.quote))
                return Hit(utterance.start_s, utterance.end_s, position, span, why, sure)
        return None
