"""The World Transcription Format that vCon converters write: segments that point at a list of words."""

from engine.convert.document import Node
from engine.convert.given import Given, Line
from engine.convert.spelling import spaced
from rules.transcript import Word

NAME = "wtf"


def recognises(document: Node) -> bool:
    """Whether *document* is a file of the World Transcript Format."""
    value = document.value
    return (
        isinstance(value, dict)
        and isinstance(value.get("transcript"), dict)
        and isinstance(value.get("segments"), list)
    )


def read(document: Node) -> Given:
    """The transcript in a file of the World Transcript Format."""
    words = [
        Word(node.text("text"), node.number("start"), node.number("end"), node.maybe_number("confidence"))
        for node in document.each("words")
    ]
    whole = document.at("transcript")
    lines = tuple(_line(node, words) for node in document.each("segments"))
    return Given(NAME, lines, whole.text("language", ""), whole.maybe_number("duration"))


def _line(node: Node, words: list[Word]) -> Line:
    own = []
    for index in node.each("words"):
        if not isinstance(index.value, int) or not 0 <= index.value < len(words):
            raise index.refuse("is no word of this file")
        own.append(words[index.value])
    return Line(
        node.text("text"),
        node.text("speaker", ""),
        node.number("start"),
        node.number("end"),
        spaced(own),
        node.maybe_number("confidence"),
        place=node.path,
    )
