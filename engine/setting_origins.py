"""Where each setting's value comes from."""

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from engine.settings import Settings, toml_file

_PASSWORD_IN_URL = re.compile(r"(?<=://)([^:/@]*):([^@/]+)@")


@dataclass(frozen=True, slots=True)
class Effective:
    """One setting: dotted name, value (URLs without their password), origin, description."""

    name: str
    value: Any
    origin: str
    description: str


def effective_settings(settings: Settings) -> tuple[Effective, ...]:
    """Every setting, groups opened, in the order they are declared."""
    path = toml_file()
    from_file = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    from_environment = {name.upper() for name in os.environ}
    return tuple(_rows(settings, (), from_file, from_environment))


def _rows(model: BaseModel, path: tuple[str, ...], file: dict[str, Any], environment: set[str]) -> Iterator[Effective]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        here = (*path, name)
        if isinstance(value, BaseModel):
            inner = file.get(name)
            yield from _rows(value, here, inner if isinstance(inner, dict) else {}, environment)
            continue
        variable = "CALLQC_" + "__".join(here).upper()
        origin = "default"
        if name in file:
            origin = str(toml_file())
        if variable in environment:
            origin = variable
        yield Effective(".".join(here), _masked(value), origin, field.description or "")


def _masked(value: Any) -> Any:
    return _PASSWORD_IN_URL.sub(r"\1:********@", value) if isinstance(value, str) else value
