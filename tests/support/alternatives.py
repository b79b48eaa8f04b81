"""The ways of saying something that a regular expression lists, and the expression without one of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several between bars: *text* from *start* to *end* of its expression, inside *depth* groups."""

    text: str
    start: int
    end: int
    depth: int


@dataclass(slots=True)
class _Group:
    starts: list[int] = field(default_factory=list)

    def alternatives(self, pattern: str, end: int, depth: int) -> Iterator[Alternative]:
        ends = [*(start - 1 for start in self.starts[1:]), end]
        if len(ends) > 1:
            yield from (
                Alternative(pattern[start:stop], start, stop, depth)
                for start, stop in zip(self.starts, ends, strict=True)
            )


def alternatives(pattern: str) -> list[Alternative]:
    """Every alternative of every group of an expression, and of the expression itself (depth 0)."""
    found: list[Alternative] = []
    open_groups = [_Group([0])]
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = _end_of_class(pattern, at)
        elif char == "(":
            begin = pattern.index(":", at) if pattern[at + 1] == "?" else at
            open_groups.append(_Group([begin + 1]))
        elif char == ")":
            found += open_groups.pop().alternatives(pattern, at, len(open_groups))
        elif char == "|":
            open_groups[-1].starts.append(at + 1)
        at += 1
    return [*found, *open_groups.pop().alternatives(pattern, len(pattern), 0)]


def without(pattern: str, one: Alternative) -> str:
    """The expression without an alternative and the bar beside it."""
    if pattern[one.end : one.end + 1] == "|":
        return pattern[: one.start] + pattern[one.end + 1 :]
    return pattern[: one.start - 1] + pattern[one.end :]


def _end_of_class(pattern: str, at: int) -> int:
    """Where the bracket that opens at *at* is closed; one that stands first in it is part of it."""
    at += 2 if pattern[at + 1] == "^" else 1
    if pattern[at] == "]":
        at += 1
    while pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at
