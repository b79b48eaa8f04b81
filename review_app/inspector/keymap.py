"""The keys of the review page: one file says them all, a person may choose others."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from engine.errors import Invalid

SOURCE = Path(__file__).with_name("keymap.json")


@dataclass(frozen=True, slots=True)
class Binding:
    """One action and its keys. *typing*: also while the focus is in a text field."""

    action: str
    keys: tuple[str, ...]
    usual: tuple[str, ...]
    group: str
    name: str
    typing: bool


@lru_cache(maxsize=1)
def _source() -> tuple[Mapping[str, object], ...]:
    return tuple(json.loads(SOURCE.read_text(encoding="utf-8")))


def actions() -> frozenset[str]:
    """Everything that a key can do."""
    return frozenset(str(entry["action"]) for entry in _source())


def keymap(chosen: Mapping[str, Sequence[str]], language: str) -> tuple[Binding, ...]:
    """Every action with the keys in force; a chosen key is taken from whatever usually has it."""
    taken = {key for keys in chosen.values() for key in keys}
    return tuple(_binding(entry, chosen, taken, language) for entry in _source())


def check_keys(chosen: Mapping[str, Sequence[str]]) -> None:
    """Raises:
    Invalid: names an action that does not exist.
    """
    for action in chosen:
        if action not in actions():
            raise Invalid("keys", "unknown_value", detail=action)


def _binding(
    entry: Mapping[str, object], chosen: Mapping[str, Sequence[str]], taken: set[str], language: str
) -> Binding:
    action, usual = str(entry["action"]), _keys(entry)
    own = chosen.get(action)
    keys = tuple(own) if own is not None else tuple(key for key in usual if key not in taken)
    return Binding(
        action=action,
        keys=keys,
        usual=usual,
        group=str(entry["group"]),
        name=str(entry["en" if language == "en" else "zh"]),
        typing=bool(entry.get("typing")),
    )


def _keys(entry: Mapping[str, object]) -> tuple[str, ...]:
    keys = entry["keys"]
    assert isinstance(keys, list)
    return tuple(str(key) for key in keys)
