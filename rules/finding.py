"""What a rule saw in one call, with the proof."""

from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """`fail`: what the rule forbids or demands went wrong. `unsure`: cannot tell, a person must look."""

    PASS = "pass"
    FAIL = "fail"
    UNSURE = "unsure"


class Severity(StrEnum):
    """How much it matters, from a note to the whole form."""

    INFO = "info"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    FATAL = "fatal"


RAW = "raw"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where it was heard.

    Args:
        utterances: ids, in order of time.
        chars: span in the raw text of the first utterance, half-open; None when the proof is not in the words.
        quote: the words themselves, as transcribed; empty for silence and absence.
        why: what was compared with what, in words a manager reads ("similarity 76 < 80").
        window: for absence, True: start_s..end_s is the stretch that was searched.
        channel: of the recording, counted from 0; None where it is not known, or where it was more than one.
        text_version: which text *chars* count in; RAW, the text as it was transcribed. Empty without *chars*.
    """

    utterances: tuple[int, ...]
    start_s: float
    end_s: float
    chars: tuple[int, int] | None = None
    quote: str = ""
    why: str = ""
    condition: str = ""
    operator: str = ""
    confidence: float | None = None
    window: bool = False
    channel: int | None = None
    text_version: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's judgement of one call.

    Args:
        points: what it changes on the score: negative for a deduction, positive for a bonus, 0 otherwise.
        hits: how often it happened; at least 1 on `fail`.
        suspected: a person must confirm before it costs anything (疑似).
    """

    rule: str
    title: str
    verdict: Verdict
    severity: Severity
    points: float = 0.0
    hits: int = 0
    evidence: tuple[Evidence, ...] = field(default=())
    why: str = ""
    suspected: bool = False
    flags: bool = False
