"""Finds rules and their conditions in a document of any dialect, however deep it wraps them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rules.errors import Problem, RulebookInvalid
from rules.importers.aliyun.fields import Fields, Json, unwrapped

MAX_BYTES = 16 << 20
MAX_DEPTH = 40
_TEXT_INSIDE = ("jsonstr", "jsonstrforrule", "rulejson", "data", "testjson", "rulejsonstr")


@dataclass(frozen=True, slots=True)
class Bundle:
    """Rules and the conditions that their ids speak of: "a" in one bundle is not "a" in another."""

    rules: tuple[Fields, ...]
    conditions: tuple[Fields, ...]


def parsed(text: str, name: str) -> Json:
    """The JSON of a document.

    Raises:
        RulebookInvalid: too large, nested too deep, or not JSON; with the line.
    """
    if len(text) > MAX_BYTES:
        raise RulebookInvalid([Problem(name, "", "", f"longer than {MAX_BYTES} characters")])
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_object)
    except _Twice as failed:
        raise RulebookInvalid([Problem(name, "", "", str(failed))]) from None
    except json.JSONDecodeError as failed:
        what = f"not JSON: {failed.msg} (column {failed.colno})"
        raise RulebookInvalid([Problem(name, "", "", what, failed.lineno)]) from None
    except RecursionError:
        raise RulebookInvalid([Problem(name, "", "", "nested too deep")]) from None


class _Twice(ValueError):
    """One of two values would be lost without a word."""


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for at, name in enumerate(names) if name in names[:at])
        raise _Twice(f"the key {twice!r} stands twice in one object")
    return found


def bundles(document: Json, depth: int = 0) -> Iterator[Bundle]:
    """Every bundle, in the order of the document; conditions that no rule stands beside come alone."""
    if depth > MAX_DEPTH:
        return
    if isinstance(document, list):
        for part in document:
            yield from bundles(part, depth + 1)
    elif isinstance(document, Mapping):
        yield from _inside(Fields(document), depth)


def _inside(fields: Fields, depth: int) -> Iterator[Bundle]:
    rules, conditions = _objects(fields, "rules"), _objects(fields, "conditions")
    if not rules and (fields.text("lambda", "ruleLambda") or fields.text("rid")) and conditions:
        rules = (fields,)
    own = tuple(rule for rule in rules if rule is fields or not _objects(rule, "conditions"))
    if own or conditions:
        yield Bundle(own, conditions)
    for rule in rules:
        if rule is not fields and (inside := _objects(rule, "conditions")):
            yield Bundle((rule,), (*inside, *conditions))
    for name, value in fields.raw.items():
        plain = name.replace("_", "").lower()
        if plain not in ("rules", "conditions"):
            yield from bundles(_read(plain, value), depth + 1)


def _objects(fields: Fields, name: str) -> tuple[Fields, ...]:
    value = fields.value(name)
    if isinstance(value, str):
        value = _read("data", value)
    return tuple(Fields(part) for part in unwrapped(value) if isinstance(part, Mapping) and part)


def _read(name: str, value: Json) -> Json:
    """Some interfaces hand JSON over as a text inside JSON."""
    if name in _TEXT_INSIDE and isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(value)
        except (json.JSONDecodeError, RecursionError):
            return None
    return value
