"""What was said in a call, by whom and when: the input of every judgement.

Times are seconds from the start of the recording.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """Who speaks. UNKNOWN is an honest answer: rules about one side then cannot tell."""

    AGENT = "agent"
    CUSTOMER = "customer"
    UNKNOWN = "unknown"


class RoleSource(StrEnum):
    """How the speaker of an utterance became known."""

    CHANNEL = "channel"
    DIARIZATION = "diarization"
    GIVEN = "given"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word, or one character of Chinese; *prob* is 0-1, None when the recogniser gave none."""

    text: str
    start_s: float
    end_s: float
    prob: float | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """One turn of one speaker.

    *id* counts from 1 in order of start. *suspect* is None, or the reason why the text may be invented.
    *loudness_db* is the mean level of the turn in dBFS.
    """

    id: int
    role: Role
    start_s: float
    end_s: float
    text: str
    words: tuple[Word, ...] = ()
    confidence: float | None = None
    suspect: str | None = None
    channel: int | None = None
    loudness_db: float | None = None

    @property
    def duration_s(self) -> float:
        return max(0.0, self.end_s - self.start_s)


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody speaks. *after* is who spoke last before it, None at the start of the call."""

    start_s: float
    end_s: float
    after: Role | None = None

    @property
    def duration_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Overlap:
    """Both speak. *interrupter* is who began while the other was speaking, None when that is not known."""

    start_s: float
    end_s: float
    interrupter: Role | None = None

    @property
    def duration_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Timeline:
    """Who spoke when, computed once per call from voice activity.

    *overlaps* is None when talk-over cannot be heard (one mixed channel without an overlap-aware diarizer).
    *talk_ratio* is the agent's share of all speech, 0-1, None when nobody spoke.
    *holds* are stretches with hold music or an announced wait.
    """

    duration_s: float
    speech_s: Mapping[Role, float] = field(default_factory=dict)
    silences: tuple[Silence, ...] = ()
    overlaps: tuple[Overlap, ...] | None = ()
    talk_ratio: float | None = None
    holds: tuple[Silence, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """Utterances sorted by (start_s, id), with the timeline of the call.

    *role_confidence* is 0-1; 1.0 for separate channels.
    """

    utterances: tuple[Utterance, ...]
    timeline: Timeline
    language: str = "zh"
    role_source: RoleSource = RoleSource.CHANNEL
    role_confidence: float = 1.0
