"""Places that count: whole words of scripts that write spaces, and of places that overlap the first."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rules.matcher.groups import Numbers
from rules.matcher.phrase import Found
from rules.matcher.reference import is_whole
from rules.text.fold import is_spaced

WHOLLY = 100.0


def may_cut(folded: Sequence[str]) -> NDArray[np.bool_]:
    """Which of these phrases may stand inside a longer word."""
    return np.array([is_spaced(text[0]) or is_spaced(text[-1]) for text in folded], dtype=np.bool_)


def whole_places(number: Numbers, start: Numbers, end: Numbers, text: str, cuts: NDArray[np.bool_]) -> Found:
    """The places, phrase by phrase and left to right, that cut no word and do not overlap another of their phrase.

    Args:
        cuts: per phrase, what `may_cut` says of it.
    """
    order = np.lexsort((start, number))
    number, start, end = number[order], start[order], end[order]
    keep = np.ones(len(number), dtype=np.bool_)
    for at in np.flatnonzero(cuts[number]).tolist():
        keep[at] = is_whole(text, int(start[at]), int(end[at]))
    number, start, end = number[keep], start[keep], end[keep]
    keep = _first_of_overlapping(number, start, end)
    return Found(number[keep], start[keep], end[keep], np.full(int(keep.sum()), WHOLLY))


def _first_of_overlapping(number: Numbers, start: Numbers, end: Numbers) -> NDArray[np.bool_]:
    keep = np.ones(len(number), dtype=np.bool_)
    overlaps = (number[1:] == number[:-1]) & (start[1:] < end[:-1])
    for phrase in np.unique(number[1:][overlaps]).tolist():
        free_from = 0
        for at in np.flatnonzero(number == phrase).tolist():
            keep[at] = start[at] >= free_from
            free_from = int(end[at]) if keep[at] else free_from
    return keep
