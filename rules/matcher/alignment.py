"""How far a text may stray from a phrase and still be similar enough: pure arithmetic on lengths.

`fuzz.ratio` of a phrase of m characters and a stretch of w is 200·L/(m + w), L being the length of their longest common
subsequence. So L = ceil(at_least·(m + w)/200) characters must be there; m - L of the phrase may be missing and w - L of
the text may be in between.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from math import ceil

ROUNDING = 1e-9  # RapidFuzz compares floats; one character more is demanded only when it is surely needed


class Reach(IntEnum):
    """Where in an utterance a kind of alignment can stand."""

    ANYWHERE = 0
    ENDS = 1  # touches the start or the end, where partial_ratio also tries shorter stretches
    SAME_LENGTH = 2  # the utterance is as long as the phrase: partial_ratio then also cuts the phrase


@dataclass(frozen=True, slots=True)
class Slack:
    """What an alignment of one reach may get wrong at most, each number a worst case of its own.

    Attributes:
        missing: characters of the phrase that are not matched.
        extra: characters of the text between matched ones.
        spoiled: neighbours in the phrase that are not neighbours in the text, or the other way round.
        errors: missing and extra together.
        kept: characters that are matched at least.
    """

    missing: int
    extra: int
    spoiled: int
    errors: int
    kept: int
    adjacent: bool


def slack(length: int, at_least: float, reach: Reach) -> Slack | None:
    """The worst that may happen in alignments of *reach* to a phrase of *length*; None when there are none."""
    shapes = list(_shapes(length, at_least, reach))
    if not shapes:
        return None
    return Slack(
        missing=max(missing for missing, _, _, _ in shapes),
        extra=max(extra for _, extra, _, _ in shapes),
        spoiled=max(spoiled for _, _, spoiled, _ in shapes),
        errors=max(missing + extra for missing, extra, _, _ in shapes),
        kept=min(kept for _, _, _, kept in shapes),
        adjacent=all(spoiled < kept - 1 for _, _, spoiled, kept in shapes),
    )


def _shapes(length: int, at_least: float, reach: Reach) -> Iterator[tuple[int, int, int, int]]:
    """(missing, extra, spoiled, kept) of every width of stretch that can be similar enough."""
    widths = (length,) if reach is Reach.ANYWHERE else range(1, length)
    for width in widths:
        kept = max(1, ceil(at_least * (length + width) / 200 - ROUNDING))
        if kept > width:
            continue
        missing, cut = length - kept, width - kept
        extra = cut if reach is not Reach.SAME_LENGTH else length - kept
        inside = missing if reach is not Reach.SAME_LENGTH else cut
        yield missing, extra, inside + extra, kept
