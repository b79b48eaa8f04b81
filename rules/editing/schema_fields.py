"""The fields of a form, made from the published schema of rule files: no operator is written down here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from rules.editing.yaml_writer import item_text, mapping, on_one_line
from rules.schema import rulebook_schema
from rules.yaml_text import YamlRefused, read

_SHORT = 60  # characters of a nested value that still fit into one line of a form


class Kind(StrEnum):
    """How a value is typed in."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    SWITCH = "switch"
    CHOICE = "choice"
    CHOICES = "choices"
    SUGGEST = "suggest"
    LINES = "lines"
    TITLE = "title"
    YAML = "yaml"


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter.

    Args:
        path: inside its part of the rule, `("scope", "role")`.
        default: what holds where it is not written.
        options: what can be chosen, or is suggested.
        nullable: nothing is an answer too.
    """

    path: tuple[str, ...]
    kind: Kind
    default: Any = None
    options: tuple[str, ...] = ()
    nullable: bool = False
    required: bool = False

    @property
    def name(self) -> str:
        """`scope.role`."""
        return ".".join(self.path)

    @property
    def group(self) -> str:
        """`scope`; empty for a parameter of the part itself."""
        return self.path[0] if len(self.path) > 1 else ""


@cache
def operators() -> dict[str, str]:
    """The name of every operator and of its definition in the schema."""
    shapes = _schema()["Rule"]["properties"]["conditions"]["patternProperties"].values()
    listed: Mapping[str, str] = next(iter(shapes))["discriminator"]["mapping"]
    return {op: reference.rpartition("/")[2] for op, reference in listed.items()}


@cache
def fields_of_operator(op: str) -> tuple[Field, ...]:
    """The parameters of an operator, its window last; none for an operator that is not known."""
    name = operators().get(op)
    found = tuple(_fields(name, without=frozenset({"op", "id"}))) if name else ()
    return tuple(sorted(found, key=lambda field: (field.group != "", field.group == "scope")))


@cache
def fields_of_rule() -> tuple[Field, ...]:
    """What a rule says beside its conditions and tests."""
    return tuple(_fields("Rule", without=frozenset({"conditions", "when", "prerequisite", "tests", "origin"})))


@cache
def fields_of_joint(kind: str) -> tuple[Field, ...]:
    """Of `sequence`, whose parts are lines of text, or of `rule`."""
    if kind == "rule":
        return tuple(_fields("Fired", without=frozenset()))
    return (Field(("sequence",), Kind.LINES, required=True), *_fields("Sequence", without=frozenset({"sequence"})))


def shown(field: Field, value: object) -> str | tuple[str, ...]:
    """What a form shows of a value; several texts for what is chosen from several, or said in two languages."""
    if field.kind is Kind.TITLE:
        if isinstance(value, Mapping):
            return str(value.get("zh") or ""), str(value.get("en") or "")
        return ("", "") if value is None else (str(value), str(value))
    if field.kind is Kind.CHOICES:
        chosen = field.default if value is None else value
        return tuple(str(one) for one in chosen) if isinstance(chosen, (list, tuple)) else (str(chosen),)
    if field.kind is Kind.SWITCH:
        return "true" if (field.default if value is None else value) is True else ""
    if value is None:
        return str(field.default) if field.kind is Kind.CHOICE and field.default is not None else ""
    if field.kind is Kind.LINES and isinstance(value, (list, tuple)):
        return "\n".join(one if isinstance(one, str) else on_one_line(one) for one in value)
    if isinstance(value, str) and field.kind is not Kind.YAML:
        return value
    short = on_one_line(value)
    if len(short) <= _SHORT or not isinstance(value, (Mapping, list, tuple)):
        return short
    if isinstance(value, Mapping):
        return mapping(value, 0)
    return "\n".join(f"- {item_text(item, 0)}" for item in value)


def taken(field: Field, typed: str | tuple[str, ...]) -> Any:
    """The value that was typed in; None where nothing was. What makes no sense stays as it was typed.

    Raises:
        YamlRefused: nested values that are no YAML.
    """
    if field.kind is Kind.SWITCH:
        return typed == "true"
    if isinstance(typed, tuple):
        if field.kind is not Kind.TITLE:
            return list(typed)
        return {key: text.strip() for key, text in zip(("zh", "en"), typed, strict=False) if text.strip()} or None
    text = typed.replace("\r\n", "\n")
    if not text.strip():
        return None
    if field.kind is Kind.LINES:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if field.kind is Kind.YAML:
        return read(text).value
    if field.kind in (Kind.NUMBER, Kind.SUGGEST):
        return _scalar(text.strip())
    return text.strip()


def is_default(field: Field, value: object) -> bool:
    """Whether writing *value* down would say nothing new."""
    return value is None or (value == field.default and isinstance(value, bool) == isinstance(field.default, bool))


def _scalar(text: str) -> object:
    try:
        value = read(text).value
    except YamlRefused:
        return text
    return text if value is None or isinstance(value, (dict, list)) else value


@cache
def _schema() -> dict[str, Any]:
    return dict(rulebook_schema()["$defs"])


def _fields(definition: str, without: frozenset[str], path: tuple[str, ...] = ()) -> Iterator[Field]:
    schema = _schema()[definition]
    required = schema.get("required", ())
    for name, shape in schema["properties"].items():
        if name not in without:
            yield from _field((*path, name), shape, required=name in required)


def _field(path: tuple[str, ...], shape: Mapping[str, Any], *, required: bool) -> Iterator[Field]:
    default = shape.get("default")
    forms = [_solved(one) for one in shape.get("anyOf", [shape])]
    rest = [one for one in forms if one.get("type") != "null"]
    nullable = len(rest) < len(forms)
    kind, options = _kind(rest)
    if kind is None:
        name = str(rest[0]["$name"])
        yield from _fields(name, frozenset(), path)
        return
    yield Field(path, kind, default, options, nullable, required)


def _kind(forms: list[dict[str, Any]]) -> tuple[Kind | None, tuple[str, ...]]:
    """How the shapes are typed in, with what can be chosen; None for a group of fields."""
    types = {str(one.get("type")) for one in forms}
    options = tuple(str(option) for one in forms for option in one.get("enum", ()))
    if len(forms) > 1:
        if any(one.get("$name") == "Text" for one in forms):
            return Kind.TITLE, ()
        return (Kind.SUGGEST, options) if options else (Kind.YAML, ())
    (form,) = forms
    if form.get("$name") and "properties" in form:
        return None, ()
    if options:
        return Kind.CHOICE, options
    if types == {"array"}:
        inner = _solved(form.get("items", {}))
        if inner.get("enum"):
            return Kind.CHOICES, tuple(str(one) for one in inner["enum"])
        return (Kind.LINES if inner.get("type") == "string" else Kind.YAML), ()
    if types == {"boolean"}:
        return Kind.SWITCH, ()
    if types <= {"number", "integer"}:
        return Kind.NUMBER, ()
    if types == {"string"}:
        return (Kind.DATE if form.get("format") == "date" else Kind.TEXT), ()
    return (Kind.YAML if "object" in types else Kind.SUGGEST), ()


def _solved(shape: Mapping[str, Any]) -> dict[str, Any]:
    """A shape with what it refers to."""
    if "$ref" not in shape:
        return dict(shape)
    name = str(shape["$ref"]).rpartition("/")[2]
    return {**_schema()[name], **{key: value for key, value in shape.items() if key != "$ref"}, "$name": name}
