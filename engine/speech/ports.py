"""What a recogniser and a diarizer are to the rest of the engine: two protocols and their values.

An adapter is one file that fulfils one of them. Samples are float32 at 16 000 Hz, one channel, in [-1, 1].
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rules.transcript import Word

FloatArray = NDArray[np.float32]

RATE_HZ = 16_000


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time on one channel, in seconds from the start of the recording."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Hints:
    """What the recogniser is told to expect: a project's hot words and an opening prompt."""

    hot_words: tuple[str, ...] = ()
    prompt: str = ""


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Clip:
    """Sound to be written down in one go; clips of many channels and recordings may share a batch.

    *language* is a code such as `zh`; a clip never carries an unknown one: ask `language_of` first.
    """

    samples: FloatArray
    language: str
    hints: Hints = NO_HINTS

    @property
    def duration_s(self) -> float:
        return len(self.samples) / RATE_HZ


@dataclass(frozen=True, slots=True)
class Said:
    """What the recogniser made of one clip. Times of *words* count from the start of the clip.

    *words* is empty when the recogniser cannot place them.
    """

    text: str
    words: tuple[Word, ...] = ()
    mean_log_prob: float | None = None
    no_speech_prob: float | None = None
    compression_ratio: float | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """What produced a transcript: enough to make it again.

    *revision* is a digest of the weights; *options* is a digest of everything that changes the text.
    """

    backend: str
    model: str
    revision: str
    options: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class WindowShape:
    """How a recogniser likes its clips: at most *max_s* long, one stretch of speech each or several packed.

    *quiet_s* is the silence it needs after a clip; None: the window is always filled up, whatever it holds.
    """

    max_s: float = 30.0
    packed: bool = True
    quiet_s: float | None = None


class Transcriber(Protocol):
    """Writes down what is said in clips of sound."""

    @property
    def provenance(self) -> Provenance: ...

    @property
    def window(self) -> WindowShape: ...

    @property
    def batch_clips(self) -> int:
        """How many clips are written down at a time."""
        ...

    def language_of(self, clips: Sequence[FloatArray]) -> tuple[str, float]:
        """The language spoken in the clips of one recording, with its probability."""
        ...

    def transcribe(self, clips: Sequence[Clip], *, advanced: Callable[[int], None] | None = None) -> tuple[Said, ...]:
        """One text per clip, in the order given; the text of a clip does not depend on its neighbours.

        Args:
            advanced: called after each batch with the number of clips done so far.

        Raises:
            TranscriptionFailed: the model raised.
        """
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker of a mixed channel, speaking. *speaker* counts from 0 in order of first appearance."""

    speaker: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Diarization:
    """Who spoke when on one channel.

    *turns* do not overlap: words are joined with them. *heard* are all turns, overlapping where both speak, None for a
    diarizer that cannot hear that. *confidence* is 0-1: how clearly the voices differ.
    """

    turns: tuple[Turn, ...]
    confidence: float
    heard: tuple[Turn, ...] | None = None


class Diarizer(Protocol):
    """Tells the speakers of one mixed channel apart."""

    @property
    def provenance(self) -> Provenance: ...

    def diarize(self, samples: FloatArray, speech: Sequence[Span], *, speakers: int = 2) -> Diarization:
        """Turns sorted by start.

        Args:
            speech: where the voice activity detector heard someone.

        Raises:
            DiarizationFailed: the model raised.
        """
        ...
