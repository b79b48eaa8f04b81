"""Everything that a rulebook looks for in the words, numbered, and looked for once per transcript.

Phrases go to the one matcher. Patterns go to one RE2 set, which says in one pass which of them can match at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import re2

from rules.matcher import Kind, compile_phrases
from rules.matcher import Phrase as Needle
from rules.text.normalise import Joined, join
from rules.text.pinyin import Confusion


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is looked for; *at_least* is a similarity 0-100, for fuzzy phrases alone."""

    text: str
    kind: Kind = Kind.LITERAL
    at_least: float = 100.0
    case: bool = False
    fold: frozenset[Confusion] = frozenset()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that must match inside one utterance."""

    text: str
    case: bool = False


class Occurrence(NamedTuple):
    """Where a phrase was heard: utterance *position* from 0, span in its raw text, similarity 0-100."""

    position: int
    start: int
    end: int
    similarity: float = 100.0


Sought = Phrase | Pattern
Found = Mapping[int, Sequence[Occurrence]]


class Heard(NamedTuple):
    """What the scan found in one call, and its folded texts."""

    found: dict[int, Sequence[Occurrence]]
    folded: Joined


_SET_BYTES = 16 << 20  # per set; RE2 forgets states when it is full
_SET_SIZE = 8  # first sight of a text costs the fewest new states with 4 to 8 patterns a set, and later ones little
_WHOLE_TEXT = ("\\A", "\\z", "\\Z")  # the ends of one utterance, which cannot be looked for in the joined text


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
        self._patterns = _PatternSets({n: one for n, one in enumerate(listed) if isinstance(one, Pattern)})
        self._numbers = tuple(int(key) for _, _, key in self._matcher.labels)

    def scan(self, texts: Sequence[str]) -> dict[int, Sequence[Occurrence]]:
        """Every phrase that occurs in *texts*, with its places in order, and every pattern that may match, without."""
        return self.scan_calls([texts])[0].found

    def scan_calls(self, calls: Sequence[Sequence[str]]) -> list[Heard]:
        """The same for many calls in one go, which costs less than one after the other."""
        texts = [text for call in calls for text in call]
        joined = join(texts)
        lasts = list(accumulate(len(call) for call in calls))
        firsts = [0, *lasts[:-1]]
        call_of = [number for number, call in enumerate(calls) for _ in call]
        found: list[dict[int, list[Occurrence]]] = [{} for _ in calls]
        for utterance, start, end, phrase, similarity in self._matcher.places(joined):
            number, call = self._numbers[phrase], call_of[utterance]
            if number in self._exact and not _as_written(self._exact[number], texts[utterance][start:end]):
                continue
            places = found[call].setdefault(number, [])
            places.append(Occurrence(utterance - firsts[call], start, end, similarity))
        return [
            Heard({**phrases, **dict.fromkeys(self._patterns.candidates(spoken), ())}, joined.part(first, last))
            for phrases, spoken, first, last in zip(found, calls, firsts, lasts, strict=True)
        ]


class _PatternSets:
    """Says which patterns can match in at least one of several texts; may say one too many, never one too few."""

    def __init__(self, patterns: Mapping[int, Pattern]) -> None:
        self._always = [number for number, one in patterns.items() if any(mark in one.text for mark in _WHOLE_TEXT)]
        numbers = [number for number in patterns if number not in self._always]
        groups = [numbers[at : at + _SET_SIZE] for at in range(0, len(numbers), _SET_SIZE)]
        self._sets = [(_compiled([patterns[number] for number in group]), group) for group in groups]

    def candidates(self, texts: Sequence[str]) -> list[int]:
        """The numbers of these patterns."""
        found = list(self._always)
        joined = "\n".join(texts).encode() if self._sets else b""
        for compiled, numbers in self._sets:
            matched = compiled.Match(joined) or ()
            # The last pattern of a set matches everything. Without it RE2 ran out of room and knows nothing.
            complete = len(numbers) in matched
            found += [numbers[index] for index in matched if index < len(numbers)] if complete else numbers
        return found


def _compiled(patterns: Sequence[Pattern]) -> re2.Set:
    options = re2.Options()
    options.max_mem = _SET_BYTES
    options.log_errors = False
    compiled = re2.Set.SearchSet(options)
    for pattern in patterns:
        compiled.Add(f"(?{'m' if pattern.case else 'im'}:{pattern.text})")
    compiled.Add("")
    compiled.Compile()
    return compiled


def _as_written(phrase: str, raw: str) -> bool:
    """Whether the letters have the case of the phrase; punctuation and spaces make no difference."""
    letters = [character for character in phrase if character.isalnum()]
    return letters == [character for character in raw if character.isalnum()]
