"""Phrases that the recogniser may have garbled."""

from typing import Literal, Self

from pydantic import Field, model_validator

from rules.binder import Binder
from rules.matcher import Kind
from rules.matcher.similarity import best_place
from rules.operators.base import Look, Name, Nearest, Operator, Phrase, graded, uncovered
from rules.outcome import Outcome, Window
from rules.scan import Phrase as Needle
from rules.scene import Scene
from rules.text.normalise import normalise


class Fuzzy(Operator):
    """Finds phrases that are nearly said: the most similar stretch of an utterance reaches a similarity.

    Why: a recogniser turns "祝您生活愉快" into "祝您生活愉块"; what must be said is not lost to one wrong character.

    Example:
        {op: fuzzy, phrases: [祝您生活愉快], at_least: 80, scope: {role: agent, utterances: "-3..-1"}}
        {op: fuzzy, phrases: [thank you for calling], at_least: 85, scope: {role: agent}}

    Parameters:
        phrases, lists: the phrases themselves, or names of word lists of the rulebook.
        at_least: similarity 0-100, as rapidfuzz's partial_ratio counts it; default 80.
        times: in how many places; default 1.
        except: phrases that do not count where they cover the place found.

    Source: best-aligned substring similarity (normalised Indel distance), https://rapidfuzz.github.io/RapidFuzz/
    """

    op: Literal["fuzzy"]
    phrases: tuple[Phrase, ...] = ()
    lists_: tuple[Name, ...] = Field(default=(), alias="lists")
    at_least: float = Field(default=80.0, ge=50, le=100)
    times: int = Field(default=1, ge=1, le=1000)
    except_: tuple[Phrase, ...] = Field(default=(), alias="except")

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.phrases and not self.lists_:
            raise ValueError("needs phrases or lists")
        return self

    def lists(self) -> tuple[str, ...]:
        return self.lists_

    def needs(self, binder: Binder) -> frozenset[int] | None:
        phrases = binder.words(self.phrases, self.lists_)
        return frozenset(binder.number(Needle(phrase, Kind.FUZZY, self.at_least)) for phrase in phrases)

    @property
    def any_suffices(self) -> bool:
        return self.times == 1 and not self.except_

    def bind(self, binder: Binder) -> Look:
        numbers = self.needs(binder) or frozenset()
        exceptions = binder.literal(self.except_)

        def look(window: Window, scene: Scene) -> Outcome:
            places = uncovered(numbers, exceptions, window, scene)
            hits = [
                scene.hit(place, window, f"similarity {place.similarity:.0f} >= {self.at_least:g}") for place in places
            ]
            best = max((place.similarity for place in places), default=None)
            return graded(hits, window, self.times, "", best, self.at_least)

        return look

    def closest(self, window: Window, scene: Scene, binder: Binder) -> Nearest | None:
        wanted = [(phrase, normalise(phrase).text) for phrase in binder.words(self.phrases, self.lists_)]
        said = [normalise(scene.utterances[position].text).text for position in window.positions]
        scored = [
            (place[0] if (place := best_place(folded, text, 0.0)) else 0.0, phrase)
            for phrase, folded in wanted
            for text in said
            if text
        ]
        if not scored:
            return None
        similarity, phrase = max(scored)
        if similarity >= self.at_least:
            return Nearest("said only where an exception is")
        return Nearest(f"{phrase!r}: similarity {similarity:.0f} < {self.at_least:g}", similarity, self.at_least)
