"""Amazon Transcribe, batch: a list of words, each with its channel or its speaker."""

from collections.abc import Iterator

from engine.convert.document import Node
from engine.convert.given import Given, Line
from engine.convert.spelling import spaced, spelled
from rules.transcript import Word

NAME = "amazon-transcribe"
# A pause after which one speaker's words are another utterance.
PAUSE_S = 1.0


def recognises(document: Node) -> bool:
    """Whether *document* is an answer of Amazon Transcribe."""
    results = document.value.get("results") if isinstance(document.value, dict) else None
    return isinstance(results, dict) and "items" in results and "transcripts" in results


def read(document: Node) -> Given:
    """The transcript in an answer of Amazon Transcribe."""
    results = document.at("results")
    by_channel = results.has("channel_labels")
    speakers = _speakers(results)
    words = _words(results, speakers, by_channel=by_channel)
    return Given(
        NAME,
        tuple(_lines(words)),
        results.text("language_code", ""),
        labels_are_channels=by_channel,
        metadata={"job": document.text("jobName", "")},
    )


def _speakers(results: Node) -> dict[str, str]:
    """Who says the word that begins at a time; newer files say it at the word."""
    if not results.has("speaker_labels"):
        return {}
    return {
        item.text("start_time"): item.text("speaker_label", segment.text("speaker_label", ""))
        for segment in results.at("speaker_labels").each("segments")
        for item in segment.each("items")
    }


def _words(results: Node, speakers: dict[str, str], *, by_channel: bool) -> list[tuple[str, Word]]:
    """Words with their label, in the order of the file; punctuation goes to the word before it."""
    order: list[tuple[str, Word]] = []
    for item in results.each("items"):
        best = next(item.each("alternatives"), None)
        if best is None:
            raise item.refuse("has no alternatives")
        content = best.text("content")
        if item.text("type", "") == "punctuation" or not item.has("start_time"):
            if order:
                label, before = order[-1]
                order[-1] = (label, Word(before.text + content, before.start_s, before.end_s, before.prob))
            continue
        start = item.text("start_time")
        label = item.text("channel_label", "") if by_channel else item.text("speaker_label", speakers.get(start, ""))
        order.append(
            (label, Word(content, item.number("start_time"), item.number("end_time"), best.maybe_number("confidence")))
        )
    return order


def _lines(words: list[tuple[str, Word]]) -> Iterator[Line]:
    """One line per stretch of one speaker without a long pause."""
    open_lines: dict[str, list[Word]] = {}
    previous = None
    for label, word in words:
        own = open_lines.setdefault(label, [])
        if own and (word.start_s - own[-1].end_s > PAUSE_S or label != previous):
            yield _line(label, own)
            own = open_lines[label] = []
        own.append(word)
        previous = label
    for label, own in open_lines.items():
        if own:
            yield _line(label, own)


def _line(label: str, words: list[Word]) -> Line:
    known = [word.prob for word in words if word.prob is not None]
    return Line(
        spelled([word.text for word in words]),
        label,
        words[0].start_s,
        words[-1].end_s,
        spaced(words),
        sum(known) / len(known) if known else None,
        channel=int(label[3:]) if label.startswith("ch_") and label[3:].isdigit() else None,
    )
