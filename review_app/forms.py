"""From what a form sends to a value that can be trusted."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.errors import Invalid

M = TypeVar("M", bound="Form")

_CODES = {
    "missing": "missing",
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "float_parsing": "not_a_number",
    "int_parsing": "not_a_number",
    "enum": "not_offered",
    "literal_error": "not_offered",
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
        first = errors.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or kind.__name__.lower()
        raise Invalid(field, _CODES.get(first["type"], first["type"]), detail=first["msg"]) from None
