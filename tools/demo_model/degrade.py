"""What a telephone line does to a voice: level, band, noise, coding."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

Sound = NDArray[np.float32]

_BANDS = (
    butter(2, 120, "highpass", fs=8000, output="sos"),
    butter(2, 300, "highpass", fs=8000, output="sos"),
    butter(4, 3400, "lowpass", fs=8000, output="sos"),
    butter(2, (250, 3500), "bandpass", fs=8000, output="sos"),
)
_DULL = butter(1, 500, "lowpass", fs=8000, output="sos")
CLEAN_SHARE = 0.15


def telephone(sound: Sound, rng: np.random.Generator) -> Sound:
    """*sound* (8 kHz) at a random level, through a random line."""
    sound = sound * np.float32(10 ** (rng.uniform(-26, 0) / 20))
    if rng.random() < 0.4:
        sound = sosfilt(_BANDS[rng.integers(len(_BANDS))], sound).astype(np.float32)
    if rng.random() > CLEAN_SHARE:
        sound = sound + noise(len(sound), rng) * (loudness(sound) * 10 ** (-rng.uniform(14, 50) / 20))
    dice = rng.random()
    if dice < 0.6:
        sound = mu_law(sound, 255.0 if dice < 0.5 else 87.6)
    return sound.astype(np.float32)


def noise(count: int, rng: np.random.Generator) -> Sound:
    """Hiss, or the duller noise of a room, of deviation 1."""
    hiss = rng.standard_normal(count, dtype=np.float32)
    if rng.random() < 0.5:
        return hiss
    dull = sosfilt(_DULL, hiss).astype(np.float32)
    return np.asarray(dull / max(float(dull.std()), 1e-6), np.float32)


def loudness(sound: Sound) -> float:
    """Root mean square."""
    return max(float(np.sqrt(np.mean(np.square(sound)))), 1e-5)


def mu_law(sound: Sound, mu: float = 255.0) -> Sound:
    """Coded to 8 bits and back."""
    clipped = np.clip(sound, -1, 1)
    coded = np.sign(clipped) * np.log1p(mu * np.abs(clipped)) / np.log1p(mu)
    coded = np.round(coded * 127) / 127
    return np.asarray(np.sign(coded) * (np.expm1(np.abs(coded) * np.log1p(mu)) / mu), np.float32)
