"""Phrases by sound: every syllable of the phrase is a reading of the character at its place.

One automaton of syllables cannot hold characters with two readings, so the rarest pair of neighbouring syllables of
each phrase is looked up in a table instead, and the other syllables are compared where the pair stands.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rules.matcher.groups import Groups
from rules.matcher.phrase import NOTHING_FOUND, Found
from rules.matcher.whole import may_cut, whole_places
from rules.text.normalise import BOUNDARY, Joined
from rules.text.pinyin import Confusion, fold_syllable, readable, readings, syllables

_NOTHING = 0  # the syllable of characters that no phrase asks for, and of BOUNDARY
_ANY_CHAR = 0x10000


@dataclass(frozen=True, slots=True)
class Sound:
    """A folded phrase and the confusions it forgives."""

    text: str
    fold: frozenset[Confusion]


class SoundScanner:
    """Finds *sounds*, all different, in a joined text: one table for each set of confusions."""

    def __init__(self, sounds: Sequence[Sound]) -> None:
        folds = sorted({sound.fold for sound in sounds}, key=sorted)
        self._tables = [
            _Table([(number, sound) for number, sound in enumerate(sounds) if sound.fold == fold], fold)
            for fold in folds
        ]

    def scan(self, joined: Joined) -> Found:
        """Every place of every sound, left to right for each; places of one sound do not overlap."""
        found = [table.scan(joined) for table in self._tables]
        return Found(*map(np.concatenate, zip(*found, strict=True))) if found else NOTHING_FOUND


class _Table:
    """Sounds that forgive the same confusions."""

    def __init__(self, sounds: Sequence[tuple[int, Sound]], fold: frozenset[Confusion]) -> None:
        said = [[fold_syllable(syllable, fold) for syllable in syllables(sound.text)] for _, sound in sounds]
        counts = Counter(syllable for phrase in said for syllable in phrase)
        self._vocabulary = {syllable: number for number, syllable in enumerate(sorted(counts), start=1)}
        self._fold = fold
        self._size = len(self._vocabulary) + 1
        self._numbers = np.array([number for number, _ in sounds], dtype=np.int64)
        self._may_cut = may_cut([sound.text for _, sound in sounds])
        self._readings = self._char_table({char for _, sound in sounds for char in sound.text})
        self._lengths = np.array([len(phrase) for phrase in said], dtype=np.int64)
        self._said = np.zeros((len(said), int(self._lengths.max())), dtype=np.uint16)
        for row, phrase in enumerate(said):
            self._said[row, : len(phrase)] = [self._vocabulary[syllable] for syllable in phrase]
        self._place = np.array([_rarest_pair(phrase, counts) for phrase in said], dtype=np.int64)
        pairs = self._pairs_of_phrases()
        self._pairs = Groups(pairs, self._size**2 + self._size)
        self._is_pair = np.zeros(self._size**2 + self._size, dtype=np.bool_)
        self._is_pair[pairs] = True
        self._has_singles = bool((self._lengths == 1).any())

    def scan(self, joined: Joined) -> Found:
        heard = self._heard(joined)
        row, start = self._same(*self._seeded(heard), heard)
        found = whole_places(row, start, start + self._lengths[row], joined.text, self._may_cut)
        return found._replace(number=self._numbers[found.number])

    def _heard(self, joined: Joined) -> NDArray[np.uint16]:
        """Per position, the syllables its character can be read as; two rows."""
        rare = np.flatnonzero(joined.codes >= _ANY_CHAR)
        if not len(rare):
            return self._readings.take(joined.codes, axis=1)
        heard = self._readings.take(np.where(joined.codes < _ANY_CHAR, joined.codes, ord(BOUNDARY)), axis=1)
        for at in rare.tolist():
            heard[:, at] = self._read(joined.text[at])
        return heard

    def _seeded(self, heard: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(sound, start) of every place where the rarest pair of a sound is heard."""
        asked = (heard[0] | heard[1]) != _NOTHING
        both = np.flatnonzero(asked[:-1] & asked[1:])
        left, right = heard[:, both].astype(np.int64), heard[:, both + 1].astype(np.int64)
        pair, at = (left[:, None] * self._size + right).ravel(), np.tile(both, 4)  # each reading beside each
        if self._has_singles:
            alone = np.flatnonzero(asked)
            pair = np.concatenate((pair, heard[:, alone].ravel() + self._size**2))
            at = np.concatenate((at, np.tile(alone, 2)))
        some = np.flatnonzero(self._is_pair[pair])
        place, row = self._pairs.of(pair[some])
        start = at[some][place] - self._place[row]
        inside = np.flatnonzero((start >= 0) & (start + self._lengths[row] <= len(asked)))
        return row[inside], start[inside]

    def _same(
        self, row: NDArray[np.int64], start: NDArray[np.int64], heard: NDArray[np.uint16]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Those whose every syllable is heard."""
        wanted = self._said[row]
        at = np.minimum(start[:, None] + np.arange(wanted.shape[1]), heard.shape[1] - 1)
        usual, other = heard
        same = (wanted == _NOTHING) | (usual[at] == wanted) | (other[at] == wanted)
        whole = np.flatnonzero(same.all(axis=1))
        return row[whole], start[whole]

    def _pairs_of_phrases(self) -> NDArray[np.int64]:
        """The number of the rarest pair of each sound; single syllables have numbers of their own behind the pairs."""
        rows = np.arange(len(self._said))
        left = self._said[rows, self._place].astype(np.int64)
        right = self._said[rows, np.minimum(self._place + 1, self._said.shape[1] - 1)].astype(np.int64)
        return np.where(self._lengths > 1, left * self._size + right, self._size**2 + left)

    def _char_table(self, asked: set[str]) -> NDArray[np.uint16]:
        names, base = _base_table()
        number = np.array([self._number(name) for name in names], dtype=np.uint16)
        table = number[base]
        table[1, table[1] == table[0]] = _NOTHING
        for char in asked:
            if ord(char) < _ANY_CHAR:
                table[:, ord(char)] = self._read(char)
        return table

    def _read(self, char: str) -> tuple[int, int]:
        heard = [self._number(reading) for reading in readings(char)]
        return heard[0], heard[1] if len(heard) > 1 else _NOTHING

    def _number(self, syllable: str) -> int:
        return self._vocabulary.get(fold_syllable(syllable, self._fold), _NOTHING) if syllable else _NOTHING


def _rarest_pair(said: Sequence[str], counts: Counter[str]) -> int:
    """Where in a phrase the two neighbouring syllables stand that phrases use least."""
    return min(range(max(1, len(said) - 1)), key=lambda at: counts[said[at]] * counts[said[min(at + 1, len(said) - 1)]])


@lru_cache(maxsize=1)
def _base_table() -> tuple[tuple[str, ...], NDArray[np.uint16]]:
    """All syllables, and per character of the basic plane the numbers of its readings; two rows."""
    numbers: dict[str, int] = {"": _NOTHING}
    table = np.zeros((2, _ANY_CHAR), dtype=np.uint16)
    for char in readable():
        for row, reading in enumerate(readings(char)):
            table[row, ord(char)] = numbers.setdefault(reading, len(numbers))
    return tuple(numbers), table
