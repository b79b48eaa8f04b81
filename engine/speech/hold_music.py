"""Where a channel carries music or a tone instead of a voice. Pure.

Notes stand still: in the spectrum of music some lines keep their place for seconds, while those of a voice glide and
pause. So: which lines stand out from their surroundings, how much of two seconds each of them stands out, and how high
the highest of these shares rise above the valleys beside them (continuous frequency activation, Seyerlehner and
others, 2007).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.speech.ports import RATE_HZ, FloatArray, Span

FFT = 1024
HOP = 512
HOP_S = HOP / RATE_HZ
# What a telephone carries, without the hum of the mains.
LOWEST_LINE, HIGHEST_LINE = round(200 * FFT / RATE_HZ), round(3400 * FFT / RATE_HZ)
# A line stands out when it is this much louder (natural logarithm of power) than the lines around it.
SURROUNDING_LINES, STANDS_OUT = 21, 1.0
BLOCK_S, BLOCK_STEP_S = 2.0, 1.0
BLOCK, BLOCK_STEP = round(BLOCK_S / HOP_S), round(BLOCK_STEP_S / HOP_S)
# The five highest of the shares, added up: noise has 0.7-0.9, synthesised pieces have 2.0-5.0.
HIGHEST_SHARES, MUSICAL = 5, 2.0
# A tone is one line: most of the power lies in three neighbours of the spectrum.
PURE = 0.7
# Softer sounds are the line's own: a whistle of -50 dBFS goes through whole calls.
AUDIBLE_DB = -42.0
# A ringing tone sounds one second in five.
SOUNDING_SHARE = 0.18
# Round a voice: its first and last sounds are not detected.
MARGIN_S = 0.3
# Between two phrases of a piece, between two rings of a tone, or a few words on top.
JOIN_S = 4.5
SHORTEST_S = 5.0

Table = NDArray[np.float64]


def music(samples: FloatArray, voice: Sequence[Span]) -> tuple[Span, ...]:
    """Stretches of at least `SHORTEST_S` that carry music or a tone, and mostly no voice.

    Args:
        voice: where the voice detector heard somebody on this channel, sorted.
    """
    blocks = [
        Span(first * HOP_S, (first + BLOCK) * HOP_S)
        for first in _blocks(samples, voice)
        if _holds_still(samples[first * HOP :][: BLOCK * HOP + FFT - HOP])
    ]
    return tuple(
        Span(round(span.start_s, 2), round(span.end_s, 2))
        for span in _joined(blocks)
        if span.duration_s >= SHORTEST_S and _shared_s(span, voice) < 0.5 * span.duration_s
    )


def _holds_still(block: FloatArray) -> bool:
    power = _power(block)
    whole = power.sum(axis=0)
    pure = np.convolve(whole, np.ones(3), "same").max() > PURE * whole.sum()
    return bool(pure) or musicality(power) >= MUSICAL


def _power(samples: FloatArray) -> Table:
    """The spectrum of every 32 ms, as far as a telephone carries it and a little further."""
    margin = SURROUNDING_LINES // 2
    wanted = slice(LOWEST_LINE - margin, HIGHEST_LINE + margin + 1)
    frames = np.lib.stride_tricks.sliding_window_view(samples, FFT)[::HOP]
    found: Table = np.abs(np.fft.rfft(frames * np.hanning(FFT), axis=1)[:, wanted]) ** 2
    return found


def musicality(power: Table) -> float:
    """How much the lines of a spectrum stand still, 0 to `HIGHEST_SHARES`."""
    margin = SURROUNDING_LINES // 2
    lines = np.log(power + 1e-9)
    sums = np.cumsum(np.pad(lines, ((0, 0), (1, 0))), axis=1)
    around = (sums[:, SURROUNDING_LINES:] - sums[:, :-SURROUNDING_LINES]) / SURROUNDING_LINES
    shares = (lines[:, margin : margin + around.shape[1]] - around > STANDS_OUT).mean(axis=0)
    return float(np.sort(_heights(shares))[-HIGHEST_SHARES:].sum())


def _heights(shares: Table) -> Table:
    """How high each peak rises above the higher of the two valleys beside it."""
    falls = np.diff(np.concatenate(([0.0], shares, [0.0])))
    turns = np.flatnonzero(falls)
    signs = np.sign(falls[turns])
    # Runs of one direction: each rise that a fall follows is a peak.
    ends = np.flatnonzero(np.diff(np.concatenate((signs, [0.0]))))
    heights = np.add.reduceat(falls[turns], np.concatenate(([0], ends[:-1] + 1))) if len(turns) else np.zeros(0)
    rises, drops = heights[:-1], -heights[1:]
    found: Table = np.minimum(rises, drops)[(rises > 0) & (drops > 0)]
    return found


def _blocks(samples: FloatArray, voice: Sequence[Span]) -> list[int]:
    """The first frames of the blocks that hold sound and no voice."""
    frames = max(0, (len(samples) - FFT) // HOP + 1)
    parts = samples[: frames * HOP].reshape(frames, HOP)
    loud = np.einsum("ij,ij->i", parts, parts) / HOP > 10 ** (AUDIBLE_DB / 10)
    free = np.ones(frames, dtype=bool)
    for span in voice:
        free[max(0, round((span.start_s - MARGIN_S) / HOP_S)) : round((span.end_s + MARGIN_S) / HOP_S)] = False
    wanted = np.arange(0, frames - BLOCK + 1, BLOCK_STEP)
    return [
        int(first)
        for first in wanted
        if free[first : first + BLOCK].all() and loud[first : first + BLOCK].mean() > SOUNDING_SHARE
    ]


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start_s - joined[-1].end_s <= JOIN_S:
            joined[-1] = Span(joined[-1].start_s, max(joined[-1].end_s, span.end_s))
        else:
            joined.append(span)
    return joined


def _shared_s(span: Span, voice: Sequence[Span]) -> float:
    return sum(max(0.0, min(span.end_s, one.end_s) - max(span.start_s, one.start_s)) for one in voice)
