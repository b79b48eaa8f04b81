"""vCon, the container for conversations (0.0.1 and later): parties, dialogs, analyses.

A transcript is an analysis, or the conversation is a chain of text dialogs. What we write carries our whole transcript
as an analysis of ours, so that reading it again loses nothing, beside one that other programs understand.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from engine.convert.document import Node, parsed
from engine.convert.given import Converted, Given, Line
from engine.speech.errors import UnreadableTranscript
from rules.transcript import Role, Transcript
from rules.transcript_file import transcript_from_json, transcript_json

NAME = "vcon"
VERSION = "0.3.0"
OURS = "callqc"
MESSAGE_LISTS = ("messages", "utterances", "segments", "transcript")
MESSAGE_TEXTS = ("message", "text", "content", "body")


def recognises(document: Node) -> bool:
    """Whether *document* is a vCon."""
    value = document.value
    return isinstance(value, dict) and "parties" in value and ("dialog" in value or "analysis" in value)


def own_transcript(document: Node) -> Transcript | None:
    """The transcript that CallQC put in when it wrote the file."""
    for analysis in document.each("analysis"):
        if analysis.text("type", "") == "transcript" and analysis.text("vendor", "") == OURS:
            body = _body(analysis)
            try:
                return transcript_from_json(body.value)
            except (KeyError, TypeError, ValueError) as error:
                raise analysis.refuse(f"is not a transcript of ours: {error}", "body") from None
    return None


def read(document: Node) -> Given:
    """The transcript in a vCon."""
    parties = [_role(node) for node in document.each("parties")]
    lines = list(_from_analysis(document, parties)) or list(_from_dialogs(document, parties))
    durations = [dialog.maybe_number("duration") for dialog in document.each("dialog")]
    known = [duration for duration in durations if duration is not None]
    return Given(NAME, tuple(lines), duration_s=max(known) if known else None, metadata=metadata_of(document))


def metadata_of(document: Node) -> Mapping[str, object]:
    """What the container says of the conversation, to be written back."""
    kept = ("uuid", "created_at", "subject", "parties")
    return {"vcon": {key: document.value[key] for key in kept if document.has(key)}}


def _role(party: Node) -> str:
    for node in (party, party.at("meta") if party.has("meta") else party):
        if node.has("role"):
            return "customer" if node.text("role") == "contact" else node.text("role")
    return party.text("name", "")


def _from_analysis(document: Node, parties: list[str]) -> Iterator[Line]:
    """The first analysis that is a list of messages, whatever its type is called; else the first plain text."""
    bodies = [
        _body(analysis) for analysis in document.each("analysis") if analysis.has("body") and analysis.has("type")
    ]
    for body in bodies:
        members = _messages_of(body)
        if members is not None:
            yield from (_message(node, parties) for node in members.each())
            return
    for body in bodies:
        text = body.text("transcript", "") if body.has("transcript") else ""
        if text:
            # Paragraphs are turns, but nothing says whose.
            yield from (Line(part, place=body.path) for part in text.split("\n\n"))
            return


def _messages_of(body: Node) -> Node | None:
    candidates = [body, *(body.at(key) for key in MESSAGE_LISTS if body.has(key))]
    for node in candidates:
        if (
            isinstance(node.value, list)
            and node.value
            and isinstance(node.value[0], dict)
            and _said(Node(node.value[0]))
        ):
            return node
    return None


def _said(node: Node) -> str:
    return next((node.text(key) for key in MESSAGE_TEXTS if node.has(key)), "")


def _message(node: Node, parties: list[str]) -> Line:
    text = _said(node)
    label = node.text("speaker", node.text("role", ""))
    party = node.maybe_number("party")
    if not label and party is not None and 0 <= int(party) < len(parties):
        label = parties[int(party)]
    start_s = node.maybe_number("start")
    end_s = node.maybe_number("end")
    if start_s is not None and end_s is None:
        end_s = start_s + (node.maybe_number("duration") or 0.0)
    return Line(text, label, start_s, end_s, place=node.path)


def _from_dialogs(document: Node, parties: list[str]) -> Iterator[Line]:
    """Text dialogs. Their moments are those of a written exchange, so they are laid out like speech."""
    for dialog in document.each("dialog"):
        if dialog.text("type", "") != "text" or not dialog.has("body"):
            continue
        speaker = dialog.maybe_number("originator")
        if speaker is None:
            first = next(dialog.each("parties"), None) if isinstance(dialog.value.get("parties"), list) else None
            speaker = first.value if first is not None and isinstance(first.value, int) else None
        label = parties[int(speaker)] if speaker is not None and 0 <= int(speaker) < len(parties) else ""
        yield Line(dialog.text("body"), label, place=dialog.path)


def _body(analysis: Node) -> Node:
    """The analysis itself: older files hold it as it is, newer ones as JSON in a text."""
    body = analysis.at("body")
    if not isinstance(body.value, str) or analysis.text("encoding", "none") != "json":
        return body
    try:
        return Node(parsed(body.value.encode()).value, body.path)
    except UnreadableTranscript as error:
        raise analysis.refuse(f"{error.place}: {error.why}", "body") from None


def write_vcon(converted: Converted, now: datetime) -> str:
    """The transcript as a vCon."""
    transcript = converted.transcript
    body = json.dumps(transcript_json(transcript), ensure_ascii=False, sort_keys=True)
    told = converted.metadata.get("vcon")
    kept: dict[str, Any] = dict(told) if isinstance(told, Mapping) else {}
    roles = (Role.AGENT, Role.CUSTOMER)
    parties = kept.get("parties") or [
        {"role": str(role), "name": converted.labels.get(role, str(role))} for role in roles
    ]
    order = {role: index for index, role in enumerate(_roles_of(parties))}
    readable = [
        {
            "speaker": converted.labels.get(said.role, str(said.role)),
            "party": order.get(said.role),
            "start": said.start_s,
            "duration": round(said.end_s - said.start_s, 3),
            "message": said.text,
        }
        for said in transcript.utterances
    ]
    document = {
        "vcon": VERSION,
        "uuid": kept.get("uuid") or str(uuid5(NAMESPACE_URL, sha256(body.encode()).hexdigest())),
        "created_at": kept.get("created_at") or now.isoformat(),
        **({"subject": kept["subject"]} if "subject" in kept else {}),
        "parties": parties,
        "dialog": [
            {
                "type": "recording",
                "start": kept.get("created_at") or now.isoformat(),
                "duration": transcript.timeline.duration_s,
                "parties": list(range(len(parties))),
            }
        ],
        "analysis": [
            {"type": "transcript", "dialog": 0, "vendor": OURS, "encoding": "json", "body": body},
            {
                "type": "transcript",
                "dialog": 0,
                "vendor": f"{OURS}-readable",
                "encoding": "json",
                "body": json.dumps(readable, ensure_ascii=False),
            },
        ],
        "attachments": [],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _roles_of(parties: list[dict[str, Any]]) -> list[Role]:
    names = {"agent": Role.AGENT, "customer": Role.CUSTOMER}
    return [names.get(_role(Node(party)), Role.UNKNOWN) for party in parties]
