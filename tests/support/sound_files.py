"""Recordings in any format, written on the spot from one signal; and files that lie about themselves."""

import struct
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from engine.speech.ports import RATE_HZ, FloatArray


def voice_like(duration_s: float, channels: int = 1, *, seed: int = 5) -> FloatArray:
    """A tone that rises and falls with a little noise, shape (channels, n), different in every channel."""
    rng = np.random.default_rng(seed)
    moment = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    rows = [
        0.3 * np.sin(2 * np.pi * (180 + 90 * channel) * moment) * np.sin(np.pi * moment / duration_s)
        + 0.01 * rng.standard_normal(len(moment))
        for channel in range(channels)
    ]
    return np.stack(rows).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Coding:
    """How to write a file: container, encoder, sample rate, channels."""

    name: str
    container: str
    encoder: str
    rate_hz: int
    channels: int = 1
    bit_rate: int | None = None

    def __str__(self) -> str:
        return f"{self.encoder}-{self.rate_hz}-{self.channels} in {self.name}"


def write_coded(folder: Path, coding: Coding, samples: FloatArray) -> Path:
    """Encode *samples* (16 kHz) as *coding* says."""
    target = folder / coding.name
    layout = "stereo" if coding.channels == 2 else "mono"
    with av.open(str(target), "w", format=coding.container) as container:
        stream = container.add_stream(coding.encoder, rate=coding.rate_hz, layout=layout)
        stream.codec_context.options = {"strict": "experimental"}
        if coding.bit_rate:
            stream.bit_rate = coding.bit_rate
        wanted = stream.codec_context.format or stream.codec_context.codec.audio_formats[0]
        resampler = av.AudioResampler(format=wanted, layout=layout, rate=coding.rate_hz)
        rows = np.ascontiguousarray(samples[: coding.channels].T.reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(rows, format="flt", layout=layout)
        frame.sample_rate = RATE_HZ
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return target


def wav_bytes(
    data: bytes,
    *,
    tag: int = 1,
    rate_hz: int = 8000,
    channels: int = 1,
    block: int = 2,
    bytes_per_s: int = 16000,
    bits: int = 16,
    promised_bytes: int | None = None,
) -> bytes:
    """A WAV file as it is told to be, true or not."""
    form = struct.pack("<HHIIHHH", tag, channels, rate_hz, bytes_per_s, block, bits, 0)
    size = len(data) if promised_bytes is None else promised_bytes
    body = b"WAVE" + b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", size) + data
    return b"RIFF" + struct.pack("<I", (len(body)) & 0xFFFFFFFF) + body


def write_wav(target: Path, samples: FloatArray, *, rate_hz: int = RATE_HZ) -> Path:
    """A plain 16-bit WAV of *samples*, taken to be at *rate_hz* already."""
    pcm = (np.clip(samples, -1, 1) * 32767).astype("<i2").T.tobytes()
    channels = samples.shape[0]
    target.write_bytes(
        wav_bytes(pcm, rate_hz=rate_hz, channels=channels, block=2 * channels, bytes_per_s=2 * channels * rate_hz)
    )
    return target
