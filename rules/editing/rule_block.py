"""The text of one rule inside the file it stands in: taken out, put back, added, removed; the rest is not touched."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rules.editing.yaml_place import Part, line_end, line_start, parts_of
from rules.editing.yaml_writer import on_one_line
from rules.yaml_text import read


@dataclass(frozen=True, slots=True)
class Block:
    """One rule of a file.

    Args:
        number: its place in the list of rules, from 0.
        text: its mapping as a text of its own, without the dash and its indent; ends with a line end.
    """

    id: str
    number: int
    text: str


# Pages of a draft read all its files for every rule that they show.
@lru_cache(maxsize=64)
def blocks(file_text: str) -> tuple[Block, ...]:
    """Every rule of a file, in its order.

    Raises:
        YamlRefused: the file is no YAML.
    """
    taken = [_taken(file_text, item) for item in _rules(file_text)]
    return tuple(Block(_id_of(text), number, text) for number, text in enumerate(taken))


def with_block(file_text: str, number: int, text: str) -> str:
    """The file with *text* in place of its rule *number*; the same file where the rule says the same."""
    found = _rules(file_text)
    item = found[number]
    if _taken(file_text, item) == _ended(text):
        return file_text
    if _in_brackets(file_text, item):
        return file_text[: item.start] + on_one_line(read(text).value) + file_text[item.end :]
    end = line_end(file_text, item.end)
    return file_text[: item.start] + _indented(text, item.column) + file_text[end:]


def with_new_block(file_text: str, text: str, after: int | None = None) -> str:
    """The file with a further rule, behind rule *after* or as the last."""
    found = _rules(file_text)
    part = parts_of(file_text)
    listed = (part.pairs or {}).get("rules") if part else None
    if found and listed and not listed[1].flow:
        before = found[-1 if after is None else after]
        dash = " " * listed[1].column + "- "
        at = line_end(file_text, before.end)
        return file_text[:at] + f"\n\n{dash}{_indented(text, len(dash))}" + file_text[at:]
    if found and listed:
        before = found[-1 if after is None else after]
        return f"{file_text[: before.end]}, {on_one_line(read(text).value)}{file_text[before.end :]}"
    if listed:  # `rules: []`, or `rules:` and nothing
        end = line_end(file_text, listed[1].end)
        return f"{file_text[: listed[0]]}rules:\n  - {_indented(text, 4)}{file_text[end:]}"
    start = _ended(file_text) if file_text.strip() else ""
    return f"{start}{chr(10) if start else ''}rules:\n  - {_indented(text, 4)}\n"


def without_block(file_text: str, number: int) -> str:
    """The file without its rule *number*; the comments around it stay."""
    found = _rules(file_text)
    if len(found) == 1:
        part = parts_of(file_text)
        assert part is not None and part.pairs is not None
        start, listed = part.pairs["rules"]
        return f"{file_text[:start]}rules: []{file_text[line_end(file_text, listed.end) :]}"
    item = found[number]
    if _in_brackets(file_text, item):
        if number + 1 < len(found):
            return file_text[: item.start] + file_text[found[number + 1].start :]
        return file_text[: found[number - 1].end] + file_text[item.end :]
    start, end = line_start(file_text, item.start), line_end(file_text, item.end)
    rest = file_text[end + 1 :]
    return file_text[:start] + (rest.removeprefix("\n") if file_text[:start].endswith("\n\n") else rest)


def found_in(files: Mapping[str, str], rule_id: str) -> tuple[str, Block] | None:
    """The file that has a rule, and the rule; None where none has it."""
    for file in sorted(name for name in files if name.lower().endswith((".yaml", ".yml"))):
        for block in blocks(files[file]):
            if block.id == rule_id:
                return file, block
    return None


def _id_of(text: str) -> str:
    rule = read(text).value
    return str(rule.get("id") or "") if isinstance(rule, dict) else ""


def _rules(file_text: str) -> tuple[Part, ...]:
    part = parts_of(file_text)
    listed = (part.pairs or {}).get("rules") if part else None
    return listed[1].items or () if listed else ()


def _in_brackets(file_text: str, item: Part) -> bool:
    """Whether the list itself is written in brackets."""
    before = file_text[line_start(file_text, item.start) : item.start].strip()
    return item.flow and before != "-"


def _taken(file_text: str, item: Part) -> str:
    end = item.end if _in_brackets(file_text, item) else line_end(file_text, item.end)
    first, *more = file_text[item.start : end].split("\n")
    return "\n".join([first, *(line[min(item.column, len(line) - len(line.lstrip(" "))) :] for line in more)]) + "\n"


def _indented(text: str, column: int) -> str:
    first, *more = text.rstrip().split("\n")
    return "\n".join([first, *(" " * column + line if line.strip() else line for line in more)])


def _ended(text: str) -> str:
    return text.rstrip() + "\n"
