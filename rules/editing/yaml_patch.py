"""Puts other values into a YAML text and leaves every line alone that says the same as before, comments included."""

from collections.abc import Iterator, Mapping, Sequence

from rules.editing.yaml_place import Part, line_end, line_start, parts_of
from rules.editing.yaml_writer import entry, item_text, mapping
from rules.yaml_text import YamlRefused, read

Edit = tuple[int, int, str]  # from, to, and what stands there now


def patched(text: str, wanted: Mapping[str, object]) -> str:
    """*text*, a mapping, saying *wanted*; its keys keep their places, new ones follow the key before them in *wanted*.

    Raises:
        YamlRefused: *text* is no YAML.
    """
    old, part = read(text).value, parts_of(text)
    if part is None or not isinstance(old, dict) or part.pairs is None or part.flow:
        return text if old == wanted else mapping(wanted, 0) + "\n"
    said = text
    for start, end, written in sorted(_of_mapping(text, part, old, wanted), reverse=True):
        said = said[:start] + written + said[end:]
    return said if _says(said, wanted) else mapping(wanted, 0) + "\n"


def _says(text: str, wanted: Mapping[str, object]) -> bool:
    """Whether the lines that were left alone and the new ones still make one text; else all of it is written anew."""
    try:
        return _same(read(text).value, wanted)
    except YamlRefused:
        return False


def _of_mapping(text: str, part: Part, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Edit]:
    pairs = part.pairs or {}
    indent = " " * part.column
    kept = [key for key in new if key in old]
    for key in old:
        if key not in new:
            yield _without(text, part, key)
        elif not _same(old[key], new[key]):
            yield from _of_value(text, key, *pairs[key], part.column, old[key], new[key])
    before: str | None = None
    grown: dict[str | None, list[str]] = {}
    for key, value in new.items():
        if key in old:
            before = key
        else:
            grown.setdefault(before, []).append(entry(key, value, part.column))
    for place, lines in grown.items():
        if place is not None:
            at = line_end(text, pairs[place][1].end)
            yield at, at, "".join(f"\n{indent}{line}" for line in lines)
        elif kept:
            at = pairs[kept[0]][0]
            yield at, at, "".join(f"{line}\n{indent}" for line in lines)
        else:  # nothing is left of what was there
            yield part.end, part.end, "".join(f"\n{indent}{line}" for line in lines)


def _without(text: str, part: Part, key: str) -> Edit:
    start, value = (part.pairs or {})[key]
    end = line_end(text, value.end)
    if text[line_start(text, start) : start].strip():  # after the dash of a list: the next key moves up to it
        return start, min(len(text), end + 1 + part.column), ""
    return line_start(text, start), min(len(text), end + 1), ""


def _of_value(text: str, key: str, start: int, part: Part, column: int, old: object, new: object) -> Iterator[Edit]:
    in_lines = not part.flow and bool(new)
    if in_lines and isinstance(old, dict) and isinstance(new, Mapping) and set(old) & set(new):
        yield from _of_mapping(text, part, old, new)
    elif in_lines and isinstance(old, list) and isinstance(new, (list, tuple)):
        yield from _of_list(text, part, old, new)
    else:
        yield start, part.end, entry(key, new, column)


def _of_list(text: str, part: Part, old: Sequence[object], new: Sequence[object]) -> Iterator[Edit]:
    items = part.items or ()
    most = min(len(old), len(new))
    first = next((at for at in range(most) if not _same(old[at], new[at])), most)
    last = next((at for at in range(most - first) if not _same(old[-1 - at], new[-1 - at])), most - first)
    changed, wanted = range(first, len(old) - last), new[first : len(new) - last]
    for at, value in zip(changed, wanted, strict=False):
        yield from _of_item(text, items[at], part.column, old[at], value)
    dash = " " * part.column + "- "
    more = [item_text(value, part.column) for value in wanted[len(changed) :]]
    if more and len(old) - last > 0:
        at = line_end(text, items[len(old) - last - 1].end)
        yield at, at, "".join(f"\n{dash}{line}" for line in more)
    elif more:
        at = line_start(text, items[0].start)
        yield at, at, "".join(f"{dash}{line}\n" for line in more)
    for at in changed[len(wanted) :]:
        start, end = line_start(text, items[at].start), line_end(text, items[at].end)
        yield start, min(len(text), end + 1), ""


def _of_item(text: str, part: Part, column: int, old: object, new: object) -> Iterator[Edit]:
    if not part.flow and isinstance(old, dict) and isinstance(new, Mapping) and set(old) & set(new):
        yield from _of_mapping(text, part, old, new)
    else:
        yield part.start, part.end, item_text(new, column)


def _same(left: object, right: object) -> bool:
    """Equal, and of one kind: 1 is not true, and not 1.0; the order of keys makes no difference."""
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(map(_same, left, right))
    return type(left) is type(right) and left == right
