"""Music on hold and the tones of a line, made on the spot."""

import numpy as np
from numpy.typing import NDArray

from engine.speech.ports import RATE_HZ, FloatArray

Table = NDArray[np.float64]

# Plucked strings die away quickly, an organ does not.
PLUCKED, STRUCK, BLOWN = 5.0, 2.5, 0.0
SCALE = (0, 2, 4, 5, 7, 9, 11, 12, 14, 16)


def piece(duration_s: float, *, fades: float = STRUCK, beats_per_minute: int = 110, drums: bool = False) -> FloatArray:
    """A melody over chords, with or without drums, about as loud as a voice."""
    rng = np.random.default_rng(12)
    beat_s = 60 / beats_per_minute
    sound = np.zeros(round((duration_s + 5) * RATE_HZ))
    at_s = 0.0
    while at_s < duration_s:
        length_s = beat_s * float(rng.choice([0.5, 1, 1, 2]))
        _add(sound, at_s, note(262 * 2 ** (float(rng.choice(SCALE)) / 12), 1.3 * length_s, fades))
        at_s += length_s
    for bar in range(int(duration_s / (4 * beat_s)) + 1):
        root = int(rng.choice([0, 5, 7, 9]))
        for step in (0, 4, 7):
            _add(sound, bar * 4 * beat_s, 0.6 * note(131 * 2 ** ((root + step) / 12), 4 * beat_s, fades))
    if drums:
        for hit in range(int(duration_s / beat_s * 2)):
            moments = np.arange(RATE_HZ // 12) / RATE_HZ
            _add(sound, hit * beat_s / 2, 2 * rng.standard_normal(len(moments)) * np.exp(-40 * moments))
    kept = sound[: round(duration_s * RATE_HZ)]
    found: FloatArray = (0.06 * kept / kept.std()).astype(np.float32)
    return found


def note(hz: float, duration_s: float, fades: float) -> Table:
    """One note with its overtones."""
    moments = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    sound = sum(np.sin(2 * np.pi * order * hz * moments + order) / order**1.2 for order in range(1, 8))
    edges = np.minimum(1, 20 * moments) * np.minimum(1, 20 * (duration_s - moments))
    found: Table = sound * edges * np.exp(-fades * moments)
    return found


def tone(on_s: float, off_s: float, times: int, hz: float = 450.0) -> FloatArray:
    """A tone of the line: ringing, busy, waiting."""
    sounding = 0.1 * np.sin(2 * np.pi * hz * np.arange(round(on_s * RATE_HZ)) / RATE_HZ)
    found: FloatArray = np.tile(np.concatenate([sounding, np.zeros(round(off_s * RATE_HZ))]), times).astype(np.float32)
    return found


def _add(sound: Table, at_s: float, part: Table | FloatArray) -> None:
    first = round(at_s * RATE_HZ)
    sound[first : first + len(part)] += part[: len(sound) - first]
