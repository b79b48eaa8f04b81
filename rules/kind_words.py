"""Says in plain words that a value is of the wrong kind, and how it would be written."""

from collections.abc import Mapping

from pydantic_core import ErrorDetails

_NEEDED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "string_type": "text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "names with a value each",
    "mapping_type": "names with a value each",
    "model_type": "names with a value each",
    "model_attributes_type": "names with a value each",
}
_TRUTHS = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
_MOST_CHARS = 40


def kind_words(error: ErrorDetails) -> str | None:
    """What kind of value a place needs, and what is written there instead; None where the kind is not what is wrong.

    `needs a number; '10' is text: write it without quotes`
    """
    needed = _NEEDED.get(error["type"])
    if needed is None:
        return None
    given = error.get("input")
    hint = _hint(needed, given)
    return f"needs {needed}; {_said(given)}{hint and f': {hint}'}"


def _said(given: object) -> str:
    if given is None:
        return "nothing is written here"
    if isinstance(given, bool):
        return f"{str(given).lower()} is true or false"
    if isinstance(given, str):
        return f"{_short(given)!r} is text"
    if isinstance(given, (int, float)):
        return f"{given} is a number"
    if isinstance(given, Mapping):
        return "there are names with values here"
    return "there is a list here"


def _hint(needed: str, given: object) -> str:
    if needed == "text" and isinstance(given, (bool, int, float)):
        written = str(given).lower() if isinstance(given, bool) else str(given)
        return f"put it in quotes, '{written}'"
    if not isinstance(given, str):
        return ""
    if needed == "a list":
        return f"write [{_short(given)}]"
    if needed == "true or false" and given.strip().lower() in _TRUTHS:
        return f"write {_TRUTHS[given.strip().lower()]}, without quotes"
    return "write it without quotes" if "number" in needed and _is_number(given) else ""


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.strip().lower().lstrip("+-")[:1].isdigit()


def _short(text: str) -> str:
    return text if len(text) <= _MOST_CHARS else f"{text[:_MOST_CHARS]}…"
