"""Decoded sound of any rate and kind as float32 at 16 000 Hz."""

from collections.abc import Iterable, Iterator
from itertools import groupby

import numpy as np
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from engine.speech.ports import RATE_HZ, FloatArray

# Sound comes in frames of 10-60 ms, and each step costs the same however short: a second or two at a time.
PART_SAMPLES = 1 << 14


def resampled(frames: Iterable[AudioFrame], channels: int) -> Iterator[FloatArray]:
    """The sound of *frames*, in arrays of shape (channels, n).

    Joined files change their rate midway: the one is finished before the other begins.
    """
    layout = "stereo" if channels == 2 else "mono"
    for _, alike in groupby(frames, _shape):
        resampler = AudioResampler(format="fltp", layout=layout, rate=RATE_HZ)
        for part in _gathered(alike):
            yield from _arrays(resampler.resample(part))
        yield from _arrays(resampler.resample(None))


def _shape(frame: AudioFrame) -> tuple[int, str, str]:
    return frame.sample_rate, frame.layout.name, frame.format.name


def _gathered(frames: Iterable[AudioFrame]) -> Iterator[AudioFrame]:
    """The same sound in longer frames."""
    fifo = AudioFifo()
    for frame in frames:
        frame.pts = None
        if frame.samples >= PART_SAMPLES and not fifo.samples:
            yield frame
            continue
        fifo.write(frame)
        if fifo.samples >= PART_SAMPLES and (part := fifo.read()):
            yield part
    if part := fifo.read():
        yield part


def _arrays(frames: Iterable[AudioFrame]) -> Iterator[FloatArray]:
    for frame in frames:
        yield frame.to_ndarray().astype(np.float32, copy=False)
