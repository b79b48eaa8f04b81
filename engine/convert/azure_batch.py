"""Azure batch transcription: recognised phrases with channel, speaker and the best of several readings."""

from engine.convert.document import Node
from engine.convert.given import Given, Line
from engine.convert.spelling import spaced
from rules.transcript import Word

NAME = "azure"
# Azure counts time in tenths of a microsecond.
TICKS_PER_S = 10_000_000


def recognises(document: Node) -> bool:
    """Whether *document* is a result of Azure's batch transcription."""
    return isinstance(document.value, dict) and isinstance(document.value.get("recognizedPhrases"), list)


def read(document: Node) -> Given:
    """The transcript in a result of Azure's batch transcription."""
    phrases = [
        node for node in document.each("recognizedPhrases") if node.text("recognitionStatus", "Success") == "Success"
    ]
    channels = {node.text("channel", "0") for node in phrases}
    by_channel = len(channels) > 1
    lines = tuple(_line(node, by_channel=by_channel) for node in phrases)
    ticks = document.maybe_number("durationInTicks") or document.maybe_number("durationTicks")
    locale = next((node.text("locale", "") for node in phrases if node.has("locale")), "")
    return Given(
        NAME,
        lines,
        locale,
        None if ticks is None else ticks / TICKS_PER_S,
        labels_are_channels=by_channel,
    )


def _line(node: Node, *, by_channel: bool) -> Line:
    best = next(node.each("nBest"), None)
    if best is None:
        raise node.refuse("has no reading", "nBest")
    start_s = node.number("offsetInTicks") / TICKS_PER_S
    words = tuple(
        Word(
            word.text("word"),
            at_s := word.number("offsetInTicks") / TICKS_PER_S,
            at_s + word.number("durationInTicks") / TICKS_PER_S,
            word.maybe_number("confidence"),
        )
        for word in (*best.each("displayWords"), *best.each("words"))
        if word.has("word") and word.has("offsetInTicks")
    )
    channel = node.maybe_number("channel")
    return Line(
        best.text("display", best.text("lexical", "")),
        f"channel {node.text('channel')}" if by_channel else node.text("speaker", ""),
        start_s,
        start_s + node.number("durationInTicks") / TICKS_PER_S,
        spaced(words),
        best.maybe_number("confidence"),
        channel=int(channel) if by_channel and channel is not None else None,
        place=node.path,
    )
