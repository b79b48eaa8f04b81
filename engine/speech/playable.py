"""The copy that people hear: plays in every browser, and carries nothing but sound.

The original is kept untouched; its tags, cover pictures and comments may name people, so it is never served.
"""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from engine.speech.audio import Audio
from engine.speech.ports import RATE_HZ, FloatArray, Span

CONTENT_TYPE = "audio/ogg"
SUFFIX = ".ogg"
# Telephone speech is transparent at this rate, and neither channel leaks into the other.
BITS_PER_SECOND_PER_CHANNEL = 24_000
BLOCK_SAMPLES = RATE_HZ


def write_playable(audio: Audio, target: Path, *, silenced: Sequence[Span] = ()) -> None:
    """Write the sound as Opus in Ogg, channels kept, without any metadata.

    The same sound gives the same bytes.

    Args:
        silenced: stretches that must not be heard: a spoken card number, a name.
    """
    samples = without(audio.samples, silenced)
    channels = samples.shape[0]
    layout = "stereo" if channels == 2 else "mono"
    with av.open(str(target), "w", format="ogg", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libopus", rate=RATE_HZ, layout=layout)
        stream.bit_rate = BITS_PER_SECOND_PER_CHANNEL * channels
        stream.codec_context.options = {"application": "audio", "flags": "+bitexact"}
        for start in range(0, samples.shape[1], BLOCK_SAMPLES):
            block = np.ascontiguousarray(samples[:, start : start + BLOCK_SAMPLES].T.reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(block, format="flt", layout=layout)
            frame.sample_rate = RATE_HZ
            frame.pts = start
            frame.time_base = Fraction(1, RATE_HZ)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def without(samples: FloatArray, silenced: Sequence[Span]) -> FloatArray:
    """The sound with some stretches made silent, in all channels; the original array is not touched."""
    if not silenced:
        return samples
    quiet = samples.copy()
    for span in silenced:
        quiet[:, max(0, round(span.start_s * RATE_HZ)) : round(span.end_s * RATE_HZ)] = 0.0
    return quiet
