"""Turns the places of pydantic into places in the file, and its messages into words."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from rules.kind_words import kind_words
from rules.yaml_text import Path


def place_of(loc: tuple[int | str, ...], raw: object, *, missing: bool = False) -> Path:
    """The path as written: pydantic's location without the names of models and unions, which are not in the file.

    Args:
        missing: the last step names something that should be there and is not.
    """
    path: list[int | str] = []
    here: Any = raw
    for index, step in enumerate(loc):
        listed = isinstance(here, list)
        if (listed and isinstance(step, int) and step < len(here)) or (isinstance(here, Mapping) and step in here):
            here = here[step]
            path.append(step)
        elif missing and index == len(loc) - 1:
            path.append(step)
    return tuple(path)


def words_of(error: ErrorDetails) -> str:
    """What is wrong, in one line."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "union_tag_invalid":
        return _unknown(context)
    if kind == "extra_forbidden":
        return "is not known here"
    if kind == "missing":
        return "is missing"
    if kind == "union_tag_not_found":
        return "needs op, the name of an operator"
    if kind.startswith("date_"):
        return "needs a date such as 2026-11-22"
    return kind_words(error) or error["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")


def dotted(path: Path) -> str:
    """`when.any.0.words`."""
    return ".".join(str(step) for step in path)


def _unknown(context: Mapping[str, Any]) -> str:
    tag = str(context.get("tag", ""))
    known = [name.strip("'") for name in str(context.get("expected_tags", "")).split(", ")]
    close = get_close_matches(tag, known, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(known)}"
    return f"unknown operator {tag!r}{hint}"
