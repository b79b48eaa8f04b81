"""A stretch of a recording as a file of its own: both sides mixed, without metadata, names made silent."""

import wave
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler

from engine.speech.ports import RATE_HZ, FloatArray, Span

CONTENT_TYPE = "audio/wav"


def cut(path: Path, start_s: float, end_s: float, silenced: Sequence[Span] = ()) -> bytes:
    """The sound of *path* from *start_s* to *end_s*, one channel, 16-bit WAV. The same stretch gives the same bytes.

    Args:
        path: a copy that was made for people to hear, so it decodes.
        silenced: stretches of the whole call that must not be heard.
    """
    samples = np.zeros(max(0, round((end_s - start_s) * RATE_HZ)), dtype=np.float32)
    for at_s, block in _blocks(path, start_s, end_s):
        place = round((at_s - start_s) * RATE_HZ)
        block, place = block[max(0, -place) :], max(0, place)
        room = max(0, samples.size - place)
        samples[place : place + block.size] = block[:room]
    for span in silenced:
        first, last = (round((moment_s - start_s) * RATE_HZ) for moment_s in (span.start_s, span.end_s))
        samples[max(0, first) : max(0, last)] = 0.0
    return _wav(samples)


def _blocks(path: Path, start_s: float, end_s: float) -> Iterator[tuple[float, FloatArray]]:
    """Decoded pieces that touch the stretch, each with the moment at which it begins."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        resampler = AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
        # A second early: a decoder needs a little run-up before its sound is right.
        container.seek(max(0, int((start_s - 1.0) * 1_000_000)), any_frame=False, backward=True)
        for frame in container.decode(stream):
            if frame.time is not None and frame.time >= end_s:
                return
            begins_s = frame.time or 0.0
            for piece in resampler.resample(frame):
                yield begins_s, piece.to_ndarray().reshape(-1).astype(np.float32, copy=False)


def _wav(samples: FloatArray) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((np.clip(samples, -1.0, 1.0) * 32767).astype("<i2").tobytes())
    return out.getvalue()
