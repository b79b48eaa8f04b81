"""Two words close to each other."""

from typing import Literal

from pydantic import Field

from rules.binder import Binder
from rules.operators.base import Look, Nearest, Operator, Phrase, graded, uncovered
from rules.outcome import Outcome, Window
from rules.scan import Occurrence
from rules.scene import Scene
from rules.text.segment import word_spans


class Near(Operator):
    """Finds a word of one set with, or without, a word of another set close to it in the same utterance.

    Why: "密码" is harmless, "密码" beside "告诉我" is not; "退款" with "三个工作日" near it is an answer.

    Example:
        {op: near, first: [密码, 验证码], second: [告诉我, 报一下], within: 8, scope: {role: agent}}
        {op: near, first: [refund], second: [working days], within: 6, unit: words, negated: true}

    Parameters:
        first, second: the two sets of words.
        within: how far apart at most, between the end of one and the beginning of the other; default 10.
        unit: chars (letters and digits, punctuation does not count) or words; default chars.
        ordered: second comes after first; default false.
        negated: finds first without any second near it; default false.
        except: phrases that do not count where they cover the first word.

    Source: positions of the literal matches; Chinese words are cut by jieba only where words are counted.
    """

    op: Literal["near"]
    first: tuple[Phrase, ...] = Field(min_length=1)
    second: tuple[Phrase, ...] = Field(min_length=1)
    within: int = Field(default=10, ge=0, le=500)
    unit: Literal["chars", "words"] = "chars"
    ordered: bool = False
    negated: bool = False
    except_: tuple[Phrase, ...] = Field(default=(), alias="except")

    def needs(self, binder: Binder) -> frozenset[int] | None:
        return binder.literal(self.first)

    def bind(self, binder: Binder) -> Look:
        first, second = binder.literal(self.first), binder.literal(self.second)
        exceptions = binder.literal(self.except_)

        def look(window: Window, scene: Scene) -> Outcome:
            if first.isdisjoint(scene.found_numbers):
                return graded((), window)
            others = uncovered(second, frozenset(), window, scene)
            hits = []
            for place in uncovered(first, exceptions, window, scene):
                text = scene.utterances[place.position].text
                gaps = [self._gap(place, other, text) for other in others if other.position == place.position]
                nearest = min((gap for gap in gaps if gap is not None and gap[0] <= self.within), default=None)
                if self.negated and nearest is None:
                    hits.append(scene.hit(place, window, f"none of {', '.join(self.second[:3])} within {self.within}"))
                if not self.negated and nearest is not None:
                    gap, other = nearest
                    both = Occurrence(place.position, min(place.start, other.start), max(place.end, other.end))
                    hits.append(scene.hit(both, window, f"{gap} {self.unit} apart <= {self.within}"))
            return graded(hits, window)

        return look

    def closest(self, window: Window, scene: Scene, binder: Binder) -> Nearest | None:
        places = uncovered(binder.literal(self.first), binder.literal(self.except_), window, scene)
        if not places:
            return None
        others = uncovered(binder.literal(self.second), frozenset(), window, scene)
        gaps = [
            gap[0]
            for place in places
            for other in others
            if other.position == place.position
            and (gap := self._gap(place, other, scene.utterances[place.position].text)) is not None
        ]
        if not gaps:
            return Nearest("the first is said, the second is not beside it")
        sign = "<=" if min(gaps) <= self.within else ">"
        return Nearest(f"{min(gaps)} {self.unit} apart {sign} {self.within}", min(gaps), self.within)

    def _gap(self, place: Occurrence, other: Occurrence, text: str) -> tuple[int, Occurrence] | None:
        """How far *other* is from *place*; None when they overlap or stand in the wrong order."""
        if other.start >= place.end:
            between = (place.end, other.start)
        elif other.end <= place.start and not self.ordered:
            between = (other.end, place.start)
        else:
            return None
        if self.unit == "chars":
            return sum(character.isalnum() for character in text[slice(*between)]), other
        words = word_spans(text[slice(*between)])
        return sum(text[between[0] + start : between[0] + end].strip().isalnum() for start, end in words), other
