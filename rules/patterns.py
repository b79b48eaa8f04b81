"""Regular expressions of a rulebook, all of them at once: which can match in which utterances of a call."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import re2

from rules.atoms import atoms, lowered_points
from rules.matcher.strings import StringTable

_MEMORY_BYTES = 16 << 20  # per pattern or set; RE2 forgets states when it is full
_SET_SIZE = 8  # first sight of a text costs the fewest new states with 4 to 8 patterns a set, and later ones little
_WHOLE_TEXT = ("\\A", "\\z", "\\Z")  # the ends of one utterance, which cannot be looked for in the joined text

# Pattern -> the utterances, by position, in which it may match; no positions: in any.
Candidates = dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that must match inside one utterance."""

    text: str
    case: bool = False


class Patterns:
    """Says what can match; may say one too many, never one too few.

    Only texts that have an atom of a pattern are shown to RE2. Patterns without atoms are joined to sets.
    """

    def __init__(self, patterns: Mapping[int, Pattern]) -> None:
        self._always = [number for number, one in patterns.items() if any(mark in one.text for mark in _WHOLE_TEXT)]
        others = {number: one for number, one in patterns.items() if number not in self._always}
        known = {number: found for number, one in others.items() if (found := atoms(one.text)) is not None}
        self._alone = {number: _searched(others[number]) for number in known}
        self._numbers = tuple(known)
        asked = [(at, one) for at, number in enumerate(known) for one in sorted(known[number])]
        self._atoms = StringTable([one for _, one in asked])
        self._asking = np.array([at for at, _ in asked], dtype=np.int64)
        rest = [number for number in others if number not in known]
        groups = [rest[at : at + _SET_SIZE] for at in range(0, len(rest), _SET_SIZE)]
        self._sets = [(_compiled([others[number] for number in group]), group) for group in groups]

    def candidates(self, calls: Sequence[Sequence[str]]) -> list[Candidates]:
        """For each call, the patterns that may match in it."""
        found: list[Candidates] = [dict.fromkeys(self._anywhere(texts), ()) for texts in calls]
        texts = [(at, position, text) for at, call in enumerate(calls) for position, text in enumerate(call)]
        for number, likely in self._with_atoms([text for _, _, text in texts]):
            for at in _matched(self._alone[number], [texts[one][2] for one in likely]):
                call, position, _ = texts[likely[at]]
                found[call][number] = (*found[call].get(number, ()), position)
        return found

    def _anywhere(self, texts: Sequence[str]) -> Iterator[int]:
        """Of the patterns without atoms."""
        yield from self._always
        joined = "\n".join(texts) if self._sets else ""
        for compiled, numbers in self._sets:
            yield from [numbers[index] for index in _matching(compiled, len(numbers), joined)]

    def _with_atoms(self, texts: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
        """Every pattern of which atoms stand in some of the texts, and those texts by place."""
        atom, start = self._atoms.find(lowered_points("\n".join(texts)))
        text = np.cumsum([len(one) + 1 for one in texts], dtype=np.int64).searchsorted(start, side="right")
        pattern, text = np.divmod(np.unique(self._asking[atom] * len(texts) + text), max(1, len(texts)))
        begins, places = np.flatnonzero(np.diff(pattern, prepend=-1)), text.tolist()
        ends = np.append(begins, len(text))[1:]
        for one, begin, end in zip(pattern[begins].tolist(), begins.tolist(), ends.tolist(), strict=True):
            yield self._numbers[one], places[begin:end]


def _matched(pattern: "re2._Regexp[bytes]", texts: Sequence[str]) -> Iterator[int]:
    """Which of the texts, by place, it may match in."""
    joined = "\n".join(texts).encode()
    match = pattern.search(joined)
    # Most patterns are in none of the texts, which is said of all of them at once.
    begins = [0, *accumulate(len(text.encode()) + 1 for text in texts)] if match else []
    while match:
        at = bisect_right(begins, match.start()) - 1
        yield at
        # What begins in one text may reach into the next, and hide what is there.
        match = pattern.search(joined, begins[at + 1]) if at + 1 < len(texts) else None


def any_of(patterns: Sequence[Pattern]) -> Callable[[str], Sequence[int]]:
    """Says which of *patterns*, by place and in order, may match in a text; may say one too many, never one too few."""
    compiled = _compiled(patterns)
    return lambda text: sorted(_matching(compiled, len(patterns), text))


def _matching(compiled: re2.Set, count: int, text: str) -> Sequence[int]:
    """Which of the *count* patterns of a set, by place, may match in a text."""
    matched = compiled.Match(text) or ()
    # Without the last, which matches everything, RE2 ran out of room and knows nothing.
    return [at for at in matched if at < count] if count in matched else range(count)


def _compiled(patterns: Sequence[Pattern]) -> re2.Set:
    """Matches what each of *patterns* matches, and one more, the last, that matches everything."""
    compiled = re2.Set.SearchSet(_options())
    for pattern in patterns:
        compiled.Add(_in_lines(pattern))
    compiled.Add("")
    compiled.Compile()
    return compiled


def _searched(pattern: Pattern) -> "re2._Regexp[bytes]":
    return re2.compile(_in_lines(pattern).encode(), options=_options())


def _in_lines(pattern: Pattern) -> str:
    return f"(?{'m' if pattern.case else 'im'}:{pattern.text})"


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = _MEMORY_BYTES
    options.log_errors = False
    options.never_capture = True  # only where it matches is asked, which is far quicker to say
    return options
