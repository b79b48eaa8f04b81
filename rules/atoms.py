"""What every match of a regular expression has in it: a few strings, one of which must be there.

A text without any of them need not be searched. Answers may be too generous, never too strict; an expression that is
not understood has no atoms.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from math import prod
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import numpy as np

from rules.text.points import Codes, points

Strings = frozenset[str]

# More ways of writing one stretch than this are not listed: what stands beside it is enough to go by.
_MOST_WAYS = 256
# Python reads these otherwise than RE2 does: classes with names, and quoting.
_OTHERWISE = ("[[:", "[^[:", "\\Q")
# The commonest characters of spoken Chinese, as the stories of the demo and the tests of the pack have them; the n-th
# of them is the next one with a likelihood of about 0.16 / (n + 6), all others with that of the last.
_COMMON = (
    "你我您的不了一是好没么有下请这吗问说要个八号零人还就什可话帮们以来谢等查三再怎到吧别电能去会打四看子给费天六二见听理着点想十"
    "多诉办家工那自都机死服单生事五元退行身上心在也过用对为核信证快少款己管手经真里找系样份啊得投烦感跟七后老码大麻他活务客百懂告"
    "通保意讲很九已钱明法题套回啥"
)
_LIKELY = {char: 0.16 / (place + 6) for place, char in enumerate(_COMMON)}
_RARELY = min(_LIKELY.values())
_LIKELY |= {chr(point): 0.03 for point in range(128)}

_NOTHING: Strings = frozenset([""])


class _Known(NamedTuple):
    """A part of an expression: *ways*, all that it can match, where they are few; else *some*, of which it has one."""

    ways: Strings | None = None
    some: Strings | None = None

    @property
    def atoms(self) -> Strings | None:
        known = self.some if self.ways is None else self.ways
        return None if known is None or "" in known else known


_UNKNOWN = _Known()


def atoms(pattern: str) -> Strings | None:
    """Strings of which every match has one, as `lowered` writes them; None where nothing is sure."""
    if any(mark in pattern for mark in _OTHERWISE):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            known = _sequence(parser.parse(pattern)).atoms
    except (re.error, Warning, OverflowError, RecursionError):
        return None
    return None if known is None else _shortest(known)


def lowered(text: str) -> str:
    """The text as atoms are looked for in it: RE2 takes ſ and the sign of the kelvin for letters of ASCII."""
    return text.lower().replace("ſ", "s")


def lowered_points(text: str) -> Codes:
    """The same in code points, one for each character of the text."""
    codes, table = points(text), _lower_points()
    return np.where(codes < len(table), table.take(codes, mode="clip"), codes)


@cache
def _lower_points() -> Codes:
    """Of the basic plane; there is no other letter of both cases in atoms, nor one that RE2 takes for it."""
    return np.array([ord(lowered(chr(point))[0]) for point in range(0x10000)], dtype=np.uint32)


def _sequence(tree: Iterable[tuple[Any, Any]]) -> _Known:
    parts = [_part(kind, value) for kind, value in tree]
    ways = [part.ways for part in parts if part.ways is not None]
    if len(ways) == len(parts) and prod(map(len, ways)) <= _MOST_WAYS:
        return _Known(_joined(ways))
    runs = [run for run in _runs(parts) if not all("" in ways for ways in run)]
    run = min(runs, key=_chance_of_run, default=None)
    some = _rarest(part.some for part in parts if part.some is not None)
    # How likely a run is can be told before its many ways are joined.
    if run is None or (some is not None and _chance(some) < _chance_of_run(run)):
        return _Known(None, some)
    return _Known(None, _joined(run))


def _runs(parts: Iterable[_Known]) -> Iterator[Sequence[Strings]]:
    """For each part, the longest stretch of parts up to it that can be listed."""
    run: list[Strings] = []
    for part in parts:
        run = [] if part.ways is None else [*run, part.ways]
        while prod(map(len, run)) > _MOST_WAYS:
            del run[0]
        yield run


def _joined(run: Iterable[Strings]) -> Strings:
    return frozenset(map("".join, product(*run)))


def _part(kind: Any, value: Any) -> _Known:
    if kind is kinds.LITERAL:
        return _literals([value])
    if kind is kinds.IN:
        literal = all(inner is kinds.LITERAL for inner, _ in value)
        return _literals([point for _, point in value]) if literal else _UNKNOWN
    if kind is kinds.AT:
        return _Known(_NOTHING)
    if kind is kinds.SUBPATTERN:
        return _sequence(value[-1])
    if kind is kinds.BRANCH:
        return _either([_sequence(branch) for branch in value[1]])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        return _repeated(*value)
    return _UNKNOWN


def _literals(points: Sequence[int]) -> _Known:
    """One of these characters; unknown where one has other forms than upper and lower case of ASCII."""
    chars = [chr(point) for point in points]
    if len(chars) > _MOST_WAYS or not all(char.isascii() or char == char.lower() == char.upper() for char in chars):
        return _UNKNOWN
    return _Known(frozenset(char.lower() for char in chars))


def _either(branches: Sequence[_Known]) -> _Known:
    ways = [branch.ways for branch in branches if branch.ways is not None]
    if len(ways) == len(branches) and sum(map(len, ways)) <= _MOST_WAYS:
        return _Known(frozenset[str]().union(*ways))
    known = [branch.atoms for branch in branches if branch.atoms is not None]
    return _Known(None, frozenset[str]().union(*known)) if len(known) == len(branches) else _UNKNOWN


def _repeated(least: int, most: int, tree: Iterable[tuple[Any, Any]]) -> _Known:
    once = _sequence(tree)
    if (least, most) == (1, 1):
        return once
    if (least, most) == (0, 1) and once.ways is not None:
        return _Known(once.ways | _NOTHING)
    return _Known(None, once.atoms) if least else _UNKNOWN


def _rarest(sets: Iterable[Strings]) -> Strings | None:
    """Of the sets that are all there, the one that is there by chance the least."""
    return min((strings for strings in sets if "" not in strings), key=_chance, default=None)


@lru_cache(maxsize=1024)
def _chance(strings: Strings) -> float:
    return sum(prod([_LIKELY.get(char, _RARELY) for char in one]) for one in strings)


def _chance_of_run(run: Sequence[Strings]) -> float:
    return prod(map(_chance, run))


def _shortest(known: Strings) -> Strings:
    """Without strings that contain another of them, which makes them superfluous."""
    lengths = sorted({len(one) for one in known})
    return frozenset(
        one
        for one in known
        if known.isdisjoint(
            [one[at : at + size] for size in lengths if size < len(one) for at in range(len(one) - size + 1)]
        )
    )
