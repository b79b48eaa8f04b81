"""Tells two clearly different voices apart with numpy alone: the diarizer for where pyannote is not installed.

Windows of 1.6 s every 0.4 s over the speech → mean and deviation of cepstral coefficients, and the pitch → Ward linkage
into the number of speakers → every moment goes to the speaker most of its windows belong to. Good for an agent and a
customer who sound different; two alike voices come out with low confidence, and the page says so.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.speech.options import SpeechSettings
from engine.speech.ports import Diarization, FloatArray, Provenance, Span, Turn
from engine.speech.voice_features import FRAMES_PER_S, cepstrum, pitch_hz

WINDOW_S, STEP_S = 1.6, 0.4
# A turn shorter than this is a wrong vote between two longer ones.
SHORTEST_TURN_S = 0.4
# How clearly two groups must part (silhouette) to count as certain; measured on mono calls with one and two voices.
CLEAR_SILHOUETTE = 0.25

Features = NDArray[np.float64]


class LightDiarizer:
    """Clusters windows of speech by how they sound."""

    @property
    def provenance(self) -> Provenance:
        return Provenance("light", "cepstrum+pitch", "1", f"{WINDOW_S}/{STEP_S}")

    def diarize(self, samples: FloatArray, speech: Sequence[Span], *, speakers: int = 2) -> Diarization:
        windows = _windows(speech)
        if not windows:
            return Diarization((), 0.0)
        features = _standard(_described(samples, windows))
        if len(windows) < 2 * speakers:
            return Diarization(tuple(Turn(0, span.start_s, span.end_s) for span in speech), 0.5)
        labels = ward(features, speakers)
        turns = _turns(windows, labels, speech)
        confidence = 0.5 + 0.5 * min(1.0, max(0.0, silhouette(features, labels)) / CLEAR_SILHOUETTE)
        return Diarization(turns, round(confidence, 3))

    def voice(self, samples: FloatArray) -> tuple[float, ...]:
        return ()


def _windows(speech: Sequence[Span]) -> list[Span]:
    """Windows over the speech, none reaching over a pause; a short stretch is one window."""
    found: list[Span] = []
    for span in speech:
        start_s = span.start_s
        while True:
            end_s = min(start_s + WINDOW_S, span.end_s)
            if end_s - start_s >= 0.2:
                found.append(Span(start_s, end_s))
            if end_s >= span.end_s:
                break
            start_s += STEP_S
    return found


def _described(samples: FloatArray, windows: Sequence[Span]) -> Features:
    coefficients, pitch = cepstrum(samples), pitch_hz(samples)
    rows = []
    for window in windows:
        first, last = (
            int(window.start_s * FRAMES_PER_S),
            max(int(window.start_s * FRAMES_PER_S) + 1, int(window.end_s * FRAMES_PER_S)),
        )
        frames, tones = coefficients[first:last], pitch[first:last]
        voiced = tones[tones > 0]
        tone = float(np.median(np.log2(voiced))) if len(voiced) >= 3 else np.nan
        rows.append(np.concatenate((frames.mean(axis=0), frames.std(axis=0), [tone])))
    table: Features = np.asarray(rows, dtype=np.float64)
    unknown = np.isnan(table[:, -1])
    table[unknown, -1] = np.nanmedian(table[:, -1]) if not unknown.all() else 0.0
    return table


def _standard(table: Features) -> Features:
    """Each measure with mean 0 and deviation 1; pitch counts as much as all cepstral means together."""
    spread = table.std(axis=0)
    scaled: Features = (table - table.mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0)
    scaled[:, -1] *= 3.0
    return scaled


def ward(features: Features, groups: int) -> NDArray[np.int64]:
    """Ward's linkage cut at *groups*; labels count from 0 in order of first appearance."""
    count = len(features)
    centres, sizes = features.copy(), np.ones(count)
    members = [[index] for index in range(count)]
    alive = np.ones(count, dtype=bool)
    gaps = ((centres[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2) / 2
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
    kept = sorted((min(members[index]), index) for index in np.flatnonzero(alive))
    for label, (_, index) in enumerate(kept):
        labels[members[index]] = label
    return labels


def silhouette(features: Features, labels: NDArray[np.int64]) -> float:
    """How clearly the groups part, -1 to 1; 0.0 for one group."""
    names = np.unique(labels)
    if len(names) < 2:
        return 0.0
    apart = np.sqrt(((features[:, None, :] - features[None, :, :]) ** 2).sum(axis=2))
    scores = []
    for index, label in enumerate(labels):
        own = labels == label
        if own.sum() < 2:
            continue
        inside = apart[index, own].sum() / (own.sum() - 1)
        outside = min(apart[index, labels == other].mean() for other in names if other != label)
        scores.append((outside - inside) / max(inside, outside, 1e-9))
    return float(np.mean(scores)) if scores else 0.0


def _turns(windows: Sequence[Span], labels: NDArray[np.int64], speech: Sequence[Span]) -> tuple[Turn, ...]:
    """Vote over every 50 ms of speech, then join equal neighbours and drop flickers."""
    tick_s = 0.05
    turns: list[Turn] = []
    for span in speech:
        near = [
            (window, int(label))
            for window, label in zip(windows, labels, strict=True)
            if window.start_s < span.end_s and window.end_s > span.start_s
        ]
        runs: list[Turn] = []
        moment_s = span.start_s
        while moment_s < span.end_s:
            end_s = min(moment_s + tick_s, span.end_s)
            speaker = _voted(near, (moment_s + end_s) / 2)
            if runs and runs[-1].speaker == speaker:
                runs[-1] = Turn(speaker, runs[-1].start_s, end_s)
            else:
                runs.append(Turn(speaker, moment_s, end_s))
            moment_s = end_s
        turns.extend(_steady(runs))
    return tuple(Turn(turn.speaker, round(turn.start_s, 3), round(turn.end_s, 3)) for turn in turns)


def _voted(near: Sequence[tuple[Span, int]], moment_s: float) -> int:
    votes: dict[int, float] = {}
    for window, label in near:
        reach_s = max(window.duration_s / 2, 1e-6)
        off_s = abs(moment_s - (window.start_s + window.end_s) / 2)
        if off_s <= reach_s:
            votes[label] = votes.get(label, 0.0) + 1.0 - 0.9 * off_s / reach_s
    if not votes:
        return near[0][1] if near else 0
    return min(votes, key=lambda label: (-votes[label], label))


def _steady(runs: list[Turn]) -> list[Turn]:
    """Give turns too short to be one to the neighbour before, or after at the start."""
    kept: list[Turn] = []
    for index, run in enumerate(runs):
        short = run.end_s - run.start_s < SHORTEST_TURN_S
        if kept and (short or kept[-1].speaker == run.speaker):
            kept[-1] = Turn(kept[-1].speaker, kept[-1].start_s, run.end_s)
        elif short and index + 1 < len(runs):
            runs[index + 1] = Turn(runs[index + 1].speaker, run.start_s, runs[index + 1].end_s)
        else:
            kept.append(run)
    return kept


def load(settings: SpeechSettings) -> LightDiarizer:
    """The light diarizer; it has nothing to load."""
    return LightDiarizer()
