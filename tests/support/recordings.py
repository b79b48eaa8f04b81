"""Short recordings with real speech in them, cut from the demo's calls; no two are alike."""

import json
import wave
from functools import cache
from pathlib import Path

import numpy as np

import engine.demo
from engine.speech.audio import decode
from engine.speech.ports import RATE_HZ

_STORIES = Path(engine.demo.__path__[0])


@cache
def _two_channel_stories() -> tuple[Path, ...]:
    return tuple(path for path in sorted((_STORIES / "audio").glob("*.ogg")) if "mono" not in path.name)


def short_calls(folder: Path, number: int, *, length_s: float = 2.5) -> list[Path]:
    """*number* different two-channel files of about *length_s*, each with somebody speaking."""
    folder.mkdir(parents=True, exist_ok=True)
    stories = _two_channel_stories()
    return [_cut(stories[place % len(stories)], place, folder, length_s) for place in range(number)]


def breathless_call(folder: Path, *, length_s: float = 12.0) -> Path:
    """One file in which somebody speaks on and on, in one stretch."""
    folder.mkdir(parents=True, exist_ok=True)
    samples, first_s = _decoded(_two_channel_stories()[0])
    start = int((first_s + 0.2) * RATE_HZ)
    syllables = samples[:, start : start + RATE_HZ // 2]
    return _write(folder / "breathless.wav", np.tile(syllables, (1, int(length_s * 2))))


def _cut(story: Path, place: int, folder: Path, length_s: float) -> Path:
    samples, first_s = _decoded(story)
    start = int(first_s * RATE_HZ)
    piece = samples[:, start : start + int(length_s * RATE_HZ)].copy()
    # One sample apart is another file.
    piece[0, 0] = (place + 1) / 32768
    return _write(folder / f"call-{place:03d}.wav", piece)


def _write(path: Path, piece: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(piece.shape[0])
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((piece.T * 32767).astype("<i2").tobytes())
    return path


@cache
def _decoded(story: Path) -> tuple[np.ndarray, float]:
    said = json.loads(story.with_suffix(".ref.json").read_text(encoding="utf-8"))["utterances"]
    return decode(story, max_duration_s=600).samples, float(said[0]["start_s"])
