"""What lies beside a recording: metadata in `a.json` or `a.wav.json`, a transcript in `a.srt`, `a.vtt`, `a.json` …"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.call_about import CallAbout
from engine.intake.made_elsewhere import is_transcript, read_given, told_by, transcript_beside
from engine.intake.offer import SIDECAR_SUFFIX, Offer, Problem

MOST_BYTES = 1_000_000


def sidecar_of(audio: Path) -> Path | None:
    """The JSON file that tells of *audio*, if there is one; a transcript tells of itself."""
    for candidate in sidecar_names(audio):
        if candidate != audio and candidate.is_file() and not is_transcript(candidate):
            return candidate
    return None


def sidecar_names(audio: Path) -> tuple[Path, Path]:
    """Where the JSON that belongs to *audio* would lie, whatever is in it."""
    return audio.with_name(audio.name + SIDECAR_SUFFIX), audio.with_suffix(SIDECAR_SUFFIX)


def offer_with_sidecar(audio: Path, defaults: Mapping[str, Any]) -> Offer | Problem:
    """*audio* with its transcript, if one lies beside it, and with what its sidecar says, over *defaults*."""
    return _offer(audio, transcript_beside(audio), defaults)


def offer_of_transcript(transcript: Path, defaults: Mapping[str, Any]) -> Offer | Problem:
    """A call of which only the words are known."""
    return _offer(transcript, transcript, defaults)


def _offer(path: Path, transcript: Path | None, defaults: Mapping[str, Any]) -> Offer | Problem:
    values: dict[str, Any] = dict(defaults)
    if transcript is not None:
        converted = read_given(transcript)
        if isinstance(converted, Problem):
            return converted
        values |= told_by(converted)
    sidecar = sidecar_of(path)
    if sidecar is not None:
        if sidecar.stat().st_size > MOST_BYTES:
            return Problem(sidecar.name, "too_large")
        try:
            read = json.loads(sidecar.read_bytes().decode("utf-8-sig"))
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            return Problem(sidecar.name, "invalid_json", str(error))
        except RecursionError:
            return Problem(sidecar.name, "invalid_json", "too deep")
        if not isinstance(read, dict):
            return Problem(sidecar.name, "invalid_json", "an object is expected")
        values |= read
    return offer_of(path, values, sidecar.name if sidecar else path.name, transcript)


def offer_of(path: Path, values: Mapping[str, Any], place: str, transcript: Path | None = None) -> Offer | Problem:
    """Known fields go where they belong, all others into the free details."""
    known = {name: value for name, value in values.items() if name in CallAbout.model_fields}
    free = {name: value for name, value in values.items() if name not in CallAbout.model_fields}
    details = known.pop("details", None) or {}
    if not isinstance(details, dict):
        return Problem(place, "invalid_value", "details is not an object")
    try:
        return Offer(path, CallAbout(**known, details={**details, **free}), transcript)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return Problem(place, "invalid_value", f"{where}: {first['msg']}")
