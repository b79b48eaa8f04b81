"""Exchange agent and customer in what was heard: the words stay, nothing is recognised again. Pure."""

from dataclasses import replace

from rules.transcript import Role, Silence, Timeline, Transcript

OTHER = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT, Role.UNKNOWN: Role.UNKNOWN}


def swapped(transcript: Transcript) -> Transcript:
    """The same call with the two sides exchanged; twice gives the original."""
    return replace(
        transcript,
        utterances=tuple(replace(said, role=OTHER[said.role]) for said in transcript.utterances),
        timeline=_swapped(transcript.timeline),
    )


def _swapped(line: Timeline) -> Timeline:
    overlaps = line.overlaps and tuple(
        replace(both, interrupter=OTHER[both.interrupter] if both.interrupter else None) for both in line.overlaps
    )
    return replace(
        line,
        speech_s={OTHER[role]: seconds for role, seconds in line.speech_s.items()},
        silences=tuple(_turned(gap) for gap in line.silences),
        overlaps=overlaps,
        talk_ratio=None if line.talk_ratio is None else round(1 - line.talk_ratio, 4),
        holds=tuple(_turned(gap) for gap in line.holds),
    )


def _turned(gap: Silence) -> Silence:
    return replace(gap, after=OTHER[gap.after]) if gap.after else gap
