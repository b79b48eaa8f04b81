"""What can be wrong with a rulebook.

RuleError
├── RulebookInvalid      one or more problems, all of them at once
├── UnknownPack          no shipped pack of that name
└── ExpressionInvalid    the text form of a condition cannot be read
"""

from collections.abc import Iterable
from dataclasses import dataclass


class RuleError(Exception):
    """Root of everything that rules/ raises on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend: which file, which rule, where inside the rule, what.

    *line* counts from 1; None when the place has no line of its own.
    """

    file: str
    rule: str
    path: str
    what: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.rule, self.path, self.what) if part)


class RulebookInvalid(RuleError):
    """The rulebook was refused; *problems* names every place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownPack(RuleError):
    """No pack of that name is shipped."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name, self.known = name, tuple(known)
        super().__init__(f"no pack {name!r}; there are {', '.join(self.known)}")


class ExpressionInvalid(RuleError):
    """A text such as `a && (b || !c)` stops making sense at character *at* (from 0)."""

    def __init__(self, text: str, at: int, what: str) -> None:
        self.text, self.at, self.what = text, at, what
        super().__init__(f"{what} at character {at + 1} of {text!r}")
