"""The rule that a filled-in form means.

What was not touched stays as it is written, also where a form would write it otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rules.editing.conditions import (
    TEXTS,
    Conditions,
    Entry,
    Raw,
    UnusedEntry,
    conditions_of,
    put_together,
    renamed_anchors,
)
from rules.editing.expression_text import renamed
from rules.editing.key_order import in_order
from rules.editing.rule_form import fields_of, value_at
from rules.editing.schema_fields import Field, Kind, fields_of_operator, fields_of_rule, is_default, shown, taken
from rules.yaml_text import YamlRefused

Typed = Mapping[str, Sequence[str]]
# Operators call their list of wordings differently; when the operator is changed the words are kept.
_WORDINGS = ("words", "phrases", "sentences", "first", "say")
_SENT_WITH_EVERY_FORM = "severity"


@dataclass(frozen=True, slots=True)
class Misread:
    """A field that cannot be understood; the rule keeps what it said there."""

    field: str
    what: str


def rule_from(rule: Raw, typed: Typed) -> tuple[dict[str, Any], tuple[Misread, ...]]:
    """What a form means that was made of *rule* and filled in.

    Args:
        typed: what the fields sent; a field that is not among it keeps its value, but for switches and choices of a
            part that is.
    """
    misread: list[Misread] = []
    parts = conditions_of(rule)
    made = dict(rule)
    if _SENT_WITH_EVERY_FORM in typed:
        made = _filled(rule, fields_of_rule(), typed, "", misread)
    entries, names = _entries(parts.entries, typed, misread)
    texts = {key: _text(key, parts, typed, names) for key in TEXTS}
    if names:
        entries = [replace(entry, raw=_renamed_inside(entry, names)) for entry in entries]
    wanted = Conditions(tuple(entries), **texts)
    try:
        made = put_together(made, wanted, changed=_changed(parts, wanted))
    except UnusedEntry as unused:
        number = next(at for at, entry in enumerate(entries) if entry.name == unused.name)
        misread.append(Misread(f"c{number}", str(unused)))
    return in_order(made, rule), tuple(misread)


def _filled(raw: Raw, fields: Iterable[Field], typed: Typed, prefix: str, misread: list[Misread]) -> dict[str, Any]:
    made = dict(raw)
    for field in fields:
        before = value_at(raw, field.path)
        sent = _sent(field, typed, prefix + field.name)
        if sent is None or sent == _plain(shown(field, before)):
            continue
        try:
            value = taken(field, sent)
        except YamlRefused as refusal:
            misread.append(Misread(prefix + field.name, str(refusal)))
            continue
        if value is None or (before is None and is_default(field, value)):
            made = _dropped(made, field.path)
        else:
            made = _set(made, field.path, value)
    return made


def _sent(field: Field, typed: Typed, name: str) -> str | tuple[str, ...] | None:
    """What a field sent; None where it was not part of the form."""
    if field.kind is Kind.TITLE:
        if f"{name}.zh" not in typed and f"{name}.en" not in typed:
            return None
        return tuple(_plain("".join(typed.get(f"{name}.{key}", ())[:1])) for key in ("zh", "en"))
    if field.kind is Kind.SWITCH:
        return "true" if "true" in typed.get(name, ()) else ""
    if field.kind is Kind.CHOICES:
        return tuple(typed.get(name, ()))
    return _plain(typed[name][0]) if typed.get(name) else None


def _plain(value: Any) -> Any:
    """As a browser sends it back: line ends and blanks around it are nobody's meaning."""
    if isinstance(value, tuple):
        return tuple(_plain(one) for one in value)
    return str(value).replace("\r\n", "\n").strip()


def _set(raw: Raw, path: Sequence[str], value: object) -> dict[str, Any]:
    step, rest = path[0], path[1:]
    inner = raw.get(step)
    return {**raw, step: _set(inner if isinstance(inner, Mapping) else {}, rest, value) if rest else value}


def _dropped(raw: Raw, path: Sequence[str]) -> dict[str, Any]:
    step, rest = path[0], path[1:]
    if step not in raw:
        return dict(raw)
    inner = raw[step]
    left = _dropped(inner, rest) if rest and isinstance(inner, Mapping) else None
    return {key: left if key == step else value for key, value in raw.items() if key != step or left}


def _entries(entries: Sequence[Entry], typed: Typed, misread: list[Misread]) -> tuple[list[Entry], dict[str, str]]:
    """The conditions as they were filled in, and what each of them was called before where that changed."""
    made: list[Entry] = []
    names: dict[str, str] = {}
    for number, entry in enumerate(entries):
        key = f"c{number}"
        if f"{key}:name" not in typed:
            made.append(entry)
            continue
        op = "".join(typed.get(f"{key}:op", ())[:1])
        if entry.kind == "op" and op and op != entry.raw.get("op"):
            raw = _as_operator(entry.raw, op)
        else:
            raw = _filled(entry.raw, fields_of(entry), typed, f"{key}.", misread)
        name = typed[f"{key}:name"][0].strip()
        if not name or name == entry.name:
            made.append(replace(entry, raw=raw))
        elif entry.kind != "op" or name in {other.name for other in entries}:
            misread.append(Misread(f"{key}:name", f"{name!r} is the name of another condition"))
            made.append(replace(entry, raw=raw))
        else:
            names[entry.name] = name
            made.append(Entry(name, raw, ("conditions", name)))
    return made, names


def _as_operator(raw: Raw, op: str) -> dict[str, Any]:
    """The condition as another operator, with every parameter that both have."""
    names = {field.path[0] for field in fields_of_operator(op)}
    made = {"op": op, **{key: value for key, value in raw.items() if key in (*names, "id")}}
    lines = [field.name for field in fields_of_operator(op) if field.kind is Kind.LINES and field.name in _WORDINGS]
    said = next((raw[key] for key in _WORDINGS if isinstance(raw.get(key), list) and key not in names), None)
    if said and lines and lines[0] not in made:
        made[lines[0]] = said
    return made


def _renamed_inside(entry: Entry, names: Mapping[str, str]) -> Raw:
    """The condition with the new names of those that it hangs on or puts in order."""
    parts = entry.raw.get("sequence")
    if entry.kind == "sequence" and isinstance(parts, list):
        return {**entry.raw, "sequence": [renamed(str(part), names) for part in parts]}
    return renamed_anchors(entry.raw, names)


def _text(key: str, parts: Conditions, typed: Typed, names: Mapping[str, str]) -> str:
    text = _plain(typed[key][0]) if typed.get(key) else parts.text(key)
    return renamed(str(text), names)


def _changed(before: Conditions, after: Conditions) -> bool:
    def shape(parts: Conditions) -> object:
        order = [entry.raw.get("sequence") if entry.kind == "sequence" else None for entry in parts.entries]
        return parts.when.strip(), parts.prerequisite.strip(), [entry.name for entry in parts.entries], order

    return shape(before) != shape(after)
