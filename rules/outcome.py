"""What one condition saw: a truth, the hits, and the window it searched."""

from dataclasses import dataclass, field
from typing import NamedTuple

from rules.truth import Truth


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the call, as positions in the list of utterances.

    Args:
        positions: which utterances, counted from 0, in order of time.
        doubtful: those whose words or speaker cannot be relied on.
        missing: there is no such stretch in this call.
        loose: it hangs on a hit that is itself not sure.
    """

    positions: tuple[int, ...]
    start_s: float
    end_s: float
    doubtful: frozenset[int] = frozenset()
    missing: bool = False
    loose: bool = False
    why: str = ""
    inside: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "inside", frozenset(self.positions))


class Hit(NamedTuple):
    """One place where an operator saw what it looks for.

    Args:
        position: of the utterance, counted from 0; None when the proof is not in the words.
        chars: half-open span in its raw text.
        sure: False when the words or the speaker cannot be relied on.
        part_of: the stretch whose sum it is a part of; all its parts together happened once.
    """

    start_s: float
    end_s: float
    position: int | None = None
    chars: tuple[int, int] | None = None
    why: str = ""
    sure: bool = True
    part_of: tuple[float, float] | None = None


class Outcome(NamedTuple):
    """The answer of one condition.

    Args:
        measured, limit: what was compared with what, so that "by how much" can be said; None when nothing was measured.
        suspected: only a person can turn this into a deduction.
        points: what the operator itself takes off (scripts count their steps); None leaves it to the rule.
    """

    truth: Truth
    hits: tuple[Hit, ...] = ()
    why: str = ""
    windows: tuple[Window, ...] = ()
    measured: float | None = None
    limit: float | None = None
    suspected: bool = False
    points: float | None = None
