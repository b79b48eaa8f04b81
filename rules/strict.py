"""Values are what they are written as: "10" is a text and no number, 1 is a number and no truth.

What the published JSON Schema calls an integer, a number or a boolean is what the loader takes: no more, no less.
"""

from typing import Any

from pydantic_core import CoreSchema, core_schema

_EXACT = frozenset({"str", "float", "bool"})
_LEFT_ALONE = frozenset({"metadata", "serialization", "default", "expected", "cls", "function"})


def strict(schema: CoreSchema) -> CoreSchema:
    """*schema* with nothing turned into something else on the way in."""
    made: CoreSchema = _strict(schema)
    return made


def _strict(part: Any) -> Any:
    if isinstance(part, list | tuple):
        return type(part)(_strict(one) for one in part)
    if not isinstance(part, dict):
        return part
    kind = part.get("type")
    if kind == "union" and any(_kind(one) == "float" for one in part["choices"]):
        # The integers among the choices need no help here: 3.0 is a number as it is.
        return {**part, "choices": [_exact(one) if _kind(one) == "int" else _strict(one) for one in part["choices"]]}
    if kind == "int" and not part.get("strict"):
        return core_schema.no_info_before_validator_function(_whole, _exact(part))
    if isinstance(kind, str) and kind in _EXACT:
        return _exact(part)
    return {key: value if key in _LEFT_ALONE else _strict(value) for key, value in part.items()}


def _kind(choice: Any) -> object:
    return choice.get("type") if isinstance(choice, dict) else None


def _exact(part: dict[str, Any]) -> Any:
    return {**part, "strict": True}


def _whole(value: object) -> object:
    """3.0 is the integer 3, as in JSON Schema."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
