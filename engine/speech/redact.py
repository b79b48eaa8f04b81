"""Phone, identity and bank card numbers, spoken or written, and where they are heard. Pure.

Used when a transcript or its sound is shown to somebody without the right to see them; what is stored stays whole.
A recogniser mishears digits, so checksums and lengths are not trusted: any long number is taken for one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.speech.ports import Span
from engine.speech.privacy import masked
from rules.text.numerals import SHORTEST_PRIVATE_NUMBER, DigitRun, digit_runs
from rules.transcript import Utterance

# People say long numbers in parts, with a breath between.
BREATH_S = 3.0
# An utterance is a part of a number when nearly all of it is digits.
DIGITS_SHARE = 0.6
# Times of words are wrong by up to this much; the codec needs some of it too, to become silent.
MARGIN_S = 0.3
# A security code whose digits were dropped before storing is still to be heard.
DROPPED = re.compile(r"\*{3,}")


@dataclass(frozen=True, slots=True)
class Redaction:
    """A stretch of one utterance that names somebody: *chars* in its text, *start_s* to *end_s* in the sound."""

    utterance: int
    chars: tuple[int, int]
    start_s: float
    end_s: float


def redactions(utterances: Sequence[Utterance]) -> tuple[Redaction, ...]:
    """Every long number of the call, also one said in parts over several utterances of one side."""
    found: list[Redaction] = []
    for said in utterances:
        found.extend(_redaction(said, run) for run in _runs(said.text) if len(run.digits) >= SHORTEST_PRIVATE_NUMBER)
        found.extend(_dropped(said))
    for parts in _in_parts(utterances):
        found.extend(_redaction(said, run) for said in parts for run in _runs(said.text))
    return tuple(sorted(set(found), key=lambda one: (one.start_s, one.utterance, one.chars)))


def redacted(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """The utterances as somebody without the right may read them."""
    hidden: dict[int, list[tuple[int, int]]] = {}
    for one in redactions(utterances):
        hidden.setdefault(one.utterance, []).append(one.chars)
    return tuple(masked(said, hidden.get(said.id, ())) for said in utterances)


def silenced_spans(utterances: Sequence[Utterance]) -> tuple[Span, ...]:
    """What such a person must not hear: stretches for `write_playable`."""
    return _spans(redactions(utterances))


def dropped_spans(utterances: Sequence[Utterance]) -> tuple[Span, ...]:
    """Where a security code was said whose digits were dropped from the text: nobody must hear it."""
    return _spans(one for said in utterances for one in _dropped(said))


def _dropped(said: Utterance) -> Iterable[Redaction]:
    return (_redaction(said, DigitRun("", *match.span())) for match in DROPPED.finditer(said.text))


def _spans(found: Iterable[Redaction]) -> tuple[Span, ...]:
    return tuple(Span(max(0.0, one.start_s - MARGIN_S), one.end_s + MARGIN_S) for one in found)


def _in_parts(utterances: Sequence[Utterance]) -> Iterable[list[Utterance]]:
    """Runs of neighbouring utterances of one side that together spell one long number."""
    open_runs: dict[str, list[Utterance]] = {}
    for said in utterances:
        run = open_runs.setdefault(said.role, [])
        if not _is_digits(said) or (run and said.start_s - run[-1].end_s > BREATH_S):
            yield from _long([run])
            run = open_runs[said.role] = []
        if _is_digits(said):
            run.append(said)
    yield from _long(open_runs.values())


def _long(runs: Iterable[list[Utterance]]) -> Iterable[list[Utterance]]:
    for run in runs:
        digits = sum(len(part.digits) for said in run for part in _runs(said.text))
        if len(run) > 1 and digits >= SHORTEST_PRIVATE_NUMBER:
            yield run


def _is_digits(said: Utterance) -> bool:
    spoken = sum(character.isalnum() for character in said.text)
    covered = sum(character.isalnum() for run in _runs(said.text) for character in said.text[run.start : run.end])
    return spoken > 0 and covered >= DIGITS_SHARE * spoken


def _redaction(said: Utterance, run: DigitRun) -> Redaction:
    start_s, end_s = heard_at(said, run.start, run.end)
    return Redaction(said.id, (run.start, run.end), start_s, end_s)


def heard_at(said: Utterance, start: int, end: int) -> tuple[float, float]:
    """When a stretch of text is said: by its words; the whole utterance where they do not spell the text."""
    raw = "".join(word.text for word in said.words)
    if raw.strip() != said.text.strip():
        return said.start_s, said.end_s
    position = -(len(raw) - len(raw.lstrip())) + (len(said.text) - len(said.text.lstrip()))
    inside = []
    for word in said.words:
        if position < end and position + len(word.text) > start:
            inside.append(word)
        position += len(word.text)
    if not inside:
        return said.start_s, said.end_s
    return inside[0].start_s, max(word.end_s for word in inside)


@lru_cache(maxsize=4096)
def _runs(text: str) -> tuple[DigitRun, ...]:
    # A sentence is asked several times, and a call is opened again and again.
    return digit_runs(text)
