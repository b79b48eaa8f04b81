"""Test dialogues (`words`, `begin` and `end` in milliseconds, role 客服 or 客户) as transcripts.

Many have no `end`, some no `begin`: then the length of the text says how long it took to say, at 270 characters a
minute.
"""

from collections.abc import Iterator, Mapping, Sequence

from rules.importers.aliyun.fields import Fields, Json
from rules.importers.aliyun.result import Unrunnable
from rules.importers.aliyun.window import role_of
from rules.timeline import timeline_of
from rules.transcript import Role, RoleSource, Transcript, Utterance

MAX_DEPTH = 40
CHARS_PER_S = 4.5
SHORTEST_S, GAP_S = 0.4, 0.2
_MS = 1000


def transcripts_of(document: Json) -> tuple[Transcript, ...]:
    """Every dialogue found in parsed JSON, however deep."""
    return tuple(_transcript(sentences) for sentences in _dialogues(document, 0))


def _dialogues(value: Json, depth: int) -> Iterator[list[Fields]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        sentences = [Fields(each) for each in value if isinstance(each, Mapping)]
        if sentences and all(_is_sentence(each) for each in sentences):
            yield sentences
            return
        for part in value:
            yield from _dialogues(part, depth + 1)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _dialogues(part, depth + 1)


def _is_sentence(fields: Fields) -> bool:
    return fields.value("words") is not None and fields.value("role", "identity", "begin", "hourMinSec") is not None


def _transcript(sentences: Sequence[Fields]) -> Transcript:
    utterances: list[Utterance] = []
    now_s = 0.0
    for place, sentence in enumerate(sentences):
        text = sentence.text("words")
        start_s = _start_s(sentence)
        start_s = now_s if start_s is None else start_s
        following = _start_s(sentences[place + 1]) if place + 1 < len(sentences) else None
        end_s = _end_s(sentence, start_s, following, text)
        utterances.append(Utterance(len(utterances) + 1, _role(sentence), round(start_s, 3), round(end_s, 3), text))
        now_s = end_s + GAP_S
    ordered = tuple(sorted(utterances, key=lambda one: (one.start_s, one.id)))
    numbered = tuple(
        Utterance(number, one.role, one.start_s, one.end_s, one.text) for number, one in enumerate(ordered, start=1)
    )
    return Transcript(numbered, timeline_of(numbered), role_source=RoleSource.GIVEN)


def _start_s(sentence: Fields) -> float | None:
    begin_ms = _number(sentence, "begin", "beginTime")
    if begin_ms is not None:
        return begin_ms / _MS
    clock = sentence.text("hourMinSec").split(":")
    if len(clock) < 2 or not all(part.isdecimal() for part in clock):
        return None
    seconds = 0.0
    for part in clock:
        seconds = seconds * 60 + int(part)
    return seconds


def _end_s(sentence: Fields, start_s: float, following_s: float | None, text: str) -> float:
    end_ms = _number(sentence, "end", "endTime")
    if end_ms is not None and end_ms / _MS >= start_s:
        return end_ms / _MS
    spoken_s = start_s + max(SHORTEST_S, len(text) / CHARS_PER_S)
    return min(spoken_s, following_s) if following_s is not None and following_s > start_s else spoken_s


def _number(sentence: Fields, *names: str) -> float | None:
    try:
        return sentence.number(*names)
    except Unrunnable:
        return None


def _role(sentence: Fields) -> Role:
    for name in (sentence.text("role"), sentence.text("identity"), sentence.text("sourceRole")):
        try:
            if role := role_of(name):
                return Role(role)
        except Unrunnable:
            continue
    return Role.UNKNOWN
