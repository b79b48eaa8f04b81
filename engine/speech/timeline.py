"""Who spoke when: silences, talk-over, holds and shares, from voice activity. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.speech.ports import Span
from rules.timeline import timeline_of
from rules.transcript import Role, Silence, Timeline, Utterance

# A wait counts as a hold when it was announced and lasts this long.
SHORTEST_HOLD_S = 5.0
# The announcement may end a little after the silence begins, or be followed by a "好的" of the other side.
ANNOUNCED_BEFORE_S, ANNOUNCED_AFTER_S = 6.0, 0.5
ANNOUNCES_A_WAIT = re.compile(
    r"稍等|等一下|等一会|请等|稍候|请稍|帮您查|为您查|hold on|(?:please|on) hold|one moment"
    r"|just a (?:moment|second|minute)|bear with me|let me (?:check|look)",
    re.IGNORECASE,
)


def timeline(
    speech: Mapping[Role, Sequence[Span]],
    duration_s: float,
    *,
    overlaps_heard: bool,
    utterances: Sequence[Utterance] = (),
) -> Timeline:
    """The timeline of a call, from where voices were heard rather than from where words were recognised.

    Args:
        speech: each side's stretches; UNKNOWN where the side is not known.
        overlaps_heard: whether talk-over can be heard at all: False for one mixed channel.
        utterances: to recognise announced waits.
    """
    voices = [Utterance(0, role, span.start_s, span.end_s, "") for role, spans in speech.items() for span in spans]
    line = timeline_of(voices, round(duration_s, 3), overlaps=overlaps_heard)
    return replace(line, holds=_holds(line.silences, utterances))


def _holds(silences: Sequence[Silence], utterances: Sequence[Utterance]) -> tuple[Silence, ...]:
    """Long silences right after the agent asked to wait."""
    waits = [said for said in utterances if said.role is not Role.CUSTOMER and ANNOUNCES_A_WAIT.search(said.text)]
    return tuple(
        silence
        for silence in silences
        if silence.duration_s >= SHORTEST_HOLD_S
        and any(-ANNOUNCED_BEFORE_S <= said.end_s - silence.start_s <= ANNOUNCED_AFTER_S for said in waits)
    )
