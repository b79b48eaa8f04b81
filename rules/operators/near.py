"""Two words close to each other."""

from collections.abc import Sequence
from typing import Literal, Self

from pydantic import Field, model_validator

from rules.binder import Binder
from rules.operators.base import Look, Name, Nearest, Operator, Phrase, graded, uncovered
from rules.operators.clause import Clause, said_beside
from rules.outcome import Outcome, Window
from rules.scan import Occurrence
from rules.scene import Scene
from rules.text.segment import word_spans


class Near(Operator):
    """Finds a word of one set with, or without, a word of another set close to it in the same utterance.

    Why: "密码" is harmless, "密码" beside "告诉我" is not; "退款" with "三个工作日" near it is an answer.

    Example:
        {op: near, first: [密码, 验证码], second: [告诉我, 报一下], within: 8, scope: {role: agent}}
        {op: near, first: [你, 您], second_lists: [insults], within: 4, ordered: true, clause: within}
        {op: near, first: [refund], second: [working days], within: 6, unit: words, negated: true}

    Parameters:
        first, second: the two sets of words.
        first_lists, second_lists: names of word lists that are taken with them.
        within: how far apart at most, between the end of one and the beginning of the other; default 10.
        unit: chars (letters and digits, punctuation does not count) or words; default chars.
        ordered: second comes after first; default false.
        negated: finds first without any second near it; default false.
        except: phrases that do not count where they cover the first or the second word.
        unless: an utterance in which one of these phrases is said does not count.
        clause: where all from the one word to the other stands: `within` one clause, or the clause `begins` or `ends`
            with it, or it is the `whole` clause. Default `anywhere`.

    Source: positions of the literal matches; Chinese words are cut by jieba only where words are counted.
    """

    op: Literal["near"]
    first: tuple[Phrase, ...] = ()
    second: tuple[Phrase, ...] = ()
    first_lists: tuple[Name, ...] = ()
    second_lists: tuple[Name, ...] = ()
    within: int = Field(default=10, ge=0, le=500)
    unit: Literal["chars", "words"] = "chars"
    ordered: bool = False
    negated: bool = False
    except_: tuple[Phrase, ...] = Field(default=(), alias="except")
    unless: tuple[Phrase, ...] = ()
    clause: Clause = Clause.ANYWHERE

    @model_validator(mode="after")
    def _two_sets(self) -> Self:
        for name, words, lists in (
            ("first", self.first, self.first_lists),
            ("second", self.second, self.second_lists),
        ):
            if not words and not lists:
                raise ValueError(f"needs {name} or {name}_lists")
        return self

    def lists(self) -> tuple[str, ...]:
        return (*self.first_lists, *self.second_lists)

    def needs(self, binder: Binder) -> frozenset[int] | None:
        return binder.literal(self._rarer_first(binder)[0])

    def needs_too(self, binder: Binder) -> frozenset[int] | None:
        return None if self.negated else binder.literal(self._rarer_first(binder)[1])

    def bind(self, binder: Binder) -> Look:
        first, second = map(binder.literal, self._words(binder))
        exceptions, beside = binder.literal(self.except_), binder.literal(self.unless)

        def look(window: Window, scene: Scene) -> Outcome:
            if not self.negated and _positions(first, scene).isdisjoint(_positions(second, scene) & window.inside):
                return graded((), window)
            others = uncovered(second, exceptions, window, scene)
            disarmed = said_beside(beside, scene)
            hits = []
            for place in uncovered(first, exceptions, window, scene):
                if place.position in disarmed:
                    continue
                nearest = self._nearest(place, others, scene)
                if self.negated and nearest is None:
                    hits.append(scene.hit(place, window, f"none of {self._listed()} within {self.within}"))
                if not self.negated and nearest is not None:
                    gap, other = nearest
                    hits.append(scene.hit(_both(place, other), window, f"{gap} {self.unit} apart <= {self.within}"))
            return graded(hits, window)

        return look

    def closest(self, window: Window, scene: Scene, binder: Binder) -> Nearest | None:
        first, second = map(binder.literal, self._words(binder))
        exceptions = binder.literal(self.except_)
        places = uncovered(first, exceptions, window, scene)
        if not places:
            return None
        gaps = [
            gap
            for place in places
            for other in uncovered(second, exceptions, window, scene)
            if other.position == place.position
            and (gap := self._gap(place, other, scene.utterances[place.position].text)) is not None
        ]
        if not gaps:
            return Nearest("the first is said, the second is not beside it")
        if min(gaps) <= self.within and not self.negated:
            return Nearest("said only where it does not count")
        sign = "<=" if min(gaps) <= self.within else ">"
        return Nearest(f"{min(gaps)} {self.unit} apart {sign} {self.within}", min(gaps), self.within)

    def _words(self, binder: Binder) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return binder.words(self.first, self.first_lists), binder.words(self.second, self.second_lists)

    def _rarer_first(self, binder: Binder) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Where both sets must be heard, the one whose words are longer, and so heard less often, comes first."""
        first, second = self._words(binder)
        return (second, first) if not self.negated and min(map(len, second)) > min(map(len, first)) else (first, second)

    def _listed(self) -> str:
        return ", ".join([*self.second, *self.second_lists][:3])

    def _nearest(self, place: Occurrence, others: Sequence[Occurrence], scene: Scene) -> tuple[int, Occurrence] | None:
        """The nearest of the other words that counts, and how far it is."""
        text = scene.utterances[place.position].text
        gaps = [
            (gap, other)
            for other in others
            if other.position == place.position
            and (gap := self._gap(place, other, text)) is not None
            and gap <= self.within
            and self.clause.has(scene, _both(place, other))
        ]
        return min(gaps, default=None)

    def _gap(self, place: Occurrence, other: Occurrence, text: str) -> int | None:
        """How far *other* is from *place*; None when they overlap or stand in the wrong order."""
        if other.start >= place.end:
            between = (place.end, other.start)
        elif other.end <= place.start and not self.ordered:
            between = (other.end, place.start)
        else:
            return None
        if self.unit == "chars":
            return sum(character.isalnum() for character in text[slice(*between)])
        words = word_spans(text[slice(*between)])
        return sum(text[between[0] + start : between[0] + end].strip().isalnum() for start, end in words)


def _positions(numbers: frozenset[int], scene: Scene) -> set[int]:
    """The utterances in which one of these is said."""
    return {position for number in numbers & scene.found_numbers for position in scene.found.positions(number)}


def _both(place: Occurrence, other: Occurrence) -> Occurrence:
    """From the beginning of the one to the end of the other."""
    return Occurrence(place.position, min(place.start, other.start), max(place.end, other.end))
