"""Everything that a rulebook looks for in the words, numbered, and looked for once per transcript.

Phrases go to the one matcher. Patterns go to one RE2 set, which says in one pass which of them can match at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import re2

from rules.matcher import Kind, compile_phrases
from rules.matcher import Phrase as Needle
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

_SET_BYTES = 16 << 20  # per set; RE2 forgets states when it is full
_SET_SIZE = 8  # first sight of a text costs the fewest new states with 4 to 8 patterns a set, and later ones little
_WHOLE_TEXT = ("\\A", "\\z", "\\Z")  # the ends of one utterance, which cannot be looked for in the joined text


class Scanner:
    """Everything sought, compiled; the number of a phrase or pattern is its place in the list."""

    def __init__(self, sought: Iterable[Sought]) -> None:
        listed = tuple(sought)
        self._exact = {
            str(number): one.text for number, one in enumerate(listed) if isinstance(one, Phrase) and one.case
        }
        self._matcher = compile_phrases(
            Needle(one.text, one.kind, str(number), one.at_least, one.fold)
            for number, one in enumerate(listed)
            if isinstance(one, Phrase)
        )
        self._patterns = _PatternSets({n: one for n, one in enumerate(listed) if isinstance(one, Pattern)})

    def scan(self, texts: Sequence[str]) -> dict[int, Sequence[Occurrence]]:
        """Every phrase that occurs in *texts*, with its places in order, and every pattern that may match, without."""
        found: dict[int, list[Occurrence]] = {}
        for utterance, start, end, _, _, key, similarity in self._matcher.scan(texts).hits:
            if key in self._exact and not _as_written(self._exact[key], texts[utterance][start:end]):
                continue
            found.setdefault(int(key), []).append(Occurrence(utterance, start, end, similarity))
        return {**found, **dict.fromkeys(self._patterns.candidates(texts), ())}


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
