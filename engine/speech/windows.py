"""What is given to the recogniser at once, and how its times come back.

A recogniser pads everything to its window (30 s for Whisper) and pays for the whole of it, so the speech of a channel
is packed: several stretches share one window. A small model that was trained on single sentences gets one stretch each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.speech.ports import RATE_HZ, FloatArray, Span, WindowShape
from engine.speech.voice_activity import FRAME_S

# Recognisers want a little quiet around speech: first and last consonants are cut off otherwise.
PAD_S = 0.2
# Shorter pauses stay inside one stretch: a sentence with a breath in it is one sentence.
JOIN_S = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch inside a window. *speech* is where the voice is, *cut* what was taken, *at_s* where it was put."""

    speech: Span
    cut: Span
    at_s: float

    def original_s(self, window_s: float) -> float:
        """A moment of the window as a moment of the recording, never outside what was cut."""
        return min(max(self.cut.start_s + window_s - self.at_s, self.cut.start_s), self.cut.end_s)


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces that the recogniser hears as one."""

    pieces: tuple[Piece, ...]

    def samples(self, channel: FloatArray) -> FloatArray:
        """The sound of the window, cut out of its channel."""
        cuts = [channel[_index(piece.cut.start_s) : _index(piece.cut.end_s)] for piece in self.pieces]
        return cuts[0] if len(cuts) == 1 else np.concatenate(cuts)

    def piece_at(self, window_s: float) -> int:
        """Which piece a moment of the window belongs to."""
        found = 0
        for index, piece in enumerate(self.pieces):
            if window_s >= piece.at_s:
                found = index
        return found


def windows(
    spans: Sequence[Span], probabilities: FloatArray, shape: WindowShape, duration_s: float
) -> tuple[Window, ...]:
    """Fill windows with the stretches of one channel, in order of time.

    Args:
        spans: sorted, not overlapping.
        probabilities: of speech, to cut a stretch that is longer than a window where the voice is weakest.
    """
    longest_s = shape.max_s - 2 * PAD_S
    stretches = [part for span in _joined(spans, longest_s) for part in split_long(span, probabilities, longest_s)]
    filled: list[list[Piece]] = []
    for index, speech in enumerate(stretches):
        before_s = stretches[index - 1].end_s if index else -PAD_S
        after_s = stretches[index + 1].start_s if index + 1 < len(stretches) else duration_s + PAD_S
        cut = Span(
            max(0.0, speech.start_s - min(PAD_S, (speech.start_s - before_s) / 2)),
            min(duration_s, speech.end_s + min(PAD_S, (after_s - speech.end_s) / 2)),
        )
        taken_s = sum(piece.cut.duration_s for piece in filled[-1]) if filled else 0.0
        if filled and shape.packed and taken_s + cut.duration_s <= shape.max_s:
            filled[-1].append(Piece(speech, cut, taken_s))
        else:
            filled.append([Piece(speech, cut, 0.0)])
    return tuple(Window(tuple(pieces)) for pieces in filled)


def _joined(spans: Sequence[Span], longest_s: float) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and span.start_s - last.end_s <= JOIN_S and span.end_s - last.start_s <= longest_s:
            joined[-1] = Span(last.start_s, span.end_s)
        else:
            joined.append(span)
    return joined


def split_long(span: Span, probabilities: FloatArray, longest_s: float) -> tuple[Span, ...]:
    """Cut a stretch into parts of at most *longest_s*, each time where the voice is weakest in the second half."""
    if span.duration_s <= longest_s:
        return (span,)
    first = round((span.start_s + longest_s / 2) / FRAME_S)
    last = max(first + 1, int((span.start_s + longest_s) / FRAME_S))
    weakest = first + int(np.argmin(probabilities[first:last])) if first < len(probabilities) else last
    middle_s = round(min((weakest + 0.5) * FRAME_S, span.start_s + longest_s), 3)
    rest = split_long(Span(middle_s, span.end_s), probabilities, longest_s)
    return (Span(span.start_s, middle_s), *rest)


def _index(moment_s: float) -> int:
    return round(moment_s * RATE_HZ)
