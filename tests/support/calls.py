"""A call written as lines of speech: `A 0.0-1.2 您好`. A is the agent, C the customer, ? somebody."""

import re
from collections.abc import Iterable, Mapping

from rules.transcript import Overlap, Role, Silence, Timeline, Transcript, Utterance, Word

_LINE = re.compile(r"(?P<who>[AC?])\s+(?P<start>\d+(?:\.\d+)?)-(?P<end>\d+(?:\.\d+)?)(?:\s+(?P<text>.*))?")
_ROLES = {"A": Role.AGENT, "C": Role.CUSTOMER, "?": Role.UNKNOWN}


def call(
    lines: str,
    *,
    duration_s: float | None = None,
    suspect: Mapping[int, str] | None = None,
    confidence: float | None = 0.95,
    language: str = "zh",
) -> Transcript:
    """The transcript of *lines*, with words spread evenly and the timeline that follows from who spoke when.

    Args:
        duration_s: length of the recording; the end of the last utterance when None.
        suspect: utterance id -> why its text may be invented.
    """
    marks = suspect or {}
    utterances = tuple(
        _utterance(number, line.strip(), marks.get(number), confidence)
        for number, line in enumerate((line for line in lines.splitlines() if line.strip()), start=1)
    )
    assert list(utterances) == sorted(utterances, key=lambda turn: turn.start_s), "write the lines in order of time"
    end_s = max((turn.end_s for turn in utterances), default=0.0)
    return Transcript(utterances, timeline(utterances, duration_s if duration_s is not None else end_s), language)


def timeline(utterances: Iterable[Utterance], duration_s: float) -> Timeline:
    """Who spoke when, as if voice activity were exactly the utterances."""
    turns = sorted(utterances, key=lambda turn: turn.start_s)
    speech_s = {
        role: sum(turn.duration_s for turn in turns if turn.role is role) for role in (Role.AGENT, Role.CUSTOMER)
    }
    spoken_s = sum(speech_s.values())
    return Timeline(
        duration_s=duration_s,
        speech_s=speech_s,
        silences=tuple(_silences(turns, duration_s)),
        overlaps=tuple(_overlaps(turns)),
        talk_ratio=speech_s[Role.AGENT] / spoken_s if spoken_s else None,
    )


def _utterance(number: int, line: str, suspect: str | None, confidence: float | None) -> Utterance:
    match = _LINE.fullmatch(line)
    assert match, f"not a line of speech: {line!r}"
    start_s, end_s, text = float(match["start"]), float(match["end"]), match["text"] or ""
    return Utterance(
        id=number,
        role=_ROLES[match["who"]],
        start_s=start_s,
        end_s=end_s,
        text=text,
        words=tuple(_words(text, start_s, end_s, confidence)),
        confidence=confidence,
        suspect=suspect,
    )


def _words(text: str, start_s: float, end_s: float, prob: float | None) -> Iterable[Word]:
    pieces = re.findall(r"[A-Za-z0-9']+|\w", text)
    step_s = (end_s - start_s) / max(1, len(pieces))
    for place, piece in enumerate(pieces):
        yield Word(piece, start_s + place * step_s, start_s + (place + 1) * step_s, prob)


def _silences(turns: list[Utterance], duration_s: float) -> Iterable[Silence]:
    heard_until_s, last = 0.0, None
    for turn in turns:
        if turn.start_s > heard_until_s:
            yield Silence(heard_until_s, turn.start_s, last)
        if turn.end_s >= heard_until_s:
            heard_until_s, last = turn.end_s, turn.role
    if duration_s > heard_until_s:
        yield Silence(heard_until_s, duration_s, last)


def _overlaps(turns: list[Utterance]) -> Iterable[Overlap]:
    for place, first in enumerate(turns):
        for second in turns[place + 1 :]:
            if second.role is not first.role and second.start_s < first.end_s:
                interrupter = second.role if second.start_s > first.start_s else None
                yield Overlap(second.start_s, min(first.end_s, second.end_s), interrupter)
