"""Silence, talk-over and talk ratio from the times of the utterances, where no audio was listened to."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rules.transcript import Overlap, Role, Silence, Timeline, Utterance

MIN_SILENCE_S = 0.3  # shorter gaps are the rhythm of speech (conversation analysis puts normal turn gaps at 0.2-0.3 s)
MIN_OVERLAP_S = 0.1


def timeline_of(utterances: Iterable[Utterance], duration_s: float | None = None, *, overlaps: bool = True) -> Timeline:
    """Who spoke when, as far as start and end times of the utterances tell.

    Args:
        overlaps: False where one mixed channel was transcribed, so that talk-over cannot be heard.
    """
    ordered = sorted(utterances, key=lambda one: (one.start_s, one.end_s, one.id))
    end_s = max((one.end_s for one in ordered), default=0.0)
    whole_s = max(end_s, duration_s or 0.0)
    speech = {role: _covered_s([one for one in ordered if one.role is role]) for role in Role}
    both_s = speech[Role.AGENT] + speech[Role.CUSTOMER]
    return Timeline(
        duration_s=whole_s,
        speech_s={role: round(spoken_s, 3) for role, spoken_s in speech.items() if spoken_s},
        silences=tuple(_silences(ordered, whole_s)),
        overlaps=tuple(_overlaps(ordered)) if overlaps else None,
        talk_ratio=round(speech[Role.AGENT] / both_s, 4) if both_s else None,
    )


def _covered_s(utterances: Sequence[Utterance]) -> float:
    covered, until = 0.0, 0.0
    for one in utterances:
        covered += max(0.0, one.end_s - max(one.start_s, until))
        until = max(until, one.end_s)
    return covered


def _silences(ordered: Sequence[Utterance], whole_s: float) -> Iterable[Silence]:
    until, after = 0.0, None
    for one in ordered:
        if one.start_s - until >= MIN_SILENCE_S:
            yield Silence(round(until, 3), round(one.start_s, 3), after)
        if one.end_s >= until:
            until, after = one.end_s, one.role
    if whole_s - until >= MIN_SILENCE_S:
        yield Silence(round(until, 3), round(whole_s, 3), after)


class _Talk(NamedTuple):
    """A stretch in which one side speaks."""

    start_s: float
    end_s: float
    role: Role


def _overlaps(ordered: Sequence[Utterance]) -> Iterable[Overlap]:
    talks = _talks(ordered)
    for index, one in enumerate(talks):
        for later in range(index + 1, len(talks)):
            other = talks[later]
            if other.start_s >= one.end_s:
                break
            end_s = min(one.end_s, other.end_s)
            if other.role is not one.role and end_s - other.start_s >= MIN_OVERLAP_S:
                interrupter = other.role if other.start_s > one.start_s else None
                yield Overlap(round(other.start_s, 3), round(end_s, 3), interrupter)


def _talks(ordered: Sequence[Utterance]) -> Sequence[_Talk]:
    """One side does not talk over itself: its utterances that overlap are one, or a thousand would give a million."""
    talks: list[_Talk] = []
    last: dict[Role, int] = {}
    for said in ordered:
        at = last.get(said.role)
        if at is not None and said.start_s < talks[at].end_s:
            talks[at] = talks[at]._replace(end_s=max(talks[at].end_s, said.end_s))
        else:
            last[said.role] = len(talks)
            talks.append(_Talk(said.start_s, said.end_s, said.role))
    return talks
