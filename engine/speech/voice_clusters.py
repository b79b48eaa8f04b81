"""Which windows of speech belong to one voice: clustering in numpy. Pure.

Ward's linkage gives a first division; then each voice is a Gaussian over cepstral frames, and windows go to the voice
that explains them best, until nothing moves. Several first divisions are tried (pitch counts not at all, a little,
much), and the one that explains the recording best is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from engine.speech.ports import Span
from engine.speech.voice_features import FRAMES_PER_S

Table = NDArray[np.float64]
Labels = NDArray[np.int64]

# How much pitch counts beside all cepstral measures in the first divisions.
PITCH_WEIGHTS = (0.0, 1.0, 3.0)
# More windows than this are thinned out for the first division: its cost grows with their cube.
MOST_FOR_WARD = 600
MOST_ROUNDS = 8
# A Gaussian in sixteen dimensions needs more frames than this to mean anything.
FEWEST_FRAMES = 60
# Dividing even one voice explains its frames better, the less of it there is the more: 0.15 + 3 / seconds nats per
# frame, seen on single channels; two voices gain about 0.3 more. Measured on the demo's and on acted Mandarin calls.
ONE_VOICE_GAIN, ONE_VOICE_GAIN_S, TWO_VOICES_GAIN = 0.15, 3.0, 0.3
# Share of windows on which the first divisions come to agree: where the voices were told apart, 0.93 and more on 36
# recordings; 0.80 and 0.62 on the two where they were not.
CHANCE_AGREES, SURELY_AGREES = 0.75, 0.95


@dataclass(frozen=True, slots=True)
class Voices:
    """Two or more voices. *labels* has one entry per window, counting from 0 in order of first appearance.

    *confidence* is 0.5 when one voice would explain the recording as well, or when every first division comes to
    another end; 1.0 when neither is so.
    """

    labels: Labels
    confidence: float


@dataclass(frozen=True, slots=True)
class _Gaussian:
    mean: Table
    inverse: Table
    log_volume: float

    @classmethod
    def of(cls, frames: Table) -> "_Gaussian":
        spread = np.cov(frames.T) + 1e-3 * np.eye(frames.shape[1])
        return cls(
            frames.mean(axis=0),
            np.asarray(np.linalg.inv(spread), dtype=np.float64),
            float(np.linalg.slogdet(spread)[1]),
        )

    def log_likelihood(self, frames: Table) -> Table:
        off = frames - self.mean
        found: Table = -0.5 * (np.einsum("ij,jk,ik->i", off, self.inverse, off) + self.log_volume)
        return found


def cluster(windows: Sequence[Span], coefficients: Table, pitch: Table, speakers: int) -> Voices:
    """Divide windows of speech into voices.

    Args:
        coefficients, pitch: of every frame of the recording; pitch in hertz, 0 where there is none.
    """
    frames = [_frames(window, len(coefficients)) for window in windows]
    measures = _measures(frames, coefficients, pitch)
    ends = [
        _refined(_first_division(_standard(measures, weight), speakers), frames, coefficients)
        for weight in PITCH_WEIGHTS
    ]
    best = max(range(len(ends)), key=lambda index: ends[index][0])
    explained, labels = ends[best]
    others = [found for index, (_, found) in enumerate(ends) if index != best]
    confidence = min(_confidence(explained, frames, coefficients), _agreement(labels, others, speakers))
    return Voices(_in_order(labels), confidence)


def _frames(window: Span, count: int) -> NDArray[np.int64]:
    first = min(int(window.start_s * FRAMES_PER_S), max(0, count - 1))
    return np.arange(first, max(first + 1, min(count, int(window.end_s * FRAMES_PER_S))))


def _measures(frames: Sequence[NDArray[np.int64]], coefficients: Table, pitch: Table) -> Table:
    """Per window: mean and deviation of the coefficients, median pitch in octaves."""
    rows = []
    for window in frames:
        own, tones = coefficients[window], pitch[window[window < len(pitch)]]
        voiced = tones[tones > 0]
        tone = float(np.median(np.log2(voiced))) if len(voiced) >= 3 else np.nan
        rows.append(np.concatenate((own.mean(axis=0), own.std(axis=0), [tone])))
    table: Table = np.asarray(rows, dtype=np.float64)
    unknown = np.isnan(table[:, -1])
    table[unknown, -1] = np.median(table[~unknown, -1]) if not unknown.all() else 0.0
    return table


def _standard(measures: Table, pitch_weight: float) -> Table:
    spread = measures.std(axis=0)
    scaled: Table = (measures - measures.mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0)
    scaled[:, -1] *= pitch_weight
    return scaled


def _first_division(measures: Table, speakers: int) -> Labels:
    """Ward's linkage; of very many windows every n-th, the others go to the nearer centre."""
    step = -(-len(measures) // MOST_FOR_WARD)
    labels = ward(measures[::step], speakers)
    if step == 1:
        return labels
    centres = np.stack([measures[::step][labels == label].mean(axis=0) for label in range(speakers)])
    gaps = ((measures[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    nearest: Labels = gaps.argmin(axis=1).astype(np.int64)
    return nearest


def ward(measures: Table, groups: int) -> Labels:
    """Ward's linkage cut at *groups*; labels count from 0 in order of first appearance."""
    count = len(measures)
    centres, sizes = measures.copy(), np.ones(count)
    members = [[index] for index in range(count)]
    alive = np.ones(count, dtype=bool)
    squares = (measures**2).sum(axis=1)
    gaps = np.maximum(0.0, squares[:, None] + squares[None, :] - 2 * measures @ measures.T) / 2
    np.fill_diagonal(gaps, np.inf)
    for _ in range(count - groups):
        first, second = divmod(int(np.argmin(gaps)), count)
        total = sizes[first] + sizes[second]
        centres[first] = (centres[first] * sizes[first] + centres[second] * sizes[second]) / total
        sizes[first], alive[second] = total, False
        members[first] += members[second]
        gaps[second, :] = gaps[:, second] = np.inf
        apart = ((centres - centres[first]) ** 2).sum(axis=1) * sizes * total / (sizes + total)
        apart[~alive] = np.inf
        apart[first] = np.inf
        gaps[first, :] = gaps[:, first] = apart
    labels = np.zeros(count, dtype=np.int64)
    for label, index in enumerate(np.flatnonzero(alive)):
        labels[members[index]] = label
    return _in_order(labels)


def _in_order(labels: Labels) -> Labels:
    """Labels renamed to count from 0 in order of first appearance."""
    names: dict[int, int] = {}
    return np.asarray([names.setdefault(int(label), len(names)) for label in labels], dtype=np.int64)


def _refined(labels: Labels, frames: Sequence[NDArray[np.int64]], coefficients: Table) -> tuple[float, Labels]:
    """Let every window go to the voice that explains it best, until none moves.

    Returns:
        How well the voices explain the windows, in nats per frame, and the labels.
    """
    explained = -np.inf
    for _ in range(MOST_ROUNDS):
        voices = _voices(labels, frames, coefficients)
        if voices is None:
            break
        per_frame = np.stack([voice.log_likelihood(coefficients) for voice in voices], axis=1)
        per_window = np.stack([per_frame[window].mean(axis=0) for window in frames])
        explained = float(per_window.max(axis=1).mean())
        moved = per_window.argmax(axis=1).astype(np.int64)
        if (moved == labels).all() or len(np.unique(moved)) < len(voices):
            break
        labels = moved
    return explained, labels


def _voices(labels: Labels, frames: Sequence[NDArray[np.int64]], coefficients: Table) -> list[_Gaussian] | None:
    """One Gaussian per label, over the frames most of whose windows have it; None when one has too little."""
    votes = np.zeros((len(coefficients), int(labels.max()) + 1))
    for window, label in zip(frames, labels, strict=True):
        votes[window, label] += 1
    owner = np.where(votes.any(axis=1), votes.argmax(axis=1), -1)
    if min(int((owner == label).sum()) for label in range(votes.shape[1])) < FEWEST_FRAMES:
        return None
    return [_Gaussian.of(coefficients[owner == label]) for label in range(votes.shape[1])]


def _confidence(explained: float, frames: Sequence[NDArray[np.int64]], coefficients: Table) -> float:
    heard = np.unique(np.concatenate(frames))
    if len(heard) < FEWEST_FRAMES or not np.isfinite(explained):
        return 0.5
    alone = _Gaussian.of(coefficients[heard]).log_likelihood(coefficients)
    gain = explained - float(np.mean([alone[window].mean() for window in frames]))
    expected = ONE_VOICE_GAIN + ONE_VOICE_GAIN_S * FRAMES_PER_S / len(heard)
    return round(0.5 + 0.5 * min(1.0, max(0.0, (gain - expected) / TWO_VOICES_GAIN)), 3)


def _agreement(labels: Labels, others: Sequence[Labels], speakers: int) -> float:
    """How sure the division is, 0.5-1.0, by how many of its windows the other divisions label alike."""
    shares = [
        max(float((np.asarray(naming)[other] == labels).mean()) for naming in permutations(range(speakers)))
        for other in others
    ]
    above = (float(np.mean(shares)) - CHANCE_AGREES) / (SURELY_AGREES - CHANCE_AGREES)
    return round(0.5 + 0.5 * min(1.0, max(0.0, above)), 3)
