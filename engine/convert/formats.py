"""Every format we read and write: find out which a file is, convert it, write it again."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from engine.convert import (
    aliyun,
    amazon_transcribe,
    assembly_ai,
    azure_batch,
    contact_lens,
    deepgram,
    subtitles,
    vcon,
    whisper_json,
    world_transcription,
)
from engine.convert.document import MAX_BYTES, Node, parsed
from engine.convert.given import Converted, Given, converted
from engine.speech.errors import UnreadableTranscript
from engine.speech.privacy import without_card_codes
from rules.transcript import Role
from rules.transcript_file import transcript_from_json, transcript_json

OURS = "callqc"


class Target(StrEnum):
    """What a transcript can be written as."""

    CALLQC = "callqc"
    VTT = "vtt"
    SRT = "srt"
    VCON = "vcon"


# In the order in which they are asked: the most particular shapes first.
READERS: Mapping[str, tuple[Callable[[Node], bool], Callable[[Node], Given]]] = {
    vcon.NAME: (vcon.recognises, vcon.read),
    contact_lens.NAME: (contact_lens.recognises, contact_lens.read),
    amazon_transcribe.NAME: (amazon_transcribe.recognises, amazon_transcribe.read),
    deepgram.NAME: (deepgram.recognises, deepgram.read),
    azure_batch.NAME: (azure_batch.recognises, azure_batch.read),
    assembly_ai.NAME: (assembly_ai.recognises, assembly_ai.read),
    world_transcription.NAME: (world_transcription.recognises, world_transcription.read),
    whisper_json.NAME: (whisper_json.recognises, whisper_json.read),
    aliyun.NAME: (aliyun.recognises, aliyun.read),
}
FORMATS = (OURS, subtitles.VTT, subtitles.SRT, *READERS)


def read_transcript(data: bytes, *, kind: str = "", agent: str = "") -> Converted:
    """A transcript of any known format.

    Args:
        kind: one of FORMATS; empty: found out by the content.
        agent: the label that is the agent, where the file does not say.

    Raises:
        UnreadableTranscript: broken, with the place, or of no known format.
    """
    if not data.strip():
        raise UnreadableTranscript("", "the file is empty")
    if len(data) > MAX_BYTES:
        raise UnreadableTranscript("", f"{len(data)} bytes; a transcript has at most {MAX_BYTES}")
    if kind in (subtitles.VTT, subtitles.SRT):
        return converted(subtitles.read(_text(data), kind), agent=agent)
    if not kind and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return converted(_subtitle(_text(data)), agent=agent)
    document = parsed(data)
    found = kind or kind_of(document)
    if found == OURS:
        return _discreet(_ours(document))
    if found not in READERS:
        raise UnreadableTranscript("", f"no format {found!r}; there are {', '.join(FORMATS)}")
    if found == vcon.NAME and (own := vcon.own_transcript(document)) is not None:
        return _discreet(Converted(found, own, vcon.metadata_of(document), {}))
    return converted(READERS[found][1](document), agent=agent)


def read_transcript_file(path: Path, *, kind: str = "", agent: str = "") -> Converted:
    """As `read_transcript`, from a file.

    Raises:
        UnreadableTranscript: as there, or no such file.
    """
    if not path.is_file():
        raise UnreadableTranscript("", "no such file")
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableTranscript("", f"{path.stat().st_size} bytes; a transcript has at most {MAX_BYTES}")
    return read_transcript(path.read_bytes(), kind=kind, agent=agent)


def kind_of(document: Node) -> str:
    """Which format a JSON document is.

    Raises:
        UnreadableTranscript: none that is known.
    """
    if isinstance(document.value, dict) and isinstance(document.value.get("utterances"), list):
        rows = document.value["utterances"]
        if document.value.get("version") == 1 and (not rows or (isinstance(rows[0], dict) and "start_s" in rows[0])):
            return OURS
    for name, (recognises, _) in READERS.items():
        if recognises(document):
            return name
    raise UnreadableTranscript("", f"is of no known format; there are {', '.join(FORMATS)}")


def write_transcript(done: Converted, target: Target, *, now: datetime) -> str:
    """The transcript as text of the wanted format.

    Args:
        now: goes into formats that must say when they were made.
    """
    if target is Target.VTT:
        return subtitles.write_vtt(done)
    if target is Target.SRT:
        return subtitles.write_srt(done)
    if target is Target.VCON:
        return vcon.write_vcon(done, now)
    return json.dumps(transcript_document(done), ensure_ascii=False, indent=1) + "\n"


def transcript_document(done: Converted) -> dict[str, Any]:
    """The transcript file of ours: what `rules run` reads."""
    labels = {str(role): label for role, label in done.labels.items()}
    return {
        **transcript_json(done.transcript),
        "metadata": dict(done.metadata),
        "source": {"format": done.format, "labels": labels, "warnings": list(done.warnings)},
    }


def _discreet(done: Converted) -> Converted:
    """Without the security codes of cards: a file of our own may come from a house that keeps them."""
    kept = without_card_codes(done.transcript.utterances)
    return replace(done, transcript=replace(done.transcript, utterances=kept))


def _ours(document: Node) -> Converted:
    try:
        transcript = transcript_from_json(document.value)
    except KeyError as error:
        raise UnreadableTranscript("utterances", f"{error} is missing") from None
    except (TypeError, ValueError) as error:
        raise UnreadableTranscript("utterances", str(error)) from None
    source = document.value.get("source") or {}
    given = source.get("labels") or {}
    labels = {role: str(given[str(role)]) for role in (Role.AGENT, Role.CUSTOMER) if str(role) in given}
    return Converted(
        str(source.get("format") or OURS),
        transcript,
        document.value.get("metadata") or {},
        labels,
        tuple(str(warning) for warning in source.get("warnings") or ()),
    )


def _subtitle(text: str) -> Given:
    if subtitles.looks_like_vtt(text):
        return subtitles.read(text, subtitles.VTT)
    if subtitles.looks_like_srt(text):
        return subtitles.read(text, subtitles.SRT)
    raise UnreadableTranscript("", f"is of no known format; there are {', '.join(FORMATS)}")


def _text(data: bytes) -> str:
    """The file as text: UTF-8 with or without a mark, UTF-16 with one, or GB 18030 as Chinese systems write it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16").lstrip("﻿")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTranscript("", "is neither UTF-8 nor GB 18030 text")
