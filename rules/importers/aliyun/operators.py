"""Which of their operators has a counterpart here. A new one is one function and one line."""

from collections.abc import Callable, Mapping

from rules.importers.aliyun import times, words
from rules.importers.aliyun.fields import Fields
from rules.importers.aliyun.parts import Part, Reading
from rules.importers.aliyun.result import Unrunnable

_READERS: Mapping[str, Callable[[Reading], list[Part]]] = {
    "HIT_ANY_KEYWORDS": words.any_keywords,
    "INCLUDE_KEYWORDS": words.include_keywords,
    "SIMILAR_MATCH": words.similar,
    "REGULAR_EXPRESSION": words.pattern,
    "ADVANCED_REPEAT_DETECT": words.repeat,
    "NER_MODEL": words.entity,
    "INTERVAL_GREATER": times.interval,
    "SPEECH_SPEED_CHECK": times.pace,
}


def parts_of(operator: Fields, role: str | None) -> tuple[list[Part], list[str]]:
    """Our conditions for one of their operators, any of which suffices, and remarks.

    Raises:
        Unrunnable: its type is not known, or its parameters have no counterpart.
    """
    kind = operator.text("type")
    reader = _READERS.get(kind.upper())
    if reader is None:
        raise Unrunnable(f"operator type {kind!r} has no counterpart here" if kind else "an operator without a type")
    reading = Reading(operator.inside("param"), role)
    return reader(reading), reading.remarks
