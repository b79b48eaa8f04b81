"""Alibaba Cloud quality inspection: `Dialogues`, turns with 客服 and 客户, times in milliseconds."""

from engine.convert.document import Node
from engine.convert.given import Given, Line
from engine.convert.spelling import spaced
from rules.transcript import Word

NAME = "aliyun"
LISTS = ("Dialogues", "dialogues", "Dialogue", "dialogue", "Sentences", "sentences")
WRAPPERS = ("Data", "data", "AsrResult", "asrResult", "Result", "result")


def recognises(document: Node) -> bool:
    """Whether *document* is dialogues of Alibaba Cloud Qualitycheck."""
    return _list_of(document) is not None


def read(document: Node) -> Given:
    """The transcript in dialogues of Alibaba Cloud Qualitycheck."""
    dialogues = _list_of(document)
    assert dialogues is not None
    lines = tuple(_line(node) for node in dialogues.each() if _first(node, "Words", "words", "Text", "text"))
    # Turns of the two sides are laid out by channel where the recording had two; the file does not say.
    return Given(NAME, lines, "zh")


def _list_of(document: Node) -> Node | None:
    """The list of turns, here or one or two wrappers deeper."""
    here = [document]
    for _ in range(3):
        for node in here:
            for key in LISTS:
                if node.has(key) and isinstance(node.value[key], list) and _is_turn(node.value[key]):
                    return node.at(key)
        here = [node.at(key) for node in here for key in WRAPPERS if node.has(key)]
    return None


def _is_turn(members: list[object]) -> bool:
    return (
        bool(members)
        and isinstance(members[0], dict)
        and bool(
            {"Words", "words", "Text", "text"} & members[0].keys()
            and {"Begin", "begin", "BeginTime", "beginTime"} & members[0].keys()
        )
    )


def _line(node: Node) -> Line:
    words = tuple(
        Word(word.text("Word", word.text("word", "")), _ms(word, "Begin", "begin"), _ms(word, "End", "end"), None)
        for key in ("WordList", "wordList", "WordsList")
        for word in node.each(key)
    )
    return Line(
        _first(node, "Words", "words", "Text", "text"),
        _first(node, "Role", "role", "Identity", "identity", "ChannelId", "channelId"),
        _ms(node, "Begin", "begin", "BeginTime", "beginTime"),
        _ms(node, "End", "end", "EndTime", "endTime"),
        spaced(words),
        place=node.path,
    )


def _first(node: Node, *keys: str) -> str:
    return next((node.text(key) for key in keys if node.has(key)), "")


def _ms(node: Node, *keys: str) -> float:
    for key in keys:
        if node.has(key):
            return node.number(key) / 1000
    raise node.refuse("is missing", keys[0])
