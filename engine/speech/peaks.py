"""The outline of a recording for the player, so that the browser draws it without decoding any sound."""

from dataclasses import dataclass

import numpy as np

from engine.speech.ports import RATE_HZ, FloatArray

PEAKS_PER_S = 20


@dataclass(frozen=True, slots=True)
class Peaks:
    """The highest level of every twentieth of a second, 0-1, per channel."""

    rate_hz: int
    channels: tuple[tuple[float, ...], ...]
    duration_s: float

    def as_dict(self) -> dict[str, object]:
        """For JSON: `{"rate_hz": 20, "channels": [[0.12, …], …], "duration_s": 61.4}`."""
        channels = [list(channel) for channel in self.channels]
        return {"rate_hz": self.rate_hz, "channels": channels, "duration_s": self.duration_s}


def peaks(samples: FloatArray, rate_hz: int = PEAKS_PER_S) -> Peaks:
    """The outline of sound of shape (channels, n)."""
    step = RATE_HZ // rate_hz
    short = -samples.shape[1] % step
    padded = np.pad(np.abs(samples), ((0, 0), (0, short)))
    highest = padded.reshape(samples.shape[0], -1, step).max(axis=2).clip(0.0, 1.0)
    outline = tuple(tuple(round(float(level), 3) for level in channel) for channel in highest)
    return Peaks(rate_hz, outline, round(samples.shape[1] / RATE_HZ, 3))
