"""Text as it is compared, with the way back to the text as it was transcribed.

Width, case, accents and traditional characters are folded, punctuation and spaces are taken out. One space stays
between words of a script that writes spaces ("thank you"), one point between digits ("3.5"). Normalising twice changes
nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rules.text.fold import BEYOND_BMP, fold_character, is_joiner, is_spaced

BOUNDARY = "\n"  # stands between utterances in a joined text; nothing folds to it

Codes = NDArray[np.uint32]
Kinds = NDArray[np.uint8]
Offsets = NDArray[np.int64]

# Kinds below _SEPARATOR stay; _EXPANDS marks what folds to several characters or lies beyond the table.
_UNSPACED, _LETTER, _DIGIT, _BOUNDARY, _SEPARATOR, _POINT, _JOINER, _EXPANDS = range(8)
_IS_SPACED = np.isin(np.arange(8), (_LETTER, _DIGIT))
_KIND_OF = {BOUNDARY: _BOUNDARY, ".": _POINT, "．": _POINT}


@dataclass(frozen=True, slots=True)
class Normalised:
    """Folded text; *offsets* has the raw index of each of its characters."""

    text: str
    offsets: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the raw text that text[start:end] was made from; needs start < end."""
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Joined:
    """Several texts folded as one, a BOUNDARY after each.

    Attributes:
        codes: code points of *text*, uint32, one per character.
        offsets: per character, the index in its own raw text.
        starts, ends: per text, where it begins in *text*, and the index of its BOUNDARY.
    """

    text: str
    codes: Codes
    offsets: Offsets
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def part(self, first: int, last: int) -> "Joined":
        """Texts *first* up to but not *last*, as if they had been joined alone."""
        if first == last:
            return Joined("", self.codes[:0], self.offsets[:0], self.starts[:0], self.ends[:0])
        begin, end = int(self.starts[first]), int(self.ends[last - 1]) + 1
        return Joined(
            self.text[begin:end],
            self.codes[begin:end],
            self.offsets[begin:end],
            self.starts[first:last] - begin,
            self.ends[first:last] - begin,
        )


def normalise(text: str) -> Normalised:
    """Fold *text* for comparison."""
    joined = join([text])
    return Normalised(joined.text[:-1], tuple(joined.offsets[:-1].tolist()))


def join(texts: Sequence[str]) -> Joined:
    """Fold *texts* in one go, as fast as one text."""
    clean = [text.replace(BOUNDARY, " ") if BOUNDARY in text else text for text in texts]
    codes, offsets = _folded("".join([text + BOUNDARY for text in clean]))
    ends = np.flatnonzero(codes == ord(BOUNDARY))
    starts = np.zeros_like(ends)
    starts[1:] = ends[:-1] + 1
    raw_lengths = np.array([len(text) + 1 for text in clean], dtype=np.int64)
    raw_starts = np.cumsum(raw_lengths) - raw_lengths
    return Joined(_string(codes), codes, offsets - np.repeat(raw_starts, ends + 1 - starts), starts, ends)


def together(parts: Sequence[Joined]) -> Joined:
    """Several joined texts as one, as if all their texts had been joined in one go."""
    if not parts:
        return join([])
    lengths = np.array([len(part.codes) for part in parts], dtype=np.int64)
    before = np.repeat(np.cumsum(lengths) - lengths, [len(part.starts) for part in parts])
    return Joined(
        "".join([part.text for part in parts]),
        np.concatenate([part.codes for part in parts]),
        np.concatenate([part.offsets for part in parts]),
        np.concatenate([part.starts for part in parts]) + before,
        np.concatenate([part.ends for part in parts]) + before,
    )


def _folded(raw: str) -> tuple[Codes, Offsets]:
    """Folded code points of *raw* and the raw index of each."""
    points, offsets = _points(raw), np.arange(len(raw), dtype=np.int64)
    folded, kinds = _tables()
    basic = points if points.max(initial=0) < BEYOND_BMP else np.minimum(points, BEYOND_BMP - 1)
    codes, kind = folded.take(basic), kinds.take(basic)
    odd = np.flatnonzero(kind == _EXPANDS)
    if len(odd):
        pieces = [_piece(raw[at]) for at in odd.tolist()]
        lengths = np.ones(len(raw), dtype=np.int64)
        lengths[odd] = [len(text) for text, _ in pieces]
        codes, kind, offsets = np.repeat(codes, lengths), np.repeat(kind, lengths), np.repeat(offsets, lengths)
        at_odd = np.isin(offsets, odd)
        codes[at_odd] = _points("".join([text for text, _ in pieces]))
        kind[at_odd] = [each for _, kinds in pieces for each in kinds]
    return _without_separators(codes, kind, offsets)


def _without_separators(codes: Codes, kinds: Kinds, offsets: Offsets) -> tuple[Codes, Offsets]:
    if (joiners := kinds == _JOINER).any():
        codes, kinds, offsets = codes[~joiners], kinds[~joiners], offsets[~joiners]
    keep = kinds < _SEPARATOR
    place = np.flatnonzero(keep)
    spaced = np.flatnonzero(_IS_SPACED[kinds[place]])
    spaced = spaced[:-1][spaced[1:] == spaced[:-1] + 1]
    left, right = place[spaced], place[spaced + 1]
    width = right - left - 1
    digits = (kinds[left] == _DIGIT) & (kinds[right] == _DIGIT)
    gaps = left[(width > 0) & ~digits] + 1
    points = left[(width == 1) & digits] + 1
    points = points[kinds[points] == _POINT]
    codes[gaps], codes[points] = ord(" "), ord(".")
    keep[gaps] = keep[points] = True
    return codes[keep], offsets[keep]


@cache
def _piece(char: str) -> tuple[str, tuple[int, ...]]:
    """What *char* becomes before separators go, and the kind of each character of it."""
    if char in _KIND_OF:
        return char, (_KIND_OF[char],)
    if is_joiner(char):
        return char, (_JOINER,)
    folded = fold_character(char)
    if not folded:
        return " ", (_SEPARATOR,)
    return folded, tuple(_kind(piece) for piece in folded)


def _kind(folded: str) -> int:
    if not is_spaced(folded):
        return _UNSPACED
    return _DIGIT if folded.isnumeric() else _LETTER


@cache
def _tables() -> tuple[Codes, Kinds]:
    """Per code point of the basic plane: what it folds to, and its kind."""
    folded = np.zeros(BEYOND_BMP, dtype=np.uint32)
    kinds = np.full(BEYOND_BMP, _EXPANDS, dtype=np.uint8)
    for point in range(BEYOND_BMP):
        text, kind = _piece(chr(point))
        if len(text) == 1 and ord(text) < BEYOND_BMP:
            folded[point], kinds[point] = ord(text), kind[0]
    kinds[BEYOND_BMP - 1] = _EXPANDS  # stands for all that lies beyond
    return folded, kinds


def _points(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _string(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")
