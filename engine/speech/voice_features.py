"""How a voice sounds, frame by frame: cepstral coefficients and pitch, in numpy."""

import math

import numpy as np
from numpy.typing import NDArray

from engine.speech.ports import RATE_HZ, FloatArray

FRAMES_PER_S = 100
HOP = RATE_HZ // FRAMES_PER_S
FRAME = 400
FFT = 512
# Telephone speech carries nothing above 4 kHz; what is there in wide-band files would only tell files apart.
LOWEST_HZ, HIGHEST_HZ = 200.0, 3600.0
BANDS, COEFFICIENTS = 24, 16
LOWEST_PITCH_HZ, HIGHEST_PITCH_HZ = 70.0, 400.0
# Below this share of the frame's energy at its best lag, the frame has no pitch.
VOICED_LIKENESS = 0.4
BLOCK = 6000

Frames = NDArray[np.float64]


def cepstrum(samples: FloatArray) -> Frames:
    """Mel cepstral coefficients 1-16 of every 10 ms, shape (n_frames, 16)."""
    filters, turn = _mel(), _cosines()
    window = np.hanning(FRAME)
    parts = []
    for block in _blocks(samples, FRAME):
        power = np.abs(np.fft.rfft(block * window, FFT, axis=1)) ** 2
        parts.append(np.log(power @ filters.T + 1e-10) @ turn.T)
    return np.concatenate(parts) if parts else np.zeros((0, COEFFICIENTS))


def pitch_hz(samples: FloatArray) -> NDArray[np.float64]:
    """The pitch of every 10 ms by autocorrelation, 0.0 where there is none."""
    length = 2 * FRAME
    low, high = int(RATE_HZ / HIGHEST_PITCH_HZ), int(RATE_HZ / LOWEST_PITCH_HZ)
    parts = []
    for block in _blocks(samples, length):
        spectrum = np.abs(np.fft.rfft(block - block.mean(axis=1, keepdims=True), 2 * length, axis=1)) ** 2
        likeness = np.fft.irfft(spectrum, axis=1)[:, : high + 1]
        energy = np.maximum(likeness[:, :1], 1e-9)
        # A longer lag has fewer samples in common: make up for them.
        shares = likeness / energy * (length / (length - np.arange(high + 1)))
        best = low + np.argmax(shares[:, low:], axis=1)
        strong = (shares[np.arange(len(best)), best] > VOICED_LIKENESS) & (energy[:, 0] > 1e-4 * length)
        parts.append(np.where(strong, RATE_HZ / best, 0.0))
    return np.concatenate(parts) if parts else np.zeros(0)


def _blocks(samples: FloatArray, length: int) -> list[Frames]:
    count = max(0, 1 + (len(samples) - length) // HOP)
    if not count:
        return []
    views = np.lib.stride_tricks.sliding_window_view(samples, length)[::HOP]
    return [views[at : at + BLOCK].astype(np.float64) for at in range(0, count, BLOCK)]


def _mel() -> Frames:
    def mel(hz: float) -> float:
        return 2595.0 * math.log10(1.0 + hz / 700.0)

    points = np.linspace(mel(LOWEST_HZ), mel(HIGHEST_HZ), BANDS + 2)
    edges = (700.0 * (10.0 ** (points / 2595.0) - 1.0)) * FFT / RATE_HZ
    bins = np.arange(FFT // 2 + 1)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0.0, np.minimum(rising, falling))


def _cosines() -> Frames:
    order = np.arange(1, COEFFICIENTS + 1)[:, None]
    return np.cos(np.pi * order * (np.arange(BANDS) + 0.5) / BANDS)
