"""What can go wrong between a file and a transcript.

SpeechError
├── UnreadableAudio     the file holds no sound that can be heard, with a reason code for the page
├── UnreadableTranscript  a transcript of another system is broken, with the place
├── UnknownBackend      a setting names no adapter
├── ModelMissing        the named model is not on this machine and cannot be fetched
├── TranscriptionFailed the recogniser gave up
├── TooLittleVoice      a clip to enrol a voice from holds hardly any
└── DiarizationFailed   the speakers could not be told apart
"""

from enum import StrEnum


class Reason(StrEnum):
    """Why a file is refused; pages translate the code."""

    MISSING = "missing"
    EMPTY = "empty"
    NOT_AUDIO = "not_audio"
    HEADER_ONLY = "header_only"
    NO_SAMPLES = "no_samples"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    TOO_MANY_CHANNELS = "too_many_channels"
    UNSUPPORTED_CODEC = "unsupported_codec"
    BAD_RATE = "bad_rate"


class SpeechError(Exception):
    """Anything this folder refuses or cannot do."""


class UnreadableAudio(SpeechError):
    """The file cannot be heard. *detail* holds what the reason is about: seconds, channels, codec."""

    def __init__(self, reason: Reason, **detail: str | int | float) -> None:
        self.reason, self.detail = reason, detail
        said = ", ".join(f"{name} {value}" for name, value in detail.items())
        super().__init__(f"{reason}: {said}" if said else str(reason))


class UnreadableTranscript(SpeechError):
    """A transcript file that is broken, or of no known kind. *place* is a path inside it or a line."""

    def __init__(self, place: str, why: str) -> None:
        self.place, self.why = place, why
        super().__init__(f"{place}: {why}" if place else why)


class UnknownBackend(SpeechError):
    """No adapter has this name."""

    def __init__(self, kind: str, name: str, known: tuple[str, ...]) -> None:
        self.kind, self.name, self.known = kind, name, known
        super().__init__(f"no {kind} named {name!r}; there are {', '.join(known)}")


class ModelMissing(SpeechError):
    """The model is not where it should be."""

    def __init__(self, model: str, why: str) -> None:
        self.model, self.why = model, why
        super().__init__(f"speech model {model}: {why}")


class TooLittleVoice(SpeechError):
    """Not enough of a voice to know it again."""

    def __init__(self, voiced_s: float, least_s: float) -> None:
        self.voiced_s, self.least_s = voiced_s, least_s
        super().__init__(f"{voiced_s:.1f} s of voice, at least {least_s:.1f} s are needed")


class TranscriptionFailed(SpeechError):
    """The recogniser raised; the cause is chained."""

    def __init__(self, backend: str, why: str) -> None:
        self.backend, self.why = backend, why
        super().__init__(f"{backend}: {why}")


class DiarizationFailed(SpeechError):
    """The diarizer raised; the cause is chained."""

    def __init__(self, backend: str, why: str) -> None:
        self.backend, self.why = backend, why
        super().__init__(f"{backend}: {why}")
