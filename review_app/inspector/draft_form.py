"""The review page's form, read into a draft. The same fields come with and without scripts.

held.<key> comment.<key> lost.<key> spans.<key>    one judgement; spans is JSON
adjustment_points adjustment_reason marks comment  the case
remarks sentences                                  JSON: remarks in the call, verdicts on utterances
remark_at remark_text                              one more remark, typed by hand
missed_rule missed_from missed_to missed_comment   one more missed finding, typed by hand
"""

import json
import re
from typing import Any

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from engine.errors import Invalid
from engine.review_draft import Held, ReviewDraft

Fields = MultiDict[str, str]

_CLOCK = re.compile(r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d{1,2}(?:\.\d+)?)")


def read_draft(fields: Fields) -> ReviewDraft:
    """The draft that *fields* describe.

    Raises:
        Invalid: names the field that cannot be read.
    """
    body = {
        "verdicts": _verdicts(fields),
        "adjustment": _adjustment(fields),
        "marks": fields.getlist("marks"),
        "comment": fields.get("comment", "").strip(),
        "remarks": _remarks(fields),
        "sentence_verdicts": _json(fields, "sentences", {}),
    }
    try:
        return ReviewDraft.model_validate(body)
    except ValidationError as errors:
        first = errors.errors(include_url=False, include_input=False)[0]
        raise Invalid(".".join(map(str, first["loc"])), str(first["type"]), detail=first["msg"]) from None


def read_version(header: str | None, fields: Fields) -> int:
    """The version of the draft that the writer saw: If-Match of a script, a hidden field without one.

    Raises:
        Invalid: neither is there, or it is no number.
    """
    text = (header or "").strip().removeprefix("W/").strip('"') or fields.get("version", "")
    if not re.fullmatch(r"\d{1,9}", text):
        raise Invalid("version", "missing")
    return int(text)


def seconds(text: str) -> float | None:
    """02:14 or 1:02:14 as seconds; plain seconds too; None for anything else."""
    if match := _CLOCK.fullmatch(text.strip()):
        return int(match["hours"] or 0) * 3600 + int(match["minutes"]) * 60 + float(match["seconds"])
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text.strip()) else None


def _verdicts(fields: Fields) -> dict[str, dict[str, Any]]:
    keys = {name.split(".", 1)[1] for name in fields if name.startswith(("held.", "comment.", "lost.", "spans."))}
    verdicts = {key: _verdict(fields, key) for key in sorted(keys)}
    if missed := _missed(fields):
        key, verdict = missed
        verdict["spans"] = [*verdicts.get(key, {}).get("spans", ()), *verdict["spans"]]
        verdicts[key] = verdict
    return {key: verdict for key, verdict in verdicts.items() if any(verdict.values())}


def _verdict(fields: Fields, key: str) -> dict[str, Any]:
    lost = _number(fields, f"lost.{key}")
    held = fields.get(f"held.{key}") or None
    return {
        "held": held,
        "comment": fields.get(f"comment.{key}", "").strip(),
        "points": -abs(lost) if lost and held == Held.FAIL else None,
        "spans": _json(fields, f"spans.{key}", []),
    }


def _missed(fields: Fields) -> tuple[str, dict[str, Any]] | None:
    key = fields.get("missed_rule", "")
    if not key:
        return None
    start_s, end_s = seconds(fields.get("missed_from", "")), seconds(fields.get("missed_to", ""))
    if start_s is None:
        raise Invalid("missed_from", "not_a_time")
    span = {"start_s": start_s, "end_s": max(start_s, end_s if end_s is not None else start_s)}
    comment = fields.get("missed_comment", "").strip()
    return key, {"held": Held.FAIL.value, "comment": comment, "points": None, "spans": [span]}


def _adjustment(fields: Fields) -> dict[str, Any] | None:
    points = _number(fields, "adjustment_points")
    reason = fields.get("adjustment_reason", "").strip()
    return {"points": points or 0.0, "reason": reason} if points or reason else None


def _remarks(fields: Fields) -> list[Any]:
    remarks = list(_json(fields, "remarks", []))
    if text := fields.get("remark_text", "").strip():
        remarks.append({"at_s": seconds(fields.get("remark_at", "")), "text": text})
    return remarks


def _number(fields: Fields, name: str) -> float | None:
    text = fields.get(name, "").strip().replace("−", "-").replace("+", "")
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise Invalid(name, "not_a_number") from None


def _json(fields: Fields, name: str, empty: Any) -> Any:
    text = fields.get(name, "")
    if not text:
        return empty
    try:
        value = json.loads(text)
    except ValueError:
        raise Invalid(name, "not_json") from None
    if not isinstance(value, type(empty)):
        raise Invalid(name, "not_json")
    return value


def read_corrections(fields: Fields) -> dict[str, Held]:
    """What is to be held instead, by judgement; what was left as it is does not count.

    Raises:
        Invalid: a value that is not offered.
    """
    wanted = {name.removeprefix("held."): value for name, value in fields.items() if name.startswith("held.")}
    try:
        return {key: Held(value) for key, value in wanted.items() if value}
    except ValueError:
        raise Invalid("held", "not_offered") from None
