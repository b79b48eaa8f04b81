"""A rule as a form: the fields that can be filled in, and the field that shows a place of the rule.

Fields are called by their place: `effect.points`, `when`, `c0.words` for a parameter of the first condition.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.editing.conditions import (
    TEXTS,
    Entry,
    Raw,
    conditions_of,
)
from rules.editing.schema_fields import (
    Field,
    fields_of_joint,
    fields_of_operator,
    fields_of_rule,
    shown,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with what it shows: one text, or several. *is_set*: the rule says so itself."""

    field: Field
    name: str
    value: str | tuple[str, ...]
    is_set: bool


@dataclass(frozen=True, slots=True)
class EntryForm:
    """The part of the form for one condition; *number* is its place in the form."""

    number: int
    name: str
    kind: str
    op: str
    fields: tuple[Shown, ...]

    @property
    def key(self) -> str:
        """What the names of its fields begin with."""
        return f"c{self.number}"


@dataclass(frozen=True, slots=True)
class RuleForm:
    """Everything that can be filled in."""

    fields: tuple[Shown, ...]
    entries: tuple[EntryForm, ...]
    when: str
    prerequisite: str


def form_of(rule: Raw) -> RuleForm:
    """The form of a rule as it is written, whatever else is wrong with it."""
    parts = conditions_of(rule)
    return RuleForm(
        tuple(_shown(fields_of_rule(), rule, "")),
        tuple(_entry_form(number, entry) for number, entry in enumerate(parts.entries)),
        parts.when,
        parts.prerequisite,
    )


def field_of_place(rule: Raw, path: str) -> str:
    """The field that shows a place of the rule, such as `when.any.0.words.3`; empty where none does."""
    found = [
        (len(place), number, entry)
        for number, entry in enumerate(conditions_of(rule).entries)
        if (place := ".".join(str(step) for step in entry.place)) and _begins(path, place)
    ]
    if found:
        length, number, entry = max(found, key=lambda one: one[0])
        inside = _nearest(path[length + 1 :], (field.name for field in fields_of(entry)))
        return f"c{number}.{inside}" if inside else f"c{number}"
    if path.startswith("conditions"):
        return "when"
    if path.startswith("tests"):
        return ".".join(path.split(".")[:2])
    return _nearest(path, [*TEXTS, *(field.name for field in fields_of_rule())])


def fields_of(entry: Entry) -> tuple[Field, ...]:
    """What can be filled in for a condition."""
    return fields_of_operator(str(entry.raw.get("op"))) if entry.kind == "op" else fields_of_joint(entry.kind)


def value_at(raw: object, path: Sequence[str]) -> object:
    """What stands at a place of a part of a rule; None where nothing does."""
    for step in path:
        raw = raw.get(step) if isinstance(raw, Mapping) else None
    return raw


def _nearest(path: str, names: Iterable[str]) -> str:
    """The field, or the group of fields, that a path leads into."""
    listed = list(names)
    exact = [name for name in listed if _begins(path, name)]
    if exact:
        return max(exact, key=len)
    group = path.split(".")[0]
    return group if any(name.startswith(f"{group}.") for name in listed) else ""


def _begins(path: str, start: str) -> bool:
    return path == start or path.startswith(f"{start}.")


def _entry_form(number: int, entry: Entry) -> EntryForm:
    op = str(entry.raw.get("op", "")) if entry.kind == "op" else entry.kind
    return EntryForm(number, entry.name, entry.kind, op, tuple(_shown(fields_of(entry), entry.raw, f"c{number}.")))


def _shown(fields: Iterable[Field], raw: Raw, prefix: str) -> Iterator[Shown]:
    for field in fields:
        value = value_at(raw, field.path)
        yield Shown(field, prefix + field.name, shown(field, value), value is not None)
