"""What a rule measured, in words. The rule engine writes one plain English; here it is said in the reader's tongue."""

import re

from flask import Flask

from review_app.languages import language
from review_app.whys_chinese import in_chinese

_ENGLISH: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"searched, not found"), "not found"),
    (re.compile(r"matches .+"), "matches the rule's pattern"),
)


def why(said: str) -> str:
    """*said* in the reader's language."""
    return in_words(said, language())


def in_words(said: str, tongue: str) -> str:
    """*said*, part by part; a part that nobody translated yet stays as it is."""
    parts = said.split("; ")
    if tongue == "en":
        return "; ".join(dict.fromkeys(_in_english(part) for part in parts))
    return "；".join(dict.fromkeys(in_chinese(part) for part in parts))


def _in_english(part: str) -> str:
    return next((words for pattern, words in _ENGLISH if pattern.fullmatch(part)), part)


def install(app: Flask) -> None:
    """Give templates the filter `why`."""
    app.jinja_env.filters["why"] = why
