"""What one operator of theirs becomes: one or more of ours, any of which suffices."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rules.importers.aliyun.fields import Fields
from rules.importers.aliyun.result import Unrunnable


@dataclass(frozen=True, slots=True)
class Part:
    """One of our conditions, without its scope.

    Args:
        role: instead of the window's role; empty to leave that as it is.
        any_role: it looks at times, not at somebody's sentences: the window's role is left out.
    """

    written: dict[str, Any]
    suffix: str = ""
    role: str = ""
    any_role: bool = False


@dataclass(slots=True)
class Reading:
    """What is read of an operator: its parameters, the role of its window, and remarks made on the way."""

    param: Fields
    role: str | None
    remarks: list[str] = field(default_factory=list)


def bounds(param: Fields, low: float, high: float | None = None) -> dict[str, float]:
    """`over` and `under` from `compareOperator`; gt where it is missing."""
    compare = param.text("compareOperator").lower() or "gt"
    if compare not in ("gt", "lt"):
        raise Unrunnable(f"compareOperator {compare!r} is not known here")
    if high is not None and compare == "gt":
        return {"over": low, "under": high}
    return {"over" if compare == "gt" else "under": low}


def strings(values: Sequence[Any], what: str) -> list[str]:
    """Texts without blanks and without the second of two.

    Raises:
        Unrunnable: there are none.
    """
    found = list(dict.fromkeys(text for value in values if (text := str(value).strip())))
    if not found:
        raise Unrunnable(f"no {what}")
    return found


def percent(value: float | None, what: str) -> float | None:
    """0.8 and 80 both mean 80."""
    if value is None:
        return None
    if not 0 < value <= 100:
        raise Unrunnable(f"{what} is {value:g}, not between 0 and 100")
    return round(value * 100, 6) if value <= 1 else value
