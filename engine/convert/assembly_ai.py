"""AssemblyAI: utterances by speaker or by channel, times in milliseconds."""

from engine.convert.document import Node
from engine.convert.given import Given, Line
from engine.convert.spelling import spaced
from rules.transcript import Word

NAME = "assemblyai"


def recognises(document: Node) -> bool:
    """Whether *document* is an answer of AssemblyAI."""
    value = document.value
    return isinstance(value, dict) and "audio_duration" in value and ("utterances" in value or "words" in value)


def read(document: Node) -> Given:
    """The transcript in an answer of AssemblyAI."""
    if document.text("status", "completed") == "error":
        raise document.refuse(document.text("error", "the transcription failed"), "error")
    nodes = list(document.each("utterances")) or [document]
    by_channel = any(node.has("channel") for node in nodes) or document.text("multichannel", "False") == "True"
    return Given(
        NAME,
        tuple(_line(node, by_channel=by_channel) for node in nodes),
        document.text("language_code", ""),
        document.maybe_number("audio_duration"),
        labels_are_channels=by_channel,
    )


def _line(node: Node, *, by_channel: bool) -> Line:
    words = tuple(
        Word(word.text("text"), word.number("start") / 1000, word.number("end") / 1000, word.maybe_number("confidence"))
        for word in node.each("words")
    )
    start_s = node.number("start", words[0].start_s * 1000 if words else 0.0) / 1000
    end_s = node.number("end", words[-1].end_s * 1000 if words else start_s * 1000) / 1000
    channel = node.text("channel", "")
    return Line(
        node.text("text"),
        f"channel {channel}" if by_channel and channel else node.text("speaker", ""),
        start_s,
        end_s,
        spaced(words),
        node.maybe_number("confidence"),
        channel=int(channel) - 1 if channel.isdigit() and int(channel) > 0 else None,
        place=node.path,
    )
