"""The base of everything that is read from a rule file, and the small values rule files are made of."""

import re
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from rules.strict import strict

_SPAN = re.compile(r"\s*(?P<first>-?\d+(?:\.\d+)?)?\s*\.\.\s*(?P<last>-?\d+(?:\.\d+)?)?\s*")
_BOUNDS = r"\s*(-?\d+(\.\d+)?)?\s*\.\.\s*(-?\d+(\.\d+)?)?\s*"
_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"

RuleId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^\S+$")]


class Spec(BaseModel):
    """Frozen; an unknown key is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, strict=False)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
        return strict(handler(source))


class OrText:
    """Tells editors that a plain string is accepted too."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}


class Text(Spec):
    """Words shown to people, in Chinese, English or both. A plain string serves both."""

    zh: str = ""
    en: str = ""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not (self.zh or self.en):
            raise ValueError("needs zh or en")
        return self

    def in_language(self, language: str) -> str:
        """The wording for a language code such as `zh` or `en-GB`; the other one where it is missing."""
        wanted, other = (self.en, self.zh) if language.lower().startswith("en") else (self.zh, self.en)
        return wanted or other


def _text(value: object) -> object:
    return {"zh": value, "en": value} if isinstance(value, str) else value


Bilingual = Annotated[Text, BeforeValidator(_text), OrText()]


class Span(Spec):
    """An inclusive stretch, written `1..3`, `-2..-1`, `5..` or `..10`. Negative counts from the end."""

    first: float | None = None
    last: float | None = None

    def __str__(self) -> str:
        return f"{_bare(self.first)}..{_bare(self.last)}"


def _span(value: object) -> object:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return {"first": value, "last": value}
    if isinstance(value, Span):
        return value
    if not isinstance(value, str):
        raise ValueError("needs a stretch such as 1..3, -2..-1, 5.. or ..10")
    match = _SPAN.fullmatch(value)
    if match is None or (match["first"] is None and match["last"] is None):
        raise ValueError(f"{value!r} is not a stretch such as 1..3, -2..-1, 5.. or ..10")
    return {name: None if match[name] is None else float(match[name]) for name in ("first", "last")}


def _bare(bound: float | None) -> str:
    return "" if bound is None else f"{bound:g}"


Stretch = Annotated[
    Span,
    BeforeValidator(_span),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "pattern": f"^(?=.*[0-9]){_BOUNDS}$",
            "description": "1..3, -2..-1, 5.. or ..10",
        },
        mode="validation",
    ),
]


def _day(value: object) -> object:
    plain = isinstance(value, date) and not isinstance(value, datetime)
    if plain or (isinstance(value, str) and re.fullmatch(_DAY, value, re.ASCII)):
        return value
    raise ValueError("needs a date such as 2026-11-22")


Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{_DAY}$"})
]


class Effective(Spec):
    """The days on which something is in force, both included; the day of the call decides."""

    since: Day | None = None
    until: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise ValueError("until is before since")
        return self

    @property
    def is_limited(self) -> bool:
        """Whether there are days on which it is not in force."""
        return self.since is not None or self.until is not None

    def covers(self, day: date | None) -> bool:
        """Whether *day* is inside; a call of unknown day counts as inside."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
