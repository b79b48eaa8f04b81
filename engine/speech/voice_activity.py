"""Where somebody speaks on one channel.

The probabilities come from the silero model that faster-whisper carries; turning them into stretches is ours and pure,
so that one run of the model serves the timeline (tight) and the recogniser's clips (padded).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.speech.ports import RATE_HZ, FloatArray, Span

# The model judges 512 samples at a time.
FRAME_SAMPLES = 512
FRAME_S = FRAME_SAMPLES / RATE_HZ
# Each frame is judged with the end of the one before.
CONTEXT_SAMPLES = 64
BLOCK_SAMPLES = 8_192 * FRAME_SAMPLES


@dataclass(frozen=True, slots=True)
class ActivityOptions:
    """When a probability becomes speech.

    Args:
        on_prob: speech begins at this probability.
        off_prob: and ends when it stays below this one.
        min_speech_s: shorter stretches are clicks.
        min_silence_s: shorter gaps are part of the speech.
    """

    on_prob: float = 0.5
    off_prob: float = 0.35
    min_speech_s: float = 0.1
    min_silence_s: float = 0.25


def speech_spans(probabilities: Sequence[float] | FloatArray, options: ActivityOptions) -> tuple[Span, ...]:
    """Stretches of speech, sorted, apart by at least `min_silence_s`.

    Hysteresis: a stretch begins at `on_prob` and lasts until the probability has been below `off_prob` for
    `min_silence_s`; it then ends where it first fell.
    """
    spans: list[Span] = []
    began: int | None = None
    fell: int | None = None
    patience = options.min_silence_s / FRAME_S
    for index, probability in enumerate(probabilities):
        if began is None:
            if probability >= options.on_prob:
                began, fell = index, None
        elif probability >= options.off_prob:
            fell = None
        else:
            fell = index if fell is None else fell
            if index - fell + 1 >= patience:
                spans.append(_span(began, fell))
                began = fell = None
    if began is not None:
        spans.append(_span(began, len(probabilities) if fell is None else fell))
    return tuple(span for span in spans if span.duration_s >= options.min_speech_s)


def _span(first: int, after_last: int) -> Span:
    return Span(round(first * FRAME_S, 3), round(after_last * FRAME_S, 3))


def speech_probabilities(samples: FloatArray) -> FloatArray:
    """The probability of speech of every 32 ms of one channel.

    The model's memory is carried from block to block, so that the sound is never copied as a whole.
    """
    from faster_whisper.vad import get_vad_model

    judge = get_vad_model().session
    memory = {"h": np.zeros((1, 1, 128), dtype=np.float32), "c": np.zeros((1, 1, 128), dtype=np.float32)}
    before = np.zeros(CONTEXT_SAMPLES, dtype=np.float32)
    parts = []
    for start in range(0, len(samples), BLOCK_SAMPLES):
        block = samples[start : start + BLOCK_SAMPLES]
        frames = np.pad(block, (0, -len(block) % FRAME_SAMPLES)).reshape(-1, FRAME_SAMPLES)
        contexts = np.vstack((before, frames[:-1, -CONTEXT_SAMPLES:]))
        judged, memory["h"], memory["c"] = judge.run(None, {"input": np.hstack((contexts, frames)), **memory})
        before = frames[-1, -CONTEXT_SAMPLES:]
        parts.append(np.asarray(judged, dtype=np.float32).reshape(-1))
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)
