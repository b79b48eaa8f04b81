"""Whisper's log-mel features, as faster-whisper 1.2.1 computes them (see check_features)."""

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.signal import resample_poly
from torch import Tensor

RATE_HZ = 16000
WINDOW, HOP, MELS = 400, 160, 80

_HANN = torch.hann_window(WINDOW)


def mel_filters() -> Tensor:
    """faster-whisper's own filter bank, shape (80, 201)."""
    from faster_whisper.feature_extractor import FeatureExtractor

    return torch.from_numpy(FeatureExtractor.get_mel_filters(RATE_HZ, WINDOW, n_mels=MELS).astype(np.float32))


def log_mel(sound: NDArray[np.float32], filters: Tensor) -> Tensor:
    """Features of one clip, 8 kHz in, shape (80, frames), not padded."""
    wide = torch.from_numpy(resample_poly(sound, 2, 1).astype(np.float32))
    wide = torch.nn.functional.pad(wide, (0, HOP))
    spectrum = torch.stft(wide, WINDOW, HOP, window=_HANN, center=True, pad_mode="reflect", return_complex=True)
    power = spectrum[:, :-1].abs().square()
    log = (filters @ power).clamp(min=1e-10).log10()
    return ((torch.maximum(log, log.max() - 8.0) + 4.0) / 4.0)[:, :-1]


def check_features() -> float:
    """The largest difference from faster-whisper's extractor on one second of noise."""
    from faster_whisper.feature_extractor import FeatureExtractor

    sound = np.random.default_rng(1).normal(0, 0.1, 8000).astype(np.float32)
    wide = resample_poly(sound, 2, 1).astype(np.float32)
    theirs = FeatureExtractor()(wide)[..., :-1]
    return float(np.abs(log_mel(sound, mel_filters()).numpy() - theirs).max())
