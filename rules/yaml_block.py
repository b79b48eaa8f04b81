"""One block of a rule file replaced, the rest of the file left as it is, letter for letter.

People write rule files by hand, with comments and an order of their own; a page that changes one rule or one form must
not touch the others.
"""

import re
from dataclasses import dataclass
from typing import ClassVar

import yaml
from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from rules.yaml_text import Path

WIDTH = 116
# What `rules.yaml_text` takes a bare scalar for, where that is no text.
_BARE = {
    "null": "(?i:null)|~|",
    "bool": "(?i:true|false)",
    "int": "[-+]?(?:0|[1-9][0-9]{0,15})",
    "float": r"[-+]?[0-9]{1,15}\.[0-9]{1,15}(?:[eE][-+]?[0-9]{1,2})?",
}
_REST_OF_LINE = re.compile(r"[ \t]*(#[^\n]*)?(?=\n|\Z)")


class NoBlock(LookupError):
    """The file has nothing at that place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"nothing at {'.'.join(map(str, path))}")


@dataclass(slots=True)
class _Open:
    path: Path
    is_mapping: bool
    count: int = 0
    key: str | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block is: offsets into the text, and the column at which it begins."""

    start: int
    end: int
    column: int


def with_block(text: str, path: Path, value: object) -> str:
    """*text* with *value*, written as YAML, in place of what is at *path*; every other letter stays.

    Comments inside the block go with it.

    Args:
        path: as `("scorecards", 0)`.

    Raises:
        NoBlock: there is nothing at *path*.
    """
    place = _place_of(text, path)
    return text[: place.start] + as_block(value, place.column) + text[place.end :]


def as_block(value: object, column: int = 0) -> str:
    """*value* as a YAML block whose lines begin at *column*; without a line break at either end."""
    written: str = yaml.dump(
        value, Dumper=_Writer, allow_unicode=True, sort_keys=False, default_flow_style=None, width=WIDTH - column
    )
    return written.removesuffix("...\n").rstrip("\n").replace("\n", "\n" + " " * column)


class _Writer(yaml.SafeDumper):
    """Writes as people write rule files: lists indented, words bare wherever the reader takes them for words."""

    # Its own, so that what the library takes for dates, times and switches stays words.
    yaml_implicit_resolvers: ClassVar[dict[str, object]] = {}  # type: ignore[misc]

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # Of the ways to write line breaks, this one alone may stand inside brackets and keeps them visible.
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\n" in text else None)


_Writer.add_representer(str, _text)
for _tag, _form in _BARE.items():
    _Writer.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_form})\Z"), None)


def _place_of(text: str, path: Path) -> _Place:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    stack: list[_Open] = []
    begun: tuple[int, int] | None = None
    depth, last = 0, 0
    for event in yaml.parse(text, Loader=loader):
        assert event.start_mark is not None and event.end_mark is not None
        if begun is None:
            if not isinstance(event, NodeEvent) and not isinstance(event, CollectionEndEvent):
                continue
            here = _entered(stack, event)
            if here != path:
                continue
            begun = event.start_mark.index, event.start_mark.column
            if isinstance(event, ScalarEvent):
                return _Place(begun[0], event.end_mark.index, begun[1])
            depth = 1
            continue
        if isinstance(event, CollectionStartEvent):
            depth += 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        # The end of a block without brackets is told at the next token, behind comments that belong to what follows.
        if event.end_mark.index > event.start_mark.index:
            last = event.end_mark.index
        if depth == 0:
            rest = _REST_OF_LINE.match(text, last)
            return _Place(begun[0], rest.end() if rest else last, begun[1])
    raise NoBlock(path)


def _entered(stack: list[_Open], event: Event) -> Path | None:
    """The path of the node that begins with *event*; None for a key and for an end."""
    if isinstance(event, CollectionEndEvent):
        stack.pop()
        return None
    top = stack[-1] if stack else None
    if top is not None and top.is_mapping and top.key is None:
        top.key = event.value if isinstance(event, ScalarEvent) else ""
        return None
    path: Path = ()
    if top is not None:
        path = (*top.path, top.key or "") if top.is_mapping else (*top.path, top.count)
        top.count, top.key = top.count + 1, None
    if isinstance(event, CollectionStartEvent):
        stack.append(_Open(path, isinstance(event, MappingStartEvent)))
    return path
