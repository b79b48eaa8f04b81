"""Transcripts that other systems made: alone, or beside the recording they belong to."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.call_about import CallAbout
from engine.convert.document import MAX_BYTES, parsed
from engine.convert.formats import kind_of, read_transcript_file
from engine.convert.given import Converted
from engine.intake.offer import SIDECAR_SUFFIX, Problem
from engine.speech.errors import UnreadableTranscript

SUBTITLE_SUFFIXES = (".srt", ".vtt")
TRANSCRIPT_SUFFIXES = frozenset({*SUBTITLE_SUFFIXES, ".vcon", SIDECAR_SUFFIX})
BROKEN = "broken_transcript"
# What people and programs put between the stem and the suffix.
_BETWEEN = ("", ".vcon", ".transcript", ".words")


def transcript_beside(audio: Path) -> Path | None:
    """The transcript of *audio*: a file of the same stem that holds one, found by content."""
    stems = (audio.with_suffix(""), audio)
    for suffix in (*SUBTITLE_SUFFIXES, ".vcon", SIDECAR_SUFFIX):
        for stem in stems:
            for between in _BETWEEN:
                candidate = stem.with_name(f"{stem.name}{between}{suffix}")
                if candidate != audio and candidate.is_file() and is_transcript(candidate):
                    return candidate
    return None


def transcript_of(path: Path) -> Path | None:
    """The transcript of what is handed in: the file itself where it is one, else the one beside it."""
    if path.suffix.lower() in TRANSCRIPT_SUFFIXES:
        return path if is_transcript(path) else None
    return transcript_beside(path)


def is_transcript(path: Path) -> bool:
    """Whether a file is a transcript, sound or broken: by its name for subtitles and vCons, by its content for JSON."""
    if path.suffix.lower() != SIDECAR_SUFFIX:
        return path.suffix.lower() in TRANSCRIPT_SUFFIXES
    if path.stat().st_size > MAX_BYTES:
        return False
    try:
        kind_of(parsed(path.read_bytes()))
    except UnreadableTranscript:
        return False
    return True


def read_given(path: Path) -> Converted | Problem:
    """The transcript in a file, or the place where it is broken."""
    try:
        return read_transcript_file(path)
    except UnreadableTranscript as error:
        place = f"{path.name}: {error.place}" if error.place else path.name
        return Problem(place, BROKEN, error.why)


def told_by(converted: Converted) -> dict[str, Any]:
    """What a transcript says of its call, in the fields of `CallAbout`; anything that cannot be is left out."""
    told: dict[str, Any] = {
        str(name): value for name, value in converted.metadata.items() if isinstance(value, str | int | float)
    }
    container = converted.metadata.get("vcon")
    if isinstance(container, Mapping):
        told |= {"call_id": container.get("uuid"), "started_at": container.get("created_at")}
    return {name: value for name, value in told.items() if value is not None and _can_be(name, value)}


def _can_be(name: str, value: Any) -> bool:
    if name not in CallAbout.model_fields:
        return True
    try:
        CallAbout(**{name: value})
    except ValidationError:
        return False
    return True
