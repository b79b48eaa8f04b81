"""Everything that a rulebook looks for in the words, numbered, and looked for once per transcript.

Phrases go to the one matcher, patterns to RE2, and to it only where one of them can match at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from rules.matcher import Kind, compile_phrases
from rules.matcher import Phrase as Needle
from rules.patterns import Pattern, Patterns
from rules.spots import Occurrence, Spots
from rules.text.normalise import Joined, join
from rules.text.pinyin import Confusion

__all__ = ["Heard", "Occurrence", "Pattern", "Phrase", "Scanner", "Sought"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is looked for; *at_least* is a similarity 0-100, for fuzzy phrases alone."""

    text: str
    kind: Kind = Kind.LITERAL
    at_least: float = 100.0
    case: bool = False
    fold: frozenset[Confusion] = frozenset()


Sought = Phrase | Pattern


class Heard(NamedTuple):
    """What the scan found in one call, and its folded texts."""

    found: Spots
    folded: Joined


class Scanner:
    """Everything sought, compiled; the number of a phrase or pattern is its place in the list."""

    def __init__(self, sought: Iterable[Sought]) -> None:
        listed = tuple(sought)
        self._exact = {number: one.text for number, one in enumerate(listed) if isinstance(one, Phrase) and one.case}
        self._matcher = compile_phrases(
            Needle(one.text, one.kind, str(number), one.at_least, one.fold)
            for number, one in enumerate(listed)
            if isinstance(one, Phrase)
        )
        self._patterns = Patterns({n: one for n, one in enumerate(listed) if isinstance(one, Pattern)})
        self._numbers = np.array([int(key) for _, _, key in self._matcher.labels], dtype=np.int64)

    def scan(self, texts: Sequence[str]) -> Heard:
        """Every phrase that occurs in *texts*, with its places in order, and every pattern that may match.

        A pattern comes with empty places in the utterances that it may match in; with none where that may be any.
        """
        return self.scan_calls([texts])[0]

    def scan_calls(self, calls: Sequence[Sequence[str]]) -> list[Heard]:
        """The same for many calls in one go, which costs less than one after the other."""
        joined = join([text for call in calls for text in call])
        lasts = list(accumulate(len(call) for call in calls))
        firsts = [0, *lasts[:-1]]
        found = self._phrases(joined, calls, firsts)
        for spots, patterns in zip(found, self._patterns.candidates(calls), strict=True):
            for number, positions in patterns.items():
                spots.put(number, [Occurrence(at, 0, 0) for at in positions])
        return [Heard(spots, joined.part(first, last)) for spots, first, last in zip(found, firsts, lasts, strict=True)]

    def _phrases(self, joined: Joined, calls: Sequence[Sequence[str]], firsts: Sequence[int]) -> list[Spots]:
        """For each call the phrases in it; *firsts* has the first text of each."""
        utterance, start, end, phrase, similarity = self._matcher.places(joined)
        number, call = self._numbers[phrase], np.searchsorted(firsts, utterance, side="right") - 1
        order = np.lexsort((number, call))
        number, call = number[order], call[order]
        position = utterance[order] - np.array(firsts, dtype=np.int64)[call]
        columns = (position.tolist(), start[order].tolist(), end[order].tolist(), similarity[order].tolist())
        begins = np.flatnonzero(np.diff(number, prepend=-1) | np.diff(call, prepend=-1))
        ends = np.append(begins, len(number))[1:]
        found = [Spots(columns) for _ in calls]
        groups = (column.tolist() for column in (call[begins], number[begins], begins, ends))
        for said_in, one, begin, last in zip(*groups, strict=True):
            found[said_in].add(one, begin, last)
        for one in self._exact:
            for spots, texts in zip(found, calls, strict=True):
                if one not in spots:
                    continue
                if there := self._as_written(one, spots[one], texts):
                    spots.put(one, there)
                else:
                    spots.drop(one)
        return found

    def _as_written(self, number: int, places: Sequence[Occurrence], texts: Sequence[str]) -> list[Occurrence]:
        """The places where a phrase has the case that is asked for."""
        phrase = self._exact[number]
        return [place for place in places if _is_written(phrase, texts[place.position][place.start : place.end])]


def _is_written(phrase: str, raw: str) -> bool:
    """Whether the letters have the case of the phrase; punctuation and spaces make no difference."""
    letters = [character for character in phrase if character.isalnum()]
    return letters == [character for character in raw if character.isalnum()]
