"""Who spoke when: silences, talk-over, holds and shares, from voice activity. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from engine.speech.ports import Span
from rules.transcript import Overlap, Role, Silence, Timeline, Utterance

# Shorter gaps are breaths, shorter overlaps are border noise; rules set their own, larger limits.
SHORTEST_SILENCE_S = 0.3
SHORTEST_OVERLAP_S = 0.1
# A wait counts as a hold when it was announced and lasts this long.
SHORTEST_HOLD_S = 5.0
ANNOUNCES_A_WAIT = re.compile(
    r"稍等|等一下|等一会|请等|稍候|请稍|帮您查|为您查|hold on|(?:please|on) hold|one moment"
    r"|just a (?:moment|second|minute)|bear with me|let me (?:check|look)",
    re.IGNORECASE,
)


class Voice(NamedTuple):
    """One stretch of one side's speech."""

    start_s: float
    end_s: float
    role: Role


def timeline(
    speech: Mapping[Role, Sequence[Span]],
    duration_s: float,
    *,
    overlaps_heard: bool,
    utterances: Sequence[Utterance] = (),
) -> Timeline:
    """The timeline of a call.

    Args:
        speech: each side's stretches; UNKNOWN where the side is not known.
        overlaps_heard: whether talk-over can be heard at all: False for one mixed channel.
        utterances: to recognise announced waits.
    """
    voices = sorted(
        (Voice(span.start_s, span.end_s, role) for role, spans in speech.items() for span in spans),
        key=lambda voice: (voice.start_s, voice.end_s, voice.role),
    )
    silences = _silences(voices, duration_s)
    spoken_s = {role: round(sum(span.duration_s for span in spans), 3) for role, spans in speech.items()}
    known_s = spoken_s.get(Role.AGENT, 0.0) + spoken_s.get(Role.CUSTOMER, 0.0)
    return Timeline(
        duration_s=round(duration_s, 3),
        speech_s=spoken_s,
        silences=silences,
        overlaps=_overlaps(voices) if overlaps_heard else None,
        talk_ratio=round(spoken_s.get(Role.AGENT, 0.0) / known_s, 4) if known_s else None,
        holds=_holds(silences, utterances),
    )


def _silences(voices: Sequence[Voice], duration_s: float) -> tuple[Silence, ...]:
    found: list[Silence] = []
    until_s, after = 0.0, None
    for voice in voices:
        if voice.start_s - until_s >= SHORTEST_SILENCE_S:
            found.append(Silence(round(until_s, 3), round(voice.start_s, 3), after))
        if voice.end_s > until_s:
            until_s, after = voice.end_s, voice.role
    if duration_s - until_s >= SHORTEST_SILENCE_S:
        found.append(Silence(round(until_s, 3), round(duration_s, 3), after))
    return tuple(found)


def _overlaps(voices: Sequence[Voice]) -> tuple[Overlap, ...]:
    """Each stretch in which two sides speak; who began later interrupts, nobody when both began together."""
    found: list[Overlap] = []
    for index, first in enumerate(voices):
        for second in voices[index + 1 :]:
            if second.start_s >= first.end_s:
                break
            if second.role == first.role:
                continue
            end_s = min(first.end_s, second.end_s)
            if end_s - second.start_s >= SHORTEST_OVERLAP_S:
                together = second.start_s - first.start_s < SHORTEST_OVERLAP_S
                found.append(Overlap(round(second.start_s, 3), round(end_s, 3), None if together else second.role))
    return tuple(sorted(found, key=lambda overlap: (overlap.start_s, overlap.end_s)))


def _holds(silences: Sequence[Silence], utterances: Sequence[Utterance]) -> tuple[Silence, ...]:
    """Long silences right after the agent asked to wait."""
    return tuple(
        silence
        for silence in silences
        if silence.duration_s >= SHORTEST_HOLD_S
        and any(
            ANNOUNCES_A_WAIT.search(utterance.text)
            for utterance in utterances
            if utterance.role is not Role.CUSTOMER and -6.0 <= utterance.end_s - silence.start_s <= 0.5
        )
    )
