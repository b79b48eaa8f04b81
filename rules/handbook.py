"""What is said of the operators in both languages, taken apart for the documentation and the editor's help.

In English the docstrings say it, in Chinese `rules/chinese/` in the same shape.
"""

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from rules.chinese import OPERATORS
from rules.operators import AnyOperator
from rules.operators.base import Operator

Language = Literal["en", "zh"]

_HEADING = re.compile(r"^(Why|Formula|Example|Parameters|Source|为什么|公式|参数|来源)[:：][ \t]*", re.MULTILINE)
_PARAMETER = re.compile(r"(?P<names>[a-z_]+(?:, [a-z_]+)*)(?:: |：)(?P<said>.*)", re.DOTALL)
_NEXT_PARAMETER = re.compile(r"\n(?=    [a-z_]+(?:, [a-z_]+)*(?:: |：))")
_IN_ENGLISH = {"为什么": "Why", "公式": "Formula", "参数": "Parameters", "来源": "Source"}
_FINDS = ""
_CHINESE = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_BROKEN_CHINESE = re.compile(rf"(?<={_CHINESE})\n\s*(?={_CHINESE})|(?<=[，。；：、？！])\n\s*")


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


def pages(language: Language = "en") -> tuple[Page, ...]:
    """A page for every operator."""
    return tuple(_page(op, kind, language) for op, kind in operators().items())


def line(text: str) -> str:
    """*text* on one line; Chinese needs no space where its lines were broken."""
    return " ".join(_BROKEN_CHINESE.sub("", text).split())


def _page(op: str, kind: type[Operator], language: Language) -> Page:
    in_english = _parts(kind.__doc__ or "")
    said = in_english if language == "en" else _parts(OPERATORS[op])
    return Page(
        op,
        line(said[_FINDS]),
        line(said.get("Why", "")),
        line(said.get("Formula", "")),
        tuple(one.strip() for one in in_english.get("Example", "").splitlines() if one.strip()),
        tuple(_parameters(said.get("Parameters", ""))),
        line(said.get("Source", "")),
    )


def _parts(text: str) -> Mapping[str, str]:
    """What stands under each heading; under none stands what it finds."""
    first, *parts = _HEADING.split(inspect.cleandoc(text))
    headings = (_IN_ENGLISH.get(name, name) for name in parts[::2])
    return {_FINDS: first, **dict(zip(headings, (body.strip("\n") for body in parts[1::2]), strict=True))}


def _parameters(body: str) -> Iterator[Parameter]:
    for entry in _NEXT_PARAMETER.split("\n" + body):
        match = _PARAMETER.fullmatch(line(entry))
        if match is not None:
            yield Parameter(tuple(match["names"].split(", ")), match["said"])
