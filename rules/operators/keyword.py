"""Literal words."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Literal, Self

from pydantic import Field, model_validator

from rules.binder import Binder
from rules.operators.base import Look, Name, Nearest, Operator, Phrase, covers, longest, seen_in
from rules.operators.clause import Clause, said_beside
from rules.outcome import Hit, Outcome, Window
from rules.scan import Occurrence
from rules.scene import Scene
from rules.truth import Truth, negation

Places = Sequence[tuple[int, Occurrence]]
Words = Mapping[int, frozenset[int]]  # the words, by place in the list, that a phrase stands for


class Keyword(Operator):
    """Finds words or phrases as they are written.

    Why: most of what a manager forbids or demands is a wording. Width, case, traditional characters and
    punctuation make no difference; the quote shown is always the raw text.

    Example:
        {op: keyword, words: [不知道, 不清楚, 不归我管], except: [不知道您], scope: {role: agent}}
        {op: keyword, words: [随便, 自己看], clause: whole, unless: [请, 麻烦], scope: {role: agent}}
        {op: keyword, words: [how can I help, what can I do for you], scope: {role: agent, utterances: "1..3"}}

    Parameters:
        words, lists: the words themselves, or names of word lists of the rulebook.
        need: any, all, none, or how many different ones at least.
        inside: `utterance`, the needed words in one utterance; `window`, spread over the window.
        times: how many occurrences in all; default 1.
        case: upper and lower case differ.
        synonyms: word to other ways of saying it; they count as the same word.
        except: phrases that do not count where they cover the word found ("不知道您").
        unless: an utterance in which one of these phrases is said does not count.
        clause: `within` one clause, or the clause `begins` or `ends` with the word, or it is the `whole` clause; a
            clause is what stands between two punctuation marks. Default `anywhere`: they make no difference.

    Source: the documented operators of contact-centre quality inspection, which all start with keywords.
    """

    op: Literal["keyword"]
    words: tuple[Phrase, ...] = ()
    lists_: tuple[Name, ...] = Field(default=(), alias="lists")
    need: Literal["any", "all", "none"] | int = Field(default="any")
    inside: Literal["utterance", "window"] = "window"
    times: int = Field(default=1, ge=1, le=1000)
    case: bool = False
    synonyms: Mapping[Phrase, tuple[Phrase, ...]] = Field(default={})
    except_: tuple[Phrase, ...] = Field(default=(), alias="except")
    unless: tuple[Phrase, ...] = ()
    clause: Clause = Clause.ANYWHERE

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if not self.words and not self.lists_:
            raise ValueError("needs words or lists")
        if isinstance(self.need, int) and self.need < 1:
            raise ValueError("need is any, all, none or a number from 1")
        return self

    def lists(self) -> tuple[str, ...]:
        return self.lists_

    def needs(self, binder: Binder) -> frozenset[int] | None:
        if self.need == "none":
            return None
        return frozenset[int]().union(*self._groups(binder))

    @property
    def any_suffices(self) -> bool:
        return self.need in ("any", 1) and self.times == 1 and self._every_place_counts

    @property
    def _every_place_counts(self) -> bool:
        return not self.except_ and not self.unless and self.clause is Clause.ANYWHERE

    def bind(self, binder: Binder) -> Look:
        groups = self._groups(binder)
        numbers = frozenset[int]().union(*groups)
        words = {number: frozenset(at for at, group in enumerate(groups) if number in group) for number in numbers}
        counted = self._counted(numbers, binder)
        needed = len(groups) if self.need == "all" else self.need if isinstance(self.need, int) else 1

        def look(window: Window, scene: Scene) -> Outcome:
            places = counted(window, scene)
            if not places:
                return self._verdict(Truth.FALSE, (), 0, needed, window)
            truth, chosen = self._truth(places, words, needed)
            if truth is Truth.TRUE and (window.loose or window.doubtful):
                sure = [(number, place) for number, place in places if place.position not in window.doubtful]
                if window.loose or self._truth(sure, words, needed)[0] is Truth.FALSE:
                    truth = Truth.UNKNOWN
            different = 1 if needed == 1 else _different(places, words)
            hits = tuple(scene.hit(place, window, "") for place in chosen)
            return self._verdict(truth, hits, different, needed, window)

        return look

    def closest(self, window: Window, scene: Scene, binder: Binder) -> Nearest | None:
        numbers = frozenset[int]().union(*self._groups(binder))
        said = self._counted(numbers, binder)(window, scene)
        if not said and (heard := _places(numbers, window, scene)):
            clauses = _uncovered(heard, binder.literal(self.except_, case=self.case), scene)
            return Nearest("said only where it does not count" if clauses else "said only where an exception is")
        if said and len(said) < self.times:
            return Nearest(f"{len(said)} times < {self.times}", len(said), self.times)
        return None

    def glance(self, binder: Binder) -> Look | None:
        in_one = self.inside == "utterance" and self.times > 1
        if self.need not in ("any", 1) or in_one or not self._every_place_counts:
            return None
        numbers = frozenset[int]().union(*self._groups(binder))

        def glance(window: Window, scene: Scene) -> Outcome:
            heard = numbers & scene.found_numbers
            said = [position for number in heard for position in scene.found.positions(number)]
            positions = [position for position in said if position in window.inside]
            return seen_in(positions, window, scene, self.times)

        return glance

    def _groups(self, binder: Binder) -> list[frozenset[int]]:
        """For each different word the phrases that stand for it."""
        words = binder.words(self.words, self.lists_)
        return [binder.literal((word, *self.synonyms.get(word, ())), case=self.case) for word in words]

    def _counted(self, numbers: frozenset[int], binder: Binder) -> Callable[[Window, Scene], Places]:
        """Where the words are said so that they count."""
        exceptions, beside = binder.literal(self.except_, case=self.case), binder.literal(self.unless, case=self.case)

        def counted(window: Window, scene: Scene) -> Places:
            places = _uncovered(_places(numbers, window, scene), exceptions, scene)
            if self.clause is not Clause.ANYWHERE:
                places = [item for item in places if self.clause.has(scene, item[1])]
            if beside and places:
                disarmed = said_beside(beside, scene)
                places = [item for item in places if item[1].position not in disarmed]
            return places

        return counted

    def _truth(self, places: Places, words: Words, needed: int) -> tuple[Truth, list[Occurrence]]:
        """Whether these occurrences suffice, and those that count."""
        if self.inside == "window":
            enough = self._enough(places, words, needed)
            return (Truth.TRUE if enough else Truth.FALSE), longest([place for _, place in places])
        chosen: list[Occurrence] = []
        for _, group in groupby(places, key=lambda item: item[1].position):
            together = list(group)
            if self._enough(together, words, needed):
                chosen.extend(place for _, place in together)
        return (Truth.TRUE if chosen else Truth.FALSE), longest(chosen or [place for _, place in places])

    def _enough(self, places: Places, words: Words, needed: int) -> bool:
        if len(places) < max(self.times, 1):
            return False
        return needed == 1 or _different(places, words) >= needed

    def _verdict(self, truth: Truth, hits: tuple[Hit, ...], different: int, needed: int, window: Window) -> Outcome:
        if self.need == "none":
            return Outcome(negation(truth), hits, "none may be said", (window,), float(different), 0.0)
        why = f"{different} of {needed} different words" if needed > 1 else ""
        return Outcome(truth, hits, why, (window,), float(different), float(needed))


def _places(numbers: frozenset[int], window: Window, scene: Scene) -> list[tuple[int, Occurrence]]:
    found = scene.found
    places = [
        (number, place)
        for number in sorted(numbers & scene.found_numbers)
        for place in found[number]
        if place.position in window.inside
    ]
    return sorted(places, key=lambda item: (item[1].position, item[1].start, -item[1].end, item[0]))


def _uncovered(
    places: list[tuple[int, Occurrence]], exceptions: frozenset[int], scene: Scene
) -> list[tuple[int, Occurrence]]:
    for number in exceptions & scene.found_numbers:
        for cover in scene.found[number]:
            places = [item for item in places if not covers(cover, item[1])]
    return places


def _different(places: Places, words: Words) -> int:
    return len(frozenset[int]().union(*(words[number] for number, _ in places)))
