"""Regular expressions of a rulebook, all of them at once: which can match in which utterances of a call."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np
import re2

from rules.atoms import atoms, lowered_points
from rules.matcher.strings import StringTable

_SET_BYTES = 16 << 20  # per set; RE2 forgets states when it is full
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
        self._alone = {number: _compiled([others[number]]) for number in known}
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
        for pattern, places in groupby(self._with_atoms(calls), key=itemgetter(0)):
            number, where = self._numbers[pattern], [(call, positions) for _, call, positions in places]
            texts = ["\n".join([calls[call][at] for at in positions]) for call, positions in where]
            # Most patterns are in none of the calls, which is said of all of them at once.
            if self._may_match(number, "\n".join(texts)):
                for (call, positions), text in zip(where, texts, strict=True):
                    if len(where) == 1 or self._may_match(number, text):
                        found[call][number] = positions
        return found

    def _may_match(self, number: int, text: str) -> bool:
        return bool(_matching(self._alone[number], 1, text))

    def _anywhere(self, texts: Sequence[str]) -> Iterator[int]:
        """Of the patterns without atoms."""
        yield from self._always
        joined = "\n".join(texts) if self._sets else ""
        for compiled, numbers in self._sets:
            yield from [numbers[index] for index in _matching(compiled, len(numbers), joined)]

    def _with_atoms(self, calls: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """(pattern, call, positions) wherever atoms of a pattern stand, pattern by pattern."""
        texts = [text for call in calls for text in call]
        atom, start = self._atoms.find(lowered_points("\n".join(texts)))
        text = np.cumsum([len(one) + 1 for one in texts], dtype=np.int64).searchsorted(start, side="right")
        pattern, text = np.divmod(np.unique(self._asking[atom] * len(texts) + text), max(1, len(texts)))
        firsts = np.cumsum([0, *(len(call) for call in calls)])
        call = firsts.searchsorted(text, side="right") - 1
        begins = np.flatnonzero(np.diff(pattern, prepend=-1) | np.diff(call, prepend=-1))
        position, ends = (text - firsts[call]).tolist(), np.append(begins, len(text))[1:]
        groups = (column.tolist() for column in (pattern[begins], call[begins], begins, ends))
        for one, said_in, begin, end in zip(*groups, strict=True):
            yield one, said_in, tuple(position[begin:end])


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
    options = re2.Options()
    options.max_mem = _SET_BYTES
    options.log_errors = False
    compiled = re2.Set.SearchSet(options)
    for pattern in patterns:
        compiled.Add(f"(?{'m' if pattern.case else 'im'}:{pattern.text})")
    compiled.Add("")
    compiled.Compile()
    return compiled
