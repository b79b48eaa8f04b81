"""Rulebooks that were stored while the loader still took "10" for 10 and "yes" for true: they keep their meaning."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from rules.place import place_of

_MEANT: dict[str, TypeAdapter[Any]] = {
    "int_type": TypeAdapter(int),
    "float_type": TypeAdapter(float),
    "bool_type": TypeAdapter(bool),
}


def as_meant(raw: object, errors: Iterable[ErrorDetails]) -> object:
    """*raw* with the values that were refused for their kind put as they were taken once; the rest stays as it is."""
    mended: Any = deepcopy(raw)
    for error in errors:
        adapter, path = _MEANT.get(error["type"]), place_of(error["loc"], raw)
        if adapter is None or not path:
            continue
        here = mended
        for step in path[:-1]:
            here = here[step]
        try:
            here[path[-1]] = adapter.validate_python(error["input"])
        except ValidationError:
            continue
    return mended
