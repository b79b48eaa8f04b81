"""Amazon Connect Contact Lens (voice and chat) and Amazon Transcribe Call Analytics: a list of turns with participants.

Turns of a voice call have offsets in milliseconds; those of a chat have moments, counted here from the first one.
"""

from datetime import datetime

from engine.convert.document import Node
from engine.convert.given import Given, Line, seconds_to_say
from engine.convert.spelling import spaced
from rules.transcript import Word

NAME = "contact-lens"
# Greeting texts of the system are nobody's.
NOBODY = frozenset({"SYSTEM"})


def recognises(document: Node) -> bool:
    """Whether *document* is an output file of Amazon Connect Contact Lens."""
    turns = document.value.get("Transcript") if isinstance(document.value, dict) else None
    return isinstance(turns, list) and (
        "Participants" in document.value or "ConversationCharacteristics" in document.value
    )


def read(document: Node) -> Given:
    """The transcript in an output file of Amazon Connect Contact Lens."""
    roles = {node.text("ParticipantId", ""): node.text("ParticipantRole", "") for node in document.each("Participants")}
    turns = [node for node in document.each("Transcript") if node.has("Content")]
    began = min((_moment(node) for node in turns if node.has("AbsoluteTime")), default=None)
    lines = []
    for node in turns:
        label = node.text("ParticipantRole", "") or roles.get(node.text("ParticipantId", ""), "")
        if label not in NOBODY:
            lines.append(_line(node, label or node.text("ParticipantId", ""), began))
    total_ms = (
        document.at("ConversationCharacteristics").maybe_number("TotalConversationDurationMillis")
        if (document.has("ConversationCharacteristics"))
        else None
    )
    return Given(
        NAME,
        tuple(lines),
        document.text("LanguageCode", ""),
        None if total_ms is None else total_ms / 1000,
        labels_are_channels=document.text("Channel", "VOICE") == "VOICE",
        metadata={"channel": document.text("Channel", "VOICE").lower()},
    )


def _line(node: Node, label: str, began: datetime | None) -> Line:
    words = tuple(
        Word(
            item.text("Content"),
            item.number("BeginOffsetMillis") / 1000,
            item.number("EndOffsetMillis") / 1000,
            item.maybe_number("Confidence"),
        )
        for item in node.each("Items")
        if item.has("BeginOffsetMillis") and item.has("EndOffsetMillis")
    )
    if began is not None and node.has("AbsoluteTime"):
        at_s = (_moment(node) - began).total_seconds()
        start_s, end_s = at_s, at_s + seconds_to_say(node.text("Content"))
    else:
        start_s, end_s = node.number("BeginOffsetMillis") / 1000, node.number("EndOffsetMillis") / 1000
    return Line(node.text("Content"), label, start_s, end_s, spaced(words), place=node.path)


def _moment(node: Node) -> datetime:
    try:
        return datetime.fromisoformat(node.text("AbsoluteTime").replace("Z", "+00:00"))
    except ValueError:
        raise node.refuse("is not a moment", "AbsoluteTime") from None
