"""Phrases that sound the same but may be written otherwise."""

from typing import Literal, Self

from pydantic import Field, model_validator
from rapidfuzz import fuzz

from rules.binder import Binder
from rules.matcher import Kind
from rules.operators.base import Look, Name, Nearest, Operator, Phrase, uncovered
from rules.outcome import Hit, Outcome, Window
from rules.scan import Phrase as Needle
from rules.scene import Scene
from rules.text.normalise import normalise
from rules.text.pinyin import Confusion, fold_syllable, readings
from rules.truth import Truth

MOST_COMPARED = 500  # phrases of a list that an explanation is written for; a person reads one
_SAME = 100.0


class SoundsLike(Operator):
    """Finds phrases by their sound, syllable by syllable, whatever characters the recogniser chose.

    Why: "年化率" comes out as "年华率". A sound alone proves nothing: a hit never deducts, it is marked as suspected
    (疑似) and goes to a person, who also sees which common words sound the same.

    Example:
        {op: sounds_like, phrases: [高利贷], fold: [zh/z, n/l], scope: {role: agent}}
        {op: sounds_like, phrases: [银保监会], scope: {role: customer}}

    Parameters:
        phrases, lists: the phrases themselves, or names of word lists of the rulebook.
        fold: confusions to forgive: zh/z, ch/c, sh/s, n/l, -n/-ng, f/h; default all.
        min_syllables: shorter phrases are refused, they sound like too much; default 3.
        except: phrases that do not count where they cover the place found.

    Source: toneless pinyin of both sides; the six confusions are those of southern Mandarin.
    """

    op: Literal["sounds_like"]
    phrases: tuple[Phrase, ...] = ()
    lists_: tuple[Name, ...] = Field(default=(), alias="lists")
    fold: tuple[Confusion, ...] = tuple(Confusion)
    min_syllables: int = Field(default=3, ge=2, le=20)
    except_: tuple[Phrase, ...] = Field(default=(), alias="except")

    @model_validator(mode="after")
    def _long_enough(self) -> Self:
        if not self.phrases and not self.lists_:
            raise ValueError("needs phrases or lists")
        for phrase in self.phrases:
            if len(normalise(phrase).text) < self.min_syllables:
                raise ValueError(f"{phrase!r} has fewer than {self.min_syllables} syllables and sounds like too much")
        return self

    def lists(self) -> tuple[str, ...]:
        return self.lists_

    def needs(self, binder: Binder) -> frozenset[int] | None:
        return frozenset(self._names(binder))

    def bind(self, binder: Binder) -> Look:
        names = self._names(binder)
        numbers = frozenset(names)
        exceptions = binder.literal(self.except_)

        def look(window: Window, scene: Scene) -> Outcome:
            hits = tuple(
                _suspected(scene.hit(place, window, f"sounds like {names[number]}"))
                for number in sorted(numbers & scene.found_numbers)
                for place in uncovered(frozenset([number]), exceptions, window, scene)
            )
            truth = Truth.UNKNOWN if hits else Truth.FALSE
            return Outcome(truth, hits, "suspected by its sound alone" if hits else "", (window,), suspected=bool(hits))

        return look

    def closest(self, window: Window, scene: Scene, binder: Binder) -> Nearest | None:
        phrases = binder.words(self.phrases, self.lists_)[:MOST_COMPARED]
        said = [self._sounds(scene.utterances[position].text) for position in window.positions]
        likeness = [
            (fuzz.partial_ratio(wanted, heard), phrase)
            for phrase in phrases
            if (wanted := self._sounds(phrase))
            for heard in said
            if len(heard) >= len(wanted)
        ]
        nearest = max(likeness, default=None)
        if nearest is None or nearest[0] >= _SAME:
            return None
        return Nearest(f"{nearest[1]!r}: sounds {nearest[0]:.0f} % alike < 100 %", nearest[0], _SAME)

    def _sounds(self, text: str) -> tuple[str, ...]:
        return tuple(fold_syllable(readings(character)[0], self.fold) for character in normalise(text).text)

    def _names(self, binder: Binder) -> dict[int, str]:
        """The phrases by their numbers; those of a word list that are too short are left out."""
        fold = frozenset(self.fold)
        return {
            binder.number(Needle(phrase, Kind.SOUNDS_LIKE, fold=fold)): phrase
            for phrase in binder.words(self.phrases, self.lists_)
            if len(normalise(phrase).text) >= self.min_syllables
        }


def _suspected(hit: Hit) -> Hit:
    return Hit(hit.start_s, hit.end_s, hit.position, hit.chars, hit.why, sure=False)
