"""Values as the YAML of rule files: short things on one line, long ones on several, read back as they were."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

WIDTH = 110
STEP = 2


class _Dumper(yaml.SafeDumper):
    """Quotes what `rules.yaml_text` would take for something else than text, and nothing more."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as PyYAML has it

    def ignore_aliases(self, data: object) -> bool:
        return True


_MEANINGS = (
    ("bool", re.compile(r"(?i:true|false)$"), "tTfF"),
    ("null", re.compile(r"((?i:null)|~|)$"), ["n", "N", "~", ""]),
    ("int", re.compile(r"[-+]?(0|[1-9][0-9]{0,15})$"), "-+0123456789"),
    ("float", re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}([eE][-+]?[0-9]{1,2})?$"), "-+0123456789"),
)
for _tag, _pattern, _first in _MEANINGS:
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", _pattern, list(_first))


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    several = "\n" in text or "\t" in text
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if several else None)


_Dumper.add_representer(str, _text)


def on_one_line(value: object) -> str:
    """The value on a line of its own, safe inside brackets."""
    listed = yaml.dump(
        [_plain(value)], Dumper=_Dumper, default_flow_style=True, allow_unicode=True, width=10**9, sort_keys=False
    )
    return listed.strip()[1:-1]


def entry(key: str, value: object, indent: int) -> str:
    """`key: value`, the first line without its indent, further lines with theirs; no line end."""
    head = f"{on_one_line(key)}:"
    short = f"{head} {on_one_line(value)}"
    if indent + len(short) <= WIDTH or not isinstance(value, (Mapping, list, tuple)) or not value:
        return short
    inner = " " * (indent + STEP)
    if isinstance(value, Mapping):
        return "\n".join([head, *(inner + entry(str(part), value[part], indent + STEP) for part in value)])
    if any(isinstance(item, (Mapping, list, tuple)) for item in value):
        return "\n".join([head, *(f"{inner}- {item_text(item, indent + STEP)}" for item in value)])
    return f"{head}\n{inner}{_wrapped(value, indent + STEP)}"


def item_text(value: object, indent: int) -> str:
    """What follows the dash of a list that stands at *indent*."""
    short = on_one_line(value)
    if indent + STEP + len(short) <= WIDTH or not isinstance(value, Mapping) or not value:
        return short
    return mapping(value, indent + STEP)


def mapping(value: Mapping[str, object], indent: int) -> str:
    """A mapping in lines, the first without its indent."""
    return f"\n{' ' * indent}".join(entry(str(key), part, indent) for key, part in value.items())


def _wrapped(values: "list[object] | tuple[object, ...]", indent: int) -> str:
    lines, line = [], "["
    for at, value in enumerate(values):
        piece = on_one_line(value) + ("," if at < len(values) - 1 else "]")
        if len(line) > 1 and indent + len(line) + 1 + len(piece) > WIDTH:
            lines.append(line)
            line = f"{' ' * (indent + 1)}{piece}"
        else:
            line += piece if line == "[" else f" {piece}"
    return "\n".join([*lines, line])


def _plain(value: object) -> object:
    """Lists and mappings as PyYAML knows them."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value
