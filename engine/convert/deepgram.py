"""Deepgram: words per channel, each with its speaker where diarization was asked for."""

from engine.convert.amazon_transcribe import PAUSE_S
from engine.convert.document import Node
from engine.convert.given import Given, Line
from engine.convert.spelling import spaced, spelled
from rules.transcript import Word

NAME = "deepgram"


def recognises(document: Node) -> bool:
    """Whether *document* is an answer of Deepgram."""
    results = document.value.get("results") if isinstance(document.value, dict) else None
    return isinstance(results, dict) and isinstance(results.get("channels"), list)


def read(document: Node) -> Given:
    """The transcript in an answer of Deepgram."""
    channels = list(document.at("results").each("channels"))
    several = len(channels) > 1
    lines: list[Line] = []
    language = ""
    for number, channel in enumerate(channels):
        best = next(channel.each("alternatives"), None)
        if best is None:
            continue
        language = language or channel.text("detected_language", "")
        lines.extend(_lines(best, number if several else None))
    duration_s = document.at("metadata").maybe_number("duration") if document.has("metadata") else None
    return Given(NAME, tuple(lines), language, duration_s, labels_are_channels=several)


def _lines(best: Node, channel: int | None) -> list[Line]:
    runs: list[tuple[str, list[Word]]] = []
    for node in best.each("words"):
        word = Word(
            node.text("punctuated_word", node.text("word")),
            node.number("start"),
            node.number("end"),
            node.maybe_number("confidence"),
        )
        label = f"channel {channel}" if channel is not None else node.text("speaker", "")
        if runs and runs[-1][0] == label and word.start_s - runs[-1][1][-1].end_s <= PAUSE_S:
            runs[-1][1].append(word)
        else:
            runs.append((label, [word]))
    if not runs and best.text("transcript", ""):
        return [Line(best.text("transcript"), confidence=best.maybe_number("confidence"), place=best.path)]
    return [
        Line(
            spelled([word.text for word in words]),
            label,
            words[0].start_s,
            words[-1].end_s,
            spaced(words),
            sum(word.prob or 0.0 for word in words) / len(words),
            channel=channel,
            place=best.path,
        )
        for label, words in runs
    ]
