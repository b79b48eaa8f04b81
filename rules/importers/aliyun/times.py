"""Their operators that measure time."""

from typing import Any

from rules.importers.aliyun.parts import Part, Reading, bounds
from rules.importers.aliyun.result import Unrunnable

_MS = 1000


def interval(reading: Reading) -> list[Part]:
    """INTERVAL_GREATER: the pause before a sentence of the window."""
    param = reading.param
    low_ms, high_ms = param.number("interval"), param.number("intervalEnd")
    if low_ms is None:
        raise Unrunnable("no interval")
    back = param.whole("target")
    if back not in (None, 1):
        what = "the length of a sentence" if back == 0 else f"the time since {back} sentences before"
        raise Unrunnable(f"{what} (target {back})")
    if param.truth("from_end"):
        raise Unrunnable("an interval from end to end (from_end)")
    written: dict[str, Any] = {"op": "silence", **bounds(param, low_ms / _MS, high_ms / _MS if high_ms else None)}
    if reading.role:
        written["said_after"] = reading.role
    opening = {**written, "where": "start"}
    if param.truth("different_role"):
        written["between"] = "different"
    within = Part({**written, "where": "inside"}, any_role=True)
    if not param.truth("checkFirstSentence"):
        return [within]
    return [within, Part(opening, suffix="start", any_role=True)]


def pace(reading: Reading) -> list[Part]:
    """SPEECH_SPEED_CHECK, in characters a minute."""
    param = reading.param
    speed = param.number("velocityInMint")
    if speed is None:
        raise Unrunnable("no velocityInMint")
    written: dict[str, Any] = {"op": "pace", **bounds(param, speed), "unit": "chars"}
    written["min_length"] = max(1, param.whole("minWordSize") or 1)
    if param.truth("average"):
        written["average"] = True
    return [Part(written)]
