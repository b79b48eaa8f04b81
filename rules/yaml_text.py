"""YAML read with care: no aliases, no tags, no duplicate keys, a limited depth, and the line of every place.

Plain scalars mean what they look like: true, false, null and numbers; `on`, `yes`, dates and `1:30` stay text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

MAX_DEPTH = 20
MAX_NODES = 250_000  # read in well under a second

_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,15})")
_FLOAT = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}([eE][-+]?[0-9]{1,2})?")
_FIXED: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}

Path = tuple[str | int, ...]


class YamlRefused(ValueError):
    """Not YAML, or YAML that rule files do not use; *line* counts from 1."""

    def __init__(self, what: str, line: int) -> None:
        self.what, self.line = what, line
        super().__init__(f"line {line}: {what}")


@dataclass(slots=True)
class Document:
    """The values of a file, and the line where each place begins."""

    value: object
    lines: dict[Path, int] = field(default_factory=dict)


def read(text: str) -> Document:
    """The values of one YAML text.

    Raises:
        YamlRefused: at the first place that cannot be accepted; later text is not read.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = Document(None)
    try:
        return _built(yaml.parse(text, Loader=loader), document)
    except UnicodeEncodeError as fault:
        line = text.count("\n", 0, fault.start) + 1
        raise YamlRefused(f"half a character: {text[fault.start]!a}", line) from None
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        raise YamlRefused(fault.problem or "not YAML", mark.line + 1 if mark else 1) from None
    except yaml.reader.ReaderError as fault:
        line = text.count("\n", 0, fault.position) + 1 if isinstance(fault.position, int) else 1
        raise YamlRefused(f"a character that YAML does not allow: {fault.character!r}", line) from None


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being filled."""

    value: dict[str, object] | list[object]
    path: Path
    key: str | None = None


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _built(events: Iterable[Event], document: Document) -> Document:
    stack: list[_Open] = []
    documents = 0
    for count, event in enumerate(events, start=1):
        _refuse(event, count)
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise YamlRefused("a second document in one file", _line(event))
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            if len(stack) >= MAX_DEPTH:
                raise YamlRefused(f"nested deeper than {MAX_DEPTH}", _line(event))
            value: dict[str, object] | list[object] = {} if isinstance(event, MappingStartEvent) else []
            stack.append(_Open(value, _put(stack, value, event, document)))
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            stack.pop()
        elif isinstance(event, ScalarEvent):
            _scalar(stack, event, document)
    return document


def _refuse(event: Event, count: int) -> None:
    line = _line(event)
    if count > MAX_NODES:
        raise YamlRefused(f"more than {MAX_NODES} values", line)
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
        raise YamlRefused("anchors and aliases (& and *) are not used in rule files", line)
    tag = getattr(event, "tag", None)
    if tag not in (None, "!"):
        raise YamlRefused(f"the tag {tag} is not used in rule files", line)


def _scalar(stack: list[_Open], event: ScalarEvent, document: Document) -> None:
    top = stack[-1] if stack else None
    if top is not None and isinstance(top.value, dict) and top.key is None:
        if event.value in top.value:
            raise YamlRefused(f"the key {event.value!r} is written twice", _line(event))
        top.key = event.value
        return
    _put(stack, _meaning(event), event, document)


def _put(stack: list[_Open], value: object, event: Event, document: Document) -> Path:
    line = _line(event)
    if not stack:
        document.value = value
        document.lines[()] = line
        return ()
    top = stack[-1]
    if isinstance(top.value, list):
        path: Path = (*top.path, len(top.value))
        top.value.append(value)
    else:
        if top.key is None:
            raise YamlRefused("a key must be text", line)
        path = (*top.path, top.key)
        top.value[top.key] = value
        top.key = None
    document.lines[path] = line
    return path


def _meaning(event: ScalarEvent) -> object:
    text: str = event.value
    if event.style:
        return text
    if text.lower() in _FIXED and (text in ("", "~") or text.isalpha()):
        return _FIXED[text.lower()]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
