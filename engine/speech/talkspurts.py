"""Where a channel carries sound at all.

Phones and gateways that suppress silence send nothing between talkspurts: exact zeros. On such a channel the borders of
speech are those of the talkspurt, for a voice detector misses soft beginnings and ends. A channel that always carries a
little noise has no talkspurts, and its speech stays as detected.
"""

from collections.abc import Sequence

import numpy as np

from engine.speech.ports import RATE_HZ, FloatArray, Span

STEP_S = 0.02
STEP_SAMPLES = int(STEP_S * RATE_HZ)
# The smallest step of A-law is 8 of 32768: a coder that sends nothing stays within it.
NOTHING = 3e-4
# Shorter pauses are closures inside words.
BRIDGE_S = 0.2
# Below one part in twenty of nothing, the channel is not a suppressed one.
SUPPRESSED_SHARE = 0.05
# A soft onset and the sender's hangover together: at 1.5 s every border of the acted Mandarin set is met, at 1.0 s nine
# in ten.
REACH_S = 1.5


def talkspurts(samples: FloatArray) -> tuple[Span, ...]:
    """Stretches in which the channel carries anything; empty for a channel without suppressed silence."""
    steps = len(samples) // STEP_SAMPLES
    if not steps:
        return ()
    parts = samples[: steps * STEP_SAMPLES].reshape(steps, STEP_SAMPLES)
    sounding = np.flatnonzero((parts.max(axis=1) > NOTHING) | (parts.min(axis=1) < -NOTHING))
    if not len(sounding):
        return ()
    breaks = np.flatnonzero(np.diff(sounding) * STEP_S > BRIDGE_S)
    firsts = sounding[np.concatenate(([0], breaks + 1))]
    lasts = sounding[np.concatenate((breaks, [len(sounding) - 1]))]
    spurts = tuple(
        Span(round(float(first) * STEP_S, 3), round(float(last + 1) * STEP_S, 3))
        for first, last in zip(firsts, lasts, strict=True)
    )
    carried_s = sum(spurt.duration_s for spurt in spurts)
    return spurts if carried_s < (1 - SUPPRESSED_SHARE) * steps * STEP_S else ()


def reach_borders(spans: Sequence[Span], spurts: Sequence[Span], reach_s: float = REACH_S) -> tuple[Span, ...]:
    """Let each stretch of speech begin and end with its talkspurt, when that is no further than *reach_s*.

    Only the first and the last stretch inside a talkspurt move, and only outwards.
    """
    moved = list(spans)
    for spurt in spurts:
        inside = [
            index for index, span in enumerate(spans) if span.start_s < spurt.end_s and span.end_s > spurt.start_s
        ]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        if 0 < moved[first].start_s - spurt.start_s <= reach_s:
            moved[first] = Span(spurt.start_s, moved[first].end_s)
        if 0 < spurt.end_s - moved[last].end_s <= reach_s:
            moved[last] = Span(moved[last].start_s, spurt.end_s)
    return tuple(moved)
