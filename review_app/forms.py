"""From what a form sends to a value that can be trusted."""

from collections.abc import Mapping
from typing import TypeVar

from flask import request
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from werkzeug.datastructures import FileStorage, MultiDict

from engine.errors import Invalid

M = TypeVar("M", bound="Form")
T = TypeVar("T")

# A page of writing; who needs more has something else to say.
LONGEST_TEXT = 2000

_CODES = {
    "missing": "missing",
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "float_parsing": "not_a_number",
    "int_parsing": "not_a_number",
    "enum": "not_offered",
    "literal_error": "not_offered",
    "string_pattern_mismatch": "odd_characters",
}


class Form(BaseModel):
    """Base of every form. What it does not name is not read; nobody assigns a field by guessing its name."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, frozen=True)


def read(kind: type[M], values: object) -> M:
    """The form *kind* out of *values*.

    Raises:
        Invalid: names the first field that cannot be, and why.
    """
    try:
        return kind.model_validate(values)
    except ValidationError as errors:
        raise _invalid(errors, kind.__name__.lower()) from None


def blank_is_nothing(value: object) -> object:
    """For a field that may be left empty, before its kind is looked at: None, as if it had not been sent."""
    return None if value == "" else value


def sent_file(field: str) -> FileStorage | None:
    """The file that *field* sent; None when nobody chose one."""
    file = request.files.get(field)
    return file if file is not None and file.filename else None


def read_items(
    kind: type[T],
    form: MultiDict[str, str],
    *fields: str,
    needs: str = "",
    defaults: Mapping[str, str] | None = None,
) -> list[T]:
    """One *kind* per item that the form names, from fields that are called `field.key`.

    Args:
        kind: a dataclass of a step, with `key` and *fields*; an empty field is left to its default.
        needs: an item without this field has not been dealt with yet and is left out.
        defaults: instead of empty fields.

    Raises:
        Invalid: a field that cannot be, or a text longer than people write.
    """
    rows = []
    for key in dict.fromkeys(form.getlist("item")):
        told = {field: form.get(f"{field}.{key}", "").strip() or (defaults or {}).get(field, "") for field in fields}
        for field, value in told.items():
            if len(value) > LONGEST_TEXT:
                raise Invalid(field, "too_long")
        if needs and not told[needs]:
            continue
        rows.append({"key": key, **{field: value for field, value in told.items() if value}})
    try:
        return TypeAdapter(list[kind]).validate_python(rows)  # type: ignore[valid-type]
    except ValidationError as errors:
        raise _invalid(errors, "item") from None


def _invalid(errors: ValidationError, what: str) -> Invalid:
    first = errors.errors(include_url=False, include_input=False)[0]
    names = [part for part in first["loc"] if isinstance(part, str)]
    return Invalid(names[-1] if names else what, _CODES.get(first["type"], first["type"]), detail=first["msg"])
