"""Tells two clearly different voices apart with numpy alone: the diarizer for where pyannote is not installed.

Windows of 1.6 s every 0.4 s over the speech → voices (see voice_clusters) → every moment goes to the voice most of its
windows belong to. Good for an agent and a customer who sound different; two alike voices come out with low confidence,
and the page says so.
"""

from collections.abc import Sequence

import numpy as np

from engine.speech.options import SpeechSettings
from engine.speech.ports import Diarization, FloatArray, Provenance, Span, Turn
from engine.speech.voice_clusters import Labels, cluster
from engine.speech.voice_features import cepstrum, pitch_hz

WINDOW_S, STEP_S = 1.6, 0.4
SHORTEST_WINDOW_S = 0.2
# A turn shorter than this is a wrong vote between two longer ones.
SHORTEST_TURN_S = 0.4
TICK_S = 0.05


class LightDiarizer:
    """Clusters windows of speech by how they sound."""

    @property
    def provenance(self) -> Provenance:
        return Provenance("light", "cepstrum+pitch", "3", f"{WINDOW_S}/{STEP_S}")

    def diarize(self, samples: FloatArray, speech: Sequence[Span], *, speakers: int = 2) -> Diarization:
        windows = _windows(speech)
        if len(windows) < 2 * speakers:
            return Diarization(tuple(Turn(0, span.start_s, span.end_s) for span in speech), 0.5)
        coefficients, pitch = cepstrum(samples), pitch_hz(samples)
        voices = cluster(windows, coefficients, pitch, speakers)
        return Diarization(_turns(windows, voices.labels, speech), voices.confidence)


def _windows(speech: Sequence[Span]) -> list[Span]:
    """Windows over the speech, none reaching over a pause; a short stretch is one window."""
    found: list[Span] = []
    for span in speech:
        start_s = span.start_s
        while True:
            end_s = min(start_s + WINDOW_S, span.end_s)
            if end_s - start_s >= SHORTEST_WINDOW_S:
                found.append(Span(start_s, end_s))
            if end_s >= span.end_s:
                break
            start_s += STEP_S
    return found


def _turns(windows: Sequence[Span], labels: Labels, speech: Sequence[Span]) -> tuple[Turn, ...]:
    """Vote over every moment of speech, then join equal neighbours and drop flickers."""
    turns: list[Turn] = []
    for span in speech:
        near = [
            (window, int(label))
            for window, label in zip(windows, labels, strict=True)
            if window.start_s < span.end_s and window.end_s > span.start_s
        ]
        runs: list[Turn] = []
        for tick in range(int(np.ceil(span.duration_s / TICK_S))):
            start_s = span.start_s + tick * TICK_S
            end_s = min(start_s + TICK_S, span.end_s)
            speaker = _voted(near, (start_s + end_s) / 2)
            if runs and runs[-1].speaker == speaker:
                runs[-1] = Turn(speaker, runs[-1].start_s, end_s)
            else:
                runs.append(Turn(speaker, start_s, end_s))
        turns.extend(_steady(runs))
    return tuple(Turn(turn.speaker, round(turn.start_s, 3), round(turn.end_s, 3)) for turn in turns)


def _voted(near: Sequence[tuple[Span, int]], moment_s: float) -> int:
    """The voice of the windows around a moment; a window counts most in its middle."""
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
