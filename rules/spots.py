"""Where everything that was found in one call stands, written out when somebody asks for it.

Most of what is heard in a call nobody asks for: a word counts only beside another, or from the other side.
"""

from collections.abc import Collection, Iterator, KeysView, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple


class Occurrence(NamedTuple):
    """Where a phrase was heard: utterance *position* from 0, span in its raw text, similarity 0-100."""

    position: int
    start: int
    end: int
    similarity: float = 100.0


# As an Occurrence has them.
Columns = tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[float]]


class Spots(Mapping[int, Sequence[Occurrence]]):
    """What was found, by number."""

    __slots__ = ("_columns", "_known", "_rows")

    def __init__(self, columns: Columns) -> None:
        """*columns*: of many calls; which rows are of this one is told by `add`."""
        self._columns = columns
        self._rows: dict[int, tuple[int, int]] = {}
        self._known: dict[int, Sequence[Occurrence]] = {}

    def add(self, number: int, first: int, last: int) -> None:
        """A phrase stands in the rows *first* up to but not *last*."""
        self._rows[number] = (first, last)

    def put(self, number: int, places: Sequence[Occurrence]) -> None:
        """Something stands at *places*; none where it may be anywhere."""
        self._rows[number] = (0, 0)
        self._known[number] = places

    def drop(self, number: int) -> None:
        """A phrase does not stand there after all."""
        del self._rows[number]

    def positions(self, number: int) -> Sequence[int]:
        """The utterance of each place, which costs less than the places."""
        if number in self._known:
            return [place.position for place in self._known[number]]
        first, last = self._rows[number]
        return self._columns[0][first:last]

    def without(self, numbers: Collection[int]) -> "Spots":
        """The same call without some of what was found."""
        rest = Spots(self._columns)
        rest._rows = {number: rows for number, rows in self._rows.items() if number not in numbers}
        rest._known = self._known
        return rest

    def __getitem__(self, number: int) -> Sequence[Occurrence]:
        known = self._known.get(number)
        if known is None:
            first, last = self._rows[number]
            rows = zip(*[column[first:last] for column in self._columns], strict=True)
            # What `Occurrence._make` does, without a call of Python for each.
            known = self._known[number] = list(map(tuple.__new__, repeat(Occurrence), rows))
        return known

    def __contains__(self, number: object) -> bool:
        return number in self._rows

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def keys(self) -> KeysView[int]:
        return self._rows.keys()
