"""`check_range` turned into a scope: whose sentences, which of them, and beside what."""

from dataclasses import dataclass, field
from typing import Any

from rules.importers.aliyun.fields import Fields
from rules.importers.aliyun.result import Unrunnable

_ROLES = {
    "": None,
    "所有": None,
    "全部": None,
    "所有角色": None,
    "all": None,
    "any": None,
    "客服": "agent",
    "坐席": "agent",
    "座席": "agent",
    "agent": "agent",
    "客户": "customer",
    "用户": "customer",
    "customer": "customer",
}
_SIDES = {"BEFORE": "before", "AFTER": "after", "AROUND": "around", "CURRENT": "same"}
_LAST = -1


@dataclass(frozen=True, slots=True)
class Window:
    """Where a condition looks.

    Args:
        scope: as rule files write it, without the role and without the anchor.
        anchor: the condition it hangs on, empty for none; *side* is before, after, around or same.
    """

    role: str | None
    scope: dict[str, Any] = field(default_factory=dict)
    anchor: str = ""
    side: str = ""
    remarks: tuple[str, ...] = ()


def role_of(name: str) -> str | None:
    """agent, customer, or None for anybody.

    Raises:
        Unrunnable: another role.
    """
    if name.lower() not in _ROLES:
        raise Unrunnable(f"role {name!r} is not known here")
    return _ROLES[name.lower()]


def window_of(checked: Fields) -> Window:
    """What a `check_range` says; an empty one is the whole call.

    Raises:
        Unrunnable: it says something that has no counterpart.
    """
    anchor = checked.inside("anchor")
    beside = anchor.text("cid", "anchorCid")
    scope: dict[str, Any] = {}
    remarks: list[str] = []
    side = _side(anchor) if beside else ""
    stretch = _stretch(checked.inside("range"))
    if beside and stretch and checked.truth("absolute"):
        raise Unrunnable("absolute positions beside an anchor")
    if stretch and side == "same":
        remarks.append("the range beside CURRENT is not looked at: it is one sentence")
    elif stretch:
        scope["utterances"] = stretch
    if seconds := _seconds(checked.inside("time_range")):
        scope["seconds"] = seconds
        remarks.append("time_range was read as milliseconds")
    if beside:
        scope["hit"] = _which(anchor)
    if checked.truth("all_sentences_satisfy"):
        scope["every"] = True
    return Window(role_of(checked.text("role")), scope, beside, side, tuple(remarks))


def _side(anchor: Fields) -> str:
    location = anchor.text("location").upper() or "AFTER"
    if location not in _SIDES:
        raise Unrunnable(f"location {location!r} is not known here")
    return _SIDES[location]


def _which(anchor: Fields) -> str | int:
    """1 and more: that hit; 0: each hit must satisfy; -1 or nothing: any hit."""
    hit = anchor.whole("hit_time")
    if hit is None or hit == _LAST:
        return "any"
    if hit < _LAST:
        raise Unrunnable(f"hit_time {hit} has no meaning")
    return hit or "every"


def _stretch(span: Fields) -> str | None:
    """Which sentences; None for all of them."""
    first, last = span.whole("from"), span.whole("to")
    first, last = first or 1, last or _LAST
    if (first, last) == (1, _LAST):
        return None
    return f"{first}..{last}"


def _seconds(span: Fields) -> str | None:
    first, last = span.number("from") or 0.0, span.number("to") or _LAST
    if first <= 0 and last < 0:
        return None
    return f"{first / 1000:g}..{last / 1000:g}" if last > 0 else f"{first / 1000:g}.."
