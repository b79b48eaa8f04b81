"""Walks a JSON document and knows where it is, so that a broken file is refused with the place."""

import json
import math
from collections.abc import Iterator
from typing import Any

from engine.speech.errors import UnreadableTranscript

# A transcript of a day of speech is below this; larger files are something else.
MAX_BYTES = 64 << 20
MAX_DEPTH = 60


class Node:
    """One value of a document with its path."""

    __slots__ = ("path", "value")

    def __init__(self, value: Any, path: str = "") -> None:
        self.value, self.path = value, path

    def refuse(self, why: str, key: str = "") -> UnreadableTranscript:
        """The error to raise about this place, or about what *key* should hold."""
        return UnreadableTranscript(f"{self.path}.{key}".strip(".") if key else self.path, why)

    def has(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def at(self, key: str) -> "Node":
        """The value under *key*, which must be there."""
        if not isinstance(self.value, dict):
            raise self.refuse("is not an object")
        if key not in self.value:
            raise self.refuse("is missing", key)
        return Node(self.value[key], f"{self.path}.{key}".strip("."))

    def each(self, key: str = "") -> Iterator["Node"]:
        """The members of the list under *key*, or of this list; none where the key is absent or null."""
        if key:
            if self.has(key):
                yield from self.at(key).each()
            return
        if not isinstance(self.value, list):
            raise self.refuse("is not a list")
        for index, member in enumerate(self.value):
            yield Node(member, f"{self.path}[{index}]")

    def text(self, key: str, default: str | None = None) -> str:
        """The text under *key*; *default* where it is absent or null, which is refused without a default."""
        if not self.has(key):
            if default is None:
                raise self.refuse("is missing", key)
            return default
        value = self.value[key]
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise self.refuse("is not a text", key)
        return str(value)

    def number(self, key: str, default: float | None = None) -> float:
        """The number under *key*, also when it is written as text."""
        found = self.maybe_number(key)
        if found is None:
            if default is None:
                raise self.refuse("is missing", key)
            return default
        return found

    def maybe_number(self, key: str) -> float | None:
        """The number under *key*; None where it is absent or null."""
        if not self.has(key):
            return None
        value = self.value[key]
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise self.refuse("is not a number", key)
        try:
            found = float(value)
        except ValueError:
            raise self.refuse(f"is not a number: {value!r}", key) from None
        if not math.isfinite(found):
            raise self.refuse("is not a number", key)
        return found


def parsed(data: bytes) -> Node:
    """The document in *data*.

    Raises:
        UnreadableTranscript: not JSON, with line and column, or too deep or too large.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableTranscript("", f"{len(data)} bytes; a transcript has at most {MAX_BYTES}")
    try:
        value = json.loads(data)
    except json.JSONDecodeError as error:
        raise UnreadableTranscript(f"line {error.lineno}, column {error.colno}", error.msg) from None
    except UnicodeDecodeError as error:
        raise UnreadableTranscript(f"byte {error.start}", "is not UTF-8") from None
    except RecursionError:
        raise UnreadableTranscript("", f"is nested more than {MAX_DEPTH} deep") from None
    if _deeper_than(value, MAX_DEPTH):
        raise UnreadableTranscript("", f"is nested more than {MAX_DEPTH} deep")
    return Node(value)


def _deeper_than(value: Any, limit: int) -> bool:
    layer = [value]
    for _ in range(limit):
        layer = [
            inner
            for outer in layer
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not layer:
            return False
    return True
