"""Facts about the call that are not in its words."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from rules.binder import Binder
from rules.operators.base import Look, Nearest, Operator, Reads, cannot_tell
from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene
from rules.truth import Truth

Scalar = str | int | float | bool


class Comparator(StrEnum):
    """How the field is compared."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    EMPTY = "empty"
    BETWEEN = "between"


_STARTS_A_NUMBER = frozenset("+-.0123456789")  # "inf" and "nan" are words here
_LISTS = (Comparator.IN, Comparator.NOT_IN, Comparator.BETWEEN)


class Metadata(Operator):
    """Compares a field of the call's metadata: project, direction, satisfaction, IVR choice, a field of your own.

    Why: many rules hold for one business line, or only when the customer was not satisfied.

    Example:
        {op: metadata, field: satisfaction, compare: le, value: 2}
        {op: metadata, field: project, compare: in, value: [broadband, mobile]}

    Parameters:
        field: its name; a dot goes one level deeper (`customer.level`).
        compare: eq, ne, lt, le, gt, ge, in, not_in, contains, empty, between (both ends included).
        value: what it is compared with; a list for in, not_in and between; nothing for empty.
        other: the name of another field instead of a value.

    Source: the record that came with the recording. A field that is absent is unknown, except for `empty`.
    """

    reads = Reads.METADATA

    op: Literal["metadata"]
    field: str = Field(min_length=1, max_length=100)
    compare: Comparator = Comparator.EQ
    value: Scalar | tuple[Scalar, ...] | None = None
    other: str | None = None

    @model_validator(mode="after")
    def _one_operand(self) -> Self:
        if self.compare is Comparator.EMPTY:
            if self.value is not None or self.other is not None:
                raise ValueError("empty compares with nothing")
            return self
        if (self.value is None) == (self.other is None):
            raise ValueError("needs either value or other")
        if self.other is None and isinstance(self.value, tuple) is not (self.compare in _LISTS):
            raise ValueError(f"{self.compare} needs {'a list' if self.compare in _LISTS else 'one value'}")
        if self.compare is Comparator.BETWEEN and isinstance(self.value, tuple) and len(self.value) != 2:
            raise ValueError("between needs two values")
        return self

    def bind(self, binder: Binder) -> Look:
        def look(window: Window, scene: Scene) -> Outcome:
            return _outcome(self._answer(scene.metadata), self._why(scene.metadata), window)

        return look

    def glance(self, binder: Binder) -> Look | None:
        return lambda window, scene: _outcome(self._answer(scene.metadata), "", window)

    def _operands(self, metadata: Mapping[str, object]) -> tuple[object, object]:
        return lookup(metadata, self.field), lookup(metadata, self.other) if self.other else self.value

    def _answer(self, metadata: Mapping[str, object]) -> bool | None:
        """None where it cannot be told."""
        actual, expected = self._operands(metadata)
        if self.compare is Comparator.EMPTY:
            return _is_empty(actual)
        return None if actual is None or expected is None else compared(actual, self.compare, expected)

    def _why(self, metadata: Mapping[str, object]) -> str:
        actual, expected = self._operands(metadata)
        if self.compare is Comparator.EMPTY:
            return f"{self.field} is {'empty' if _is_empty(actual) else 'filled'}"
        if actual is None or expected is None:
            return f"the call has no {self.field if actual is None else self.other}"
        if self._answer(metadata) is None:
            return f"{self.field} {actual!r} cannot be compared with {expected!r}"
        return f"{self.field} {actual!r} {self.compare} {_shown(expected)}"

    def closest(self, window: Window, scene: Scene, binder: Binder) -> Nearest | None:
        if self.compare is Comparator.EMPTY:
            return None
        actual, expected = self._operands(scene.metadata)
        why = f"{self.field} {actual!r} not {self.compare} {_shown(expected)}"
        return Nearest(why, number_of(actual), number_of(expected))


def lookup(metadata: Mapping[str, object], path: str) -> object:
    """The value under a dotted path; None where there is none."""
    if path in metadata:
        return metadata[path]
    found: object = metadata
    for part in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found


def compared(actual: object, how: Comparator, expected: object) -> bool | None:
    """The answer, or None when the two cannot be compared at all."""
    if how is Comparator.CONTAINS:
        return _contains(actual, expected)
    if how in (Comparator.IN, Comparator.NOT_IN):
        listed = expected if isinstance(expected, (list, tuple, set, frozenset)) else (expected,)
        return any(_same(actual, one) for one in listed) is (how is Comparator.IN)
    if how in (Comparator.EQ, Comparator.NE):
        return _same(actual, expected) is (how is Comparator.EQ)
    if how is Comparator.BETWEEN:
        if not isinstance(expected, (list, tuple)) or len(expected) != 2:
            return None
        low, high = _order(actual, expected[0]), _order(actual, expected[1])
        return None if low is None or high is None else low >= 0 and high <= 0
    order = _order(actual, expected)
    if order is None:
        return None
    return {
        Comparator.LT: order < 0,
        Comparator.LE: order <= 0,
        Comparator.GT: order > 0,
        Comparator.GE: order >= 0,
    }[how]


def _contains(actual: object, expected: object) -> bool:
    if isinstance(actual, (list, tuple, set, frozenset)):
        return any(_same(one, expected) for one in actual)
    return str(expected).casefold() in str(actual).casefold()


def _same(left: object, right: object) -> bool:
    if left == right:
        return True
    numbers = number_of(left), number_of(right)
    if None not in numbers:
        return numbers[0] == numbers[1]
    return str(left).casefold().strip() == str(right).casefold().strip()


def _order(left: object, right: object) -> int | None:
    for read in (number_of, _moment):
        first, second = read(left), read(right)
        if first is not None and second is not None:
            return (first > second) - (first < second)
    return None


def number_of(value: object) -> float | None:
    """The value as a number; None where it does not read as one."""
    if isinstance(value, (bool, date)) or value is None:
        return float(value) if isinstance(value, bool) else None
    text = str(value).strip().rstrip("%")
    if text[:1] not in _STARTS_A_NUMBER:
        return None
    try:
        return float(text)
    except ValueError:
        return None


def _moment(value: object) -> float | None:
    """Seconds on one clock for anything that reads as a date or a time of a date; naive times count as UTC."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = value.isoformat()
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None
    return (moment.replace(tzinfo=None) - datetime(1970, 1, 1) - (moment.utcoffset() or _NO_TIME)).total_seconds()


_NO_TIME = datetime(1970, 1, 1) - datetime(1970, 1, 1)


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ((), [], {})


def _shown(expected: object) -> str:
    return ", ".join(map(str, expected)) if isinstance(expected, (list, tuple)) else repr(expected)


def _outcome(answer: bool | None, why: str, window: Window) -> Outcome:
    if answer is None:
        return cannot_tell(window, why)
    hits = (Hit(0.0, window.end_s, None, None, why),) if answer else ()
    return Outcome(Truth.TRUE if answer else Truth.FALSE, hits, why, (window,))
