"""Who spoke when: silences, talk-over, holds and shares, from voice activity. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
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
    music: Sequence[Span] = (),
) -> Timeline:
    """The timeline of a call, from where voices were heard rather than from where words were recognised.

    Args:
        speech: each side's stretches; UNKNOWN where the side is not known.
        overlaps_heard: whether talk-over can be heard at all: False for one mixed channel.
        utterances: to recognise announced waits.
        music: where the agent's side carries music or a tone instead of a voice.
    """
    voices = [Utterance(0, role, span.start_s, span.end_s, "") for role, spans in speech.items() for span in spans]
    line = timeline_of(voices, round(duration_s, 3), overlaps=overlaps_heard)
    return replace(line, holds=_together([*_announced(line.silences, utterances), *_musical(music, voices)]))


def _announced(silences: Sequence[Silence], utterances: Sequence[Utterance]) -> tuple[Silence, ...]:
    """Long silences right after the agent asked to wait."""
    waits = [said for said in utterances if said.role is not Role.CUSTOMER and ANNOUNCES_A_WAIT.search(said.text)]
    return tuple(
        silence
        for silence in silences
        if silence.duration_s >= SHORTEST_HOLD_S
        and any(-ANNOUNCED_BEFORE_S <= said.end_s - silence.start_s <= ANNOUNCED_AFTER_S for said in waits)
    )


def _musical(music: Sequence[Span], voices: Sequence[Utterance]) -> Iterable[Silence]:
    """Music and tones after somebody has spoken: what comes before is the ringing of the call itself."""
    for span in music:
        before = [said for said in voices if said.start_s < span.start_s]
        if before:
            yield Silence(span.start_s, span.end_s, max(before, key=lambda said: said.end_s).role)


def _together(holds: Iterable[Silence]) -> tuple[Silence, ...]:
    """Sorted; two of which the one runs into the other are one."""
    joined: list[Silence] = []
    for hold in sorted(holds, key=lambda one: (one.start_s, one.end_s)):
        if joined and hold.start_s <= joined[-1].end_s:
            joined[-1] = replace(joined[-1], end_s=max(joined[-1].end_s, hold.end_s))
        else:
            joined.append(hold)
    return tuple(joined)
