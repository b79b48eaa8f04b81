"""The outline of a recording for the player, so that the browser draws it without decoding any sound."""

from dataclasses import dataclass

import numpy as np

from engine.speech.ports import RATE_HZ, FloatArray

PER_SECOND = 20


@dataclass(frozen=True, slots=True)
class Peaks:
    """The highest level of every twentieth of a second, 0-1, per channel."""

    per_second: int
    channels: tuple[tuple[float, ...], ...]

    def as_dict(self) -> dict[str, object]:
        """For JSON: `{"per_second": 20, "channels": [[0.12, …], …]}`."""
        return {"per_second": self.per_second, "channels": [list(channel) for channel in self.channels]}


def peaks(samples: FloatArray, per_second: int = PER_SECOND) -> Peaks:
    """The outline of sound of shape (channels, n)."""
    step = RATE_HZ // per_second
    short = -samples.shape[1] % step
    padded = np.pad(np.abs(samples), ((0, 0), (0, short)))
    highest = padded.reshape(samples.shape[0], -1, step).max(axis=2).clip(0.0, 1.0)
    return Peaks(per_second, tuple(tuple(round(float(level), 3) for level in channel) for channel in highest))
