"""How a person's voice sounds, to know it again on a mixed channel. Pure.

A voiceprint is a few measures of the voiced frames, none of which carries what was said. It tells the agent from the
customer of one call; it is no proof of who somebody is.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.speech.errors import TooLittleVoice
from engine.speech.ports import RATE_HZ, FloatArray, Turn
from engine.speech.voice_features import FRAMES_PER_S, Frames, cepstrum, pitch_hz

# Raised whenever the measures change: prints of different features cannot be compared, and are enrolled anew.
FEATURES = "cepstrum+pitch/1"
# A mean over fewer voiced seconds depends on the words more than on the voice: three pairs of prints, each of one
# person and made of 2-4 s, had a likeness of -0.2, 0.1 and 0.4.
LEAST_VOICED_S = 3.0
# Counted from the middle of many voices, in units of their spread: nine English and Mandarin voices on telephone
# lines. Lines colour the coefficients, so pitch (in octaves) counts more.
MIDDLE = (24.7, 6.5, 4.0, -0.2, -2.2, 1.1, 2.5, -1.5, 2.1, 1.1, 0.7, 0.6, 1.2, 0.0, 0.0, -0.3, 7.4)
SPREAD = (5.6, 6.6, 3.2, 5.0, 2.8, 3.3, 2.8, 2.3, 1.3, 2.1, 1.0, 1.2, 1.3, 0.7, 0.6, 0.7, 0.34)
PITCH_WEIGHT = 2.0
# Between the two, the voice may be the same or another. Seen on parts of real calls of eight people, 4.5 s of voice and
# more each: of 82 pairs of one person 98 % are the same, none another; of 383 pairs of two people none the same, 93 %
# another.
SAME_FROM, ANOTHER_BELOW = 0.65, 0.3


class Match(StrEnum):
    """Whether two voices are one."""

    SAME = "same"
    UNSURE = "unsure"
    ANOTHER = "another"


@dataclass(frozen=True, slots=True)
class Voiceprint:
    """One person's voice. *speech_s* is how much voice it was made of."""

    vector: tuple[float, ...]
    speech_s: float
    features: str = FEATURES

    def as_dict(self) -> dict[str, Any]:
        """For JSON: `{"features": …, "vector": […], "speech_s": 12.3}`."""
        return {"features": self.features, "vector": list(self.vector), "speech_s": self.speech_s}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Voiceprint":
        """What `as_dict` gave."""
        vector = tuple(float(measure) for measure in stored["vector"])
        return cls(vector, float(stored["speech_s"]), str(stored["features"]))

    @property
    def current(self) -> bool:
        """Whether it can be compared with voices heard now; if not, enrol again."""
        return self.features == FEATURES


def enrol(samples: FloatArray, sample_rate: int = RATE_HZ) -> Voiceprint:
    """The voice of the one person who speaks in *samples*.

    Raises:
        TooLittleVoice: fewer than `LEAST_VOICED_S` of voiced sound.
    """
    return enrol_clips([samples], sample_rate)


def enrol_clips(clips: Iterable[FloatArray], sample_rate: int = RATE_HZ) -> Voiceprint:
    """The voice of the one person who speaks in all *clips*, of one call or of several.

    Raises:
        TooLittleVoice: fewer than `LEAST_VOICED_S` of voiced sound in all of them.
    """
    heard = [_voiced(_at_our_rate(clip, sample_rate)) for clip in clips]
    found = voiceprint_of(
        np.concatenate([np.zeros((0, len(MIDDLE) - 1)), *(coefficients for coefficients, _ in heard)]),
        np.concatenate([np.zeros(0), *(pitch for _, pitch in heard)]),
    )
    if found is None or found.speech_s < LEAST_VOICED_S:
        raise TooLittleVoice(found.speech_s if found else 0.0, LEAST_VOICED_S)
    return found


def voiceprint_of(coefficients: Frames, pitch: NDArray[np.float64]) -> Voiceprint | None:
    """The print of voiced frames; None without any."""
    if not len(pitch):
        return None
    measures = (np.append(coefficients.mean(axis=0), np.median(np.log2(pitch))) - MIDDLE) / SPREAD
    measures[-1] *= PITCH_WEIGHT
    return Voiceprint(tuple(round(float(one), 4) for one in measures), round(len(pitch) / FRAMES_PER_S, 2))


def voices_in(samples: FloatArray, turns: Iterable[Turn]) -> dict[int, Voiceprint]:
    """The print of each speaker of a channel who is heard long enough for one."""
    cuts: dict[int, list[FloatArray]] = {}
    for turn in turns:
        cut = samples[round(turn.start_s * RATE_HZ) : round(turn.end_s * RATE_HZ)]
        cuts.setdefault(turn.speaker, []).append(cut)
    found: dict[int, Voiceprint] = {}
    for speaker, own in cuts.items():
        with suppress(TooLittleVoice):
            found[speaker] = enrol_clips(own)
    return found


def likeness(first: Voiceprint, second: Voiceprint) -> float:
    """How alike two voices are, -1 to 1; 0.0 when their features differ."""
    if first.features != second.features:
        return 0.0
    return cosine(first.vector, second.vector)


def match(first: Voiceprint, second: Voiceprint) -> Match:
    """Whether two voices are one, with an honest middle."""
    alike = likeness(first, second)
    if alike >= SAME_FROM:
        return Match.SAME
    return Match.ANOTHER if alike < ANOTHER_BELOW and first.features == second.features else Match.UNSURE


def cosine(first: Sequence[float], second: Sequence[float]) -> float:
    """The cosine of the angle between two vectors; 0.0 when they cannot be compared."""
    if len(first) != len(second):
        return 0.0
    a, b = np.asarray(first), np.asarray(second)
    norm = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / norm if norm else 0.0


def _voiced(samples: FloatArray) -> tuple[Frames, NDArray[np.float64]]:
    coefficients, pitch = cepstrum(samples), pitch_hz(samples)
    own = np.flatnonzero(pitch > 0)
    return coefficients[own], pitch[own]


def _at_our_rate(samples: FloatArray, sample_rate: int) -> FloatArray:
    """The same sound at 16 000 Hz."""
    if sample_rate == RATE_HZ or not len(samples):
        return samples
    wanted = round(len(samples) * RATE_HZ / sample_rate)
    spectrum = np.fft.rfft(samples)
    kept = min(len(spectrum), wanted // 2 + 1)
    resampled = np.fft.irfft(spectrum[:kept], wanted) * (wanted / len(samples))
    return resampled.astype(np.float32)
