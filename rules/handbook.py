"""What the docstrings of the operators say, taken apart for the documentation and the editor's help."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from rules.operators import AnyOperator
from rules.operators.base import Operator

_HEADING = re.compile(r"^(Why|Formula|Example|Parameters|Source):[ \t]*", re.MULTILINE)
_PARAMETER = re.compile(r"(?P<names>[a-z_]+(?:, [a-z_]+)*): (?P<said>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One or more parameters that are explained together."""

    names: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that is said of one operator.

    Args:
        examples: conditions as they are written in a rule file.
    """

    op: str
    finds: str
    why: str
    formula: str
    examples: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    source: str


def operators() -> dict[str, type[Operator]]:
    """Every operator by its name in rule files, in the order of the union."""
    kinds: tuple[Any, ...] = get_args(get_args(AnyOperator)[0])
    return {get_args(kind.model_fields["op"].annotation)[0]: kind for kind in kinds}


def pages() -> tuple[Page, ...]:
    """A page for every operator."""
    return tuple(_page(op, kind) for op, kind in operators().items())


def _page(op: str, kind: type[Operator]) -> Page:
    text = inspect.cleandoc(kind.__doc__ or "")
    parts = _HEADING.split(text)
    said = {name: body.strip("\n") for name, body in zip(parts[1::2], parts[2::2], strict=True)}
    return Page(
        op,
        _line(parts[0]),
        _line(said.get("Why", "")),
        _line(said.get("Formula", "")),
        tuple(line.strip() for line in said.get("Example", "").splitlines() if line.strip()),
        tuple(_parameters(said.get("Parameters", ""))),
        _line(said.get("Source", "")),
    )


def _parameters(body: str) -> Iterator[Parameter]:
    for entry in re.split(r"\n(?=    [a-z_]+(?:, [a-z_]+)*: )", "\n" + body):
        match = _PARAMETER.fullmatch(_line(entry))
        if match is not None:
            yield Parameter(tuple(match["names"].split(", ")), match["said"])


def _line(text: str) -> str:
    return " ".join(text.split())
