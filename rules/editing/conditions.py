"""The conditions of a rule as a list with names, and its trigger and prerequisite as texts over these names.

A condition that stands inside the trigger has no name of its own; it is lent one, and goes back to where it stood.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rules.editing.expression_text import names_in, parsed, text_of
from rules.yaml_text import Path

Raw = Mapping[str, Any]
TEXTS = ("when", "prerequisite")
_JOINTS = ("all", "any", "not", "at_least")
_LENT = {"op": "c", "sequence": "order", "rule": "rule"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One condition, one order of conditions (`sequence`), or one dependence on another rule (`rule`).

    Args:
        name: its own, or the one it was lent.
        raw: as it is written.
        place: where it stands in the rule; empty while it stands nowhere yet.
    """

    name: str
    raw: Raw
    place: Path = ()

    @property
    def kind(self) -> str:
        """`op`, `sequence` or `rule`."""
        return next((key for key in ("sequence", "rule") if key in self.raw and "op" not in self.raw), "op")

    @property
    def is_named(self) -> bool:
        """Whether it stands among the named conditions of the rule."""
        return self.place[:1] == ("conditions",)


@dataclass(frozen=True, slots=True)
class Conditions:
    """All of a rule's conditions, the named ones first, and what it says in terms of them."""

    entries: tuple[Entry, ...]
    when: str
    prerequisite: str

    def text(self, key: str) -> str:
        """Of `when` or `prerequisite`."""
        return self.when if key == "when" else self.prerequisite


class UnusedEntry(ValueError):
    """An order, or a dependence on another rule, that no text uses has no place in a rule file."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name} is used neither in the trigger nor in the prerequisite")


def conditions_of(rule: Raw) -> Conditions:
    """The conditions of a rule as it is written, whatever else is wrong with it."""
    named = rule.get("conditions")
    found = [
        Entry(str(name), raw, ("conditions", str(name)))
        for name, raw in (named.items() if isinstance(named, Mapping) else ())
        if isinstance(raw, Mapping)
    ]
    lender = _Lender({entry.name for entry in found} | set(_own_names(rule)))
    texts = {}
    for key in TEXTS:
        tree = _apart(rule.get(key), (key,), found, lender)
        texts[key] = "" if tree is None else text_of(tree)
    return Conditions(tuple(found), texts["when"], texts["prerequisite"])


def put_together(rule: Raw, wanted: Conditions, *, changed: bool) -> dict[str, Any]:
    """*rule* with the conditions that are *wanted*.

    Args:
        changed: False where names, texts and the number of conditions are as they were: each goes to its place.

    Raises:
        UnusedEntry: an order or another rule that is not used.
    """
    made = dict(rule)
    if not changed:
        for entry in wanted.entries:
            made = _put(made, entry.place, dict(entry.raw))
        return made
    inline = {entry.name: entry for entry in wanted.entries if not entry.is_named}
    used = _uses(wanted, inline)
    anchors = {name for entry in wanted.entries for name in _anchors(entry.raw)}
    for entry in inline.values():
        if entry.kind != "op" and not used.get(entry.name):
            raise UnusedEntry(entry.name)
    stay = {
        name: entry.raw
        for name, entry in inline.items()
        if entry.place
        and (entry.kind != "op" or (used.get(name) == 1 and (name not in anchors or entry.raw.get("id") == name)))
    }
    stay |= {name: entry.raw for name, entry in inline.items() if entry.kind != "op"}
    named = {
        entry.name: {key: value for key, value in entry.raw.items() if key != "id" or entry.is_named}
        for entry in wanted.entries
        if entry.name not in stay
    }
    made.pop("conditions", None)
    if named:
        made["conditions"] = named
    for key in TEXTS:
        made.pop(key, None)
        text = wanted.text(key).strip()
        if text:
            made[key] = _with_inline(text, stay)
    return made


def renamed_anchors(raw: Raw, names: Mapping[str, str]) -> dict[str, Any]:
    """A condition whose window hangs on others, under their new names."""
    scope = raw.get("scope")
    if not isinstance(scope, Mapping) or not set(_anchors(raw)) & set(names):
        return dict(raw)
    moved = {key: names.get(value, value) if key in _ANCHORS else value for key, value in scope.items()}
    return {**raw, "scope": moved}


_ANCHORS = ("before", "after", "around", "same")


def _anchors(raw: Raw) -> Iterator[str]:
    scope = raw.get("scope")
    if isinstance(scope, Mapping):
        yield from (scope[key] for key in _ANCHORS if isinstance(scope.get(key), str))


class _Lender:
    """Gives out names that nobody has."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def name(self, kind: str) -> str:
        number = 1
        while f"{_LENT[kind]}{number}" in self._taken:
            number += 1
        name = f"{_LENT[kind]}{number}"
        self._taken.add(name)
        return name


def fresh_name(taken: Iterable[str], kind: str = "op") -> str:
    """A name that no condition has yet."""
    return _Lender(set(taken)).name(kind)


def _own_names(node: object) -> Iterator[str]:
    """Ids that conditions inside a trigger were given by their author."""
    if isinstance(node, Mapping):
        if "op" in node and isinstance(node.get("id"), str):
            yield node["id"]
        for key, part in node.items():
            if key in (*TEXTS, "all", "any", "not", "of", "sequence"):
                yield from _own_names(part)
    elif isinstance(node, list):
        for part in node:
            yield from _own_names(part)


def _apart(node: object, place: Path, found: list[Entry], lender: _Lender) -> object:
    """The tree with the names of what stood in it."""
    if isinstance(node, list):
        return [_apart(part, (*place, at), found, lender) for at, part in enumerate(node)]
    if not isinstance(node, Mapping):
        return node
    kind = next((key for key in ("op", "sequence", "rule") if key in node), None)
    if kind is not None:
        own = node.get("id") if kind == "op" else None
        name = own if isinstance(own, str) else lender.name(kind)
        at = len(found)
        raw: dict[str, Any] = dict(node)
        if kind == "sequence":
            parts = _apart(node["sequence"], (*place, "sequence"), found, lender)
            raw["sequence"] = [text_of(part) for part in parts] if isinstance(parts, list) else parts
        found.insert(at, Entry(name, raw, place))
        return name
    if not any(key in node for key in _JOINTS):
        return str(dict(node))
    return {
        key: _apart(part, (*place, key), found, lender) if key != "at_least" else part for key, part in node.items()
    }


def _uses(wanted: Conditions, inline: Mapping[str, Entry]) -> dict[str, int]:
    count: dict[str, int] = {}
    texts: list[object] = [parsed(wanted.text(key)) for key in TEXTS]
    texts += [part for entry in inline.values() if entry.kind == "sequence" for part in entry.raw["sequence"]]
    for tree in texts:
        for name in names_in(tree) if tree is not None else ():
            count[name] = count.get(name, 0) + 1
    return count


def _with_inline(text: str, stay: Mapping[str, Raw]) -> object:
    tree = parsed(text)
    if tree is None or not set(names_in(tree)) & set(stay):
        return text
    return _filled(tree, stay)


def _filled(tree: object, stay: Mapping[str, Raw]) -> object:
    if isinstance(tree, str):
        raw = stay.get(tree)
        if raw is None:
            return tree
        if "sequence" in raw and "op" not in raw:
            return {**raw, "sequence": [_with_inline(str(part), stay) for part in raw["sequence"]]}
        return dict(raw)
    if isinstance(tree, Mapping):
        return {
            key: [_filled(part, stay) for part in value] if isinstance(value, list) else _filled(value, stay)
            for key, value in tree.items()
        }
    return tree


def _put(node: Any, place: Path, raw: dict[str, Any]) -> Any:
    if not place:
        if isinstance(node, Mapping) and "sequence" in node and "op" not in node:
            return {**raw, "sequence": node["sequence"]}  # its parts go to their own places
        return raw
    step, rest = place[0], place[1:]
    if isinstance(node, list) and isinstance(step, int):
        return [_put(part, rest, raw) if at == step else part for at, part in enumerate(node)]
    return {key: _put(part, rest, raw) if key == step else part for key, part in node.items()}
