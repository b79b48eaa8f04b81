"""Rule files with one value of the wrong kind: every place of the shipped rules, each in turn."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rules.load import builtin_packs, pack_path
from rules.yaml_text import read

# What a hurried person, or a program that writes YAML, puts where something else belongs.
WRONG: tuple[object, ...] = ("10", "yes", 10, 2.5, True, None, ["x"], {"a": 1})
CASES = Path(__file__).parents[1] / "data" / "rules"
_HEADER: dict[str, Any] = {"name": "d", "title": "d", "version": 1, "limits": {"confidence": 0.3}}
_DATED: dict[str, Any] = {
    "id": "R",
    "title": {"zh": "t"},
    "why": "w",
    "level": 1,
    "effective": {"since": "2026-03-01", "until": "2026-04-01"},
    "when": {"op": "keyword", "words": ["x"], "scope": {"utterances": "1..3", "seconds": 5}},
}
# What stands below these is called as its author likes.
NAMED = ("conditions", "word_lists", "knowledge")

Place = tuple[str | int, ...]


def files_with_one_wrong_value() -> Iterator[tuple[Place, object, dict[str, Any]]]:
    """The place, the value that was put there, and the file; places of the same shape once only."""
    seen: set[Place] = set()
    for file in _small_files():
        for place in _places(file):
            shape = _shape(place, file)
            if place and shape not in seen:
                seen.add(shape)
                for value in WRONG:
                    yield place, value, _with(file, place, value)


def _small_files() -> Iterator[dict[str, Any]]:
    """Files of one part each: quick to read, and a problem elsewhere hides nothing."""
    yield {"rulebook": _HEADER, "rules": [_DATED]}
    packs = (path for name in builtin_packs() for path in sorted(pack_path(name).glob("*.yaml")))
    for path in (*sorted(CASES.rglob("*.yaml")), *packs):
        top = read(path.read_text(encoding="utf-8")).value
        assert isinstance(top, dict)
        header = {"rulebook": {"name": "d", "title": "d"}}
        for key in ("rules", "scorecards"):
            for part in top.get(key) or ():
                yield {**header, key: [part]}
        for key in ("word_lists", "knowledge"):
            for name, listed in (top.get(key) or {}).items():
                yield {**header, key: {name: listed[:2] if isinstance(listed, list) else listed}}


def _places(part: object, path: Place = ()) -> Iterator[Place]:
    yield path
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _places(value, (*path, key))
    elif isinstance(part, list) and part:
        yield from _places(part[0], (*path, 0))


def _shape(place: Place, file: dict[str, Any]) -> Place:
    """The place without what names the single rule or condition, and with the operators on the way to it."""
    here: Any = file
    shape: list[str | int] = []
    for step in place:
        if isinstance(here, dict) and "op" in here:
            shape = [f"<{here['op']}>"]  # wherever it stands, an operator is read in the same way
        here = here[step]
        shape.append("*" if shape and shape[-1] in NAMED else step)
    return tuple(shape)


def _with(file: dict[str, Any], place: Place, value: object) -> dict[str, Any]:
    made = copy.deepcopy(file)
    here: Any = made
    for step in place[:-1]:
        here = here[step]
    here[place[-1]] = value
    return made
