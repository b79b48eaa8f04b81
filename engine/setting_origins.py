"""Where each setting's value comes from."""

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from engine.settings import Settings, toml_file

# Up to the last @ before the question mark: people forget to escape what their password holds.
_PASSWORD_IN_URL = re.compile(r"(?<=://)([^:/@?#]*):[^?#]+@")
_PASSWORD_IN_QUERY = re.compile(r"([?&]password=)[^&#]*", re.IGNORECASE)


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
        origin = str(toml_file()) if name in file else "default"
        # A variable may hold one setting, or a whole group as JSON; the one that says most exactly counts.
        for variable in ("CALLQC_" + "__".join(here[:depth]).upper() for depth in range(len(here), 0, -1)):
            if variable in environment:
                origin = variable
                break
        yield Effective(".".join(here), _masked(value), origin, field.description or "")


def _masked(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return _PASSWORD_IN_QUERY.sub(r"\1********", _PASSWORD_IN_URL.sub(r"\1:********@", value))
