"""Where the parts of a YAML text stand, in characters."""

from dataclasses import dataclass

import yaml

from rules.yaml_text import read


@dataclass(frozen=True, slots=True)
class Part:
    """A value and where it stands: `text[start:end]`, without the comments that follow it.

    Args:
        column: of its first character.
        flow: written in brackets, or a scalar; False: in lines of its own.
        pairs: key -> (where the key begins, the value), for a mapping.
        items: for a list.
    """

    start: int
    end: int
    column: int
    flow: bool
    pairs: "dict[str, tuple[int, Part]] | None" = None
    items: "tuple[Part, ...] | None" = None


def parts_of(text: str) -> Part | None:
    """The parts of a text; None where there is nothing but comments.

    Raises:
        YamlRefused: it is no YAML of rule files.
    """
    read(text)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    node = yaml.compose(text, Loader=loader)
    return None if node is None else _part(node, text)


def _part(node: yaml.Node, text: str) -> Part:
    start, column = node.start_mark.index, node.start_mark.column
    if isinstance(node, yaml.MappingNode):
        pairs = {str(key.value): (key.start_mark.index, _part(value, text)) for key, value in node.value}
        last = max([start, *(part.end for _, part in pairs.values())])
        return Part(start, node.end_mark.index if node.flow_style else last, column, bool(node.flow_style), pairs)
    if isinstance(node, yaml.SequenceNode):
        items = tuple(_part(item, text) for item in node.value)
        end = node.end_mark.index if node.flow_style else max([start, *(part.end for part in items)])
        return Part(start, end, column, bool(node.flow_style), items=items)
    end = start + len(text[start : node.end_mark.index].rstrip())
    return Part(start, end, column, True)


def line_start(text: str, at: int) -> int:
    """Where the line of *at* begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Where the line of *at* ends, before its line end."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found
