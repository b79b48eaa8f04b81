"""How far a text is from what was said, and a diarization from who spoke: the usual measures, in the open."""

import itertools
import re
from collections.abc import Sequence

import numpy as np

from engine.speech.ports import Turn

NOT_SPOKEN = re.compile(r"[\W_]+")


def character_error_rate(reference: Sequence[str], heard: Sequence[str]) -> float:
    """Edits per character of the reference, punctuation and spaces left out."""
    pairs = [(_letters(said), _letters(found)) for said, found in zip(reference, heard, strict=True)]
    return sum(edits(said, found) for said, found in pairs) / max(1, sum(len(said) for said, _ in pairs))


def word_error_rate(reference: Sequence[str], heard: Sequence[str]) -> float:
    """Edits per word of the reference."""
    pairs = [(_words(said), _words(found)) for said, found in zip(reference, heard, strict=True)]
    return sum(edits(said, found) for said, found in pairs) / max(1, sum(len(said) for said, _ in pairs))


def edits(said: Sequence[str], found: Sequence[str]) -> int:
    """The fewest insertions, deletions and replacements that turn one into the other."""
    row = list(range(len(found) + 1))
    for index, one in enumerate(said, 1):
        diagonal, row[0] = row[0], index
        for at, other in enumerate(found, 1):
            diagonal, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, diagonal + (one != other))
    return row[-1]


def diarization_error_rate(
    reference: Sequence[tuple[float, float, str]], turns: Sequence[Turn], duration_s: float, *, collar_s: float = 0.25
) -> float:
    """Missed, false and confused speech as a share of all speech, under the best naming of the speakers.

    Args:
        reference: start, end and speaker of every turn.
        collar_s: not counted on each side of a reference border.
    """
    per_s, names = 100, sorted({name for *_, name in reference})
    ticks = round(duration_s * per_s)
    speakers = max(len(names), max((turn.speaker for turn in turns), default=-1) + 1)
    said, heard = np.zeros((speakers, ticks), dtype=bool), np.zeros((speakers, ticks), dtype=bool)
    counted = np.ones(ticks, dtype=bool)
    for start_s, end_s, name in reference:
        said[names.index(name), round(start_s * per_s) : round(end_s * per_s)] = True
        for border_s in (start_s, end_s):
            counted[max(0, round((border_s - collar_s) * per_s)) : round((border_s + collar_s) * per_s)] = False
    for turn in turns:
        heard[turn.speaker, round(turn.start_s * per_s) : round(turn.end_s * per_s)] = True
    said, heard = said[:, counted], heard[:, counted]
    most = np.maximum(said.sum(axis=0), heard.sum(axis=0)).sum()
    right = max(
        sum(int((said[own] & heard[given]).sum()) for own, given in enumerate(naming))
        for naming in itertools.permutations(range(speakers))
    )
    return float(most - right) / max(1, int(said.sum()))


def _letters(text: str) -> str:
    return NOT_SPOKEN.sub("", text).lower()


def _words(text: str) -> list[str]:
    return NOT_SPOKEN.sub(" ", text).lower().split()
