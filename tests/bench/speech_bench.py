"""Hearing: our path beside plain faster-whisper, same model, same sound, same options, same run.

`plain` is `WhisperModel.transcribe` with its own voice detector, once per channel; `batched` is its
BatchedInferencePipeline, once per channel. Weights are random in the true sizes, with the longest texts there can be;
the demo model is added where it is. Paths take turns, and each keeps its best round, so that a busy machine disturbs
all alike.
"""

import json
import os
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.speech.audio import decode
from engine.speech.model_store import DEMO_DIR
from engine.speech.ports import RATE_HZ
from tests.bench.errors import character_error_rate
from tests.bench.speakers import speakers
from tests.bench.speech_ways import Ours, Theirs
from tests.support.sound_files import write_wav
from tests.support.whisper_folder import SIZES, Size, write_random_whisper

Measure = dict[str, Any]

SAME_CLIPS = "batched on our clips"
CALL_S = 180.0
SOURCES = Path(__file__).parents[2] / "engine" / "demo" / "audio"
# Each model's share of the bench takes about two minutes on two cores.
CALLS_PER_MODEL = {"tiny": 3, "base": 2, "small": 1, "demo": 4}
ROUNDS_PER_MODEL = {"tiny": 1, "base": 1, "small": 1, "demo": 2}


def three_minute_calls(folder: Path, count: int) -> list[Path]:
    """Two-channel calls of three minutes, 8 kHz, made of the demo's calls one after another."""
    sources = sorted(SOURCES.glob("*.ogg"))
    paths = []
    for number in range(count):
        parts, length, at = [], 0, number * 5
        while length < CALL_S * RATE_HZ:
            sound = decode(sources[at % len(sources)], max_duration_s=600.0).samples
            at += 1
            if sound.shape[0] == 2:
                parts.append(sound)
                length += sound.shape[1]
        whole = np.concatenate(parts, axis=1)[:, : round(CALL_S * RATE_HZ)]
        paths.append(write_wav(folder / f"call-{number}.wav", whole[:, ::2], rate_hz=RATE_HZ // 2))
    return paths


def measured(paths: Sequence[Path], model: str, cores: int, rounds: int) -> dict[str, Any]:
    """Seconds of sound per second, of each path, with the texts of the last round."""
    contenders: dict[str, Ours | Theirs] = {
        "ours": Ours(model, cores),
        "plain": Theirs(model, cores, batched=False),
        "batched": Theirs(model, cores, batched=True),
    }
    if not model:
        # The demo model knows single sentences: only on such clips is its text the same, and worth comparing.
        contenders[SAME_CLIPS] = Theirs(model, cores, batched=True, own_clips=False)
    best_s = dict.fromkeys(contenders, float("inf"))
    texts: dict[str, list[str]] = {}
    for _ in range(rounds):
        for name, hear in contenders.items():
            began = time.perf_counter()
            texts[name] = hear(paths)
            best_s[name] = min(best_s[name], time.perf_counter() - began)
    ours = contenders["ours"]
    assert isinstance(ours, Ours)
    windows = {name: hear.windows for name, hear in contenders.items()}
    return {"seconds": best_s, "texts": texts, "stages": ours.seconds, "windows": windows}


def row(name: str, paths: Sequence[Path], model: str, cores: int, rounds: int) -> Measure:
    """One line of the bench, in the shape every bench prints."""
    found = measured(paths, model, cores, rounds)
    sound_s = CALL_S * len(paths)
    speed = {path: round(sound_s / spent_s, 2) for path, spent_s in found["seconds"].items()}
    stages = found["stages"]
    whole_s = sum(stages.values())
    outside = whole_s - stages["recognise"] - stages["activity"]
    return {
        "name": f"speech {name}",
        "unit": "seconds of two-channel sound per second",
        "ours": speed["ours"],
        "baselines": {path: value for path, value in speed.items() if path != "ours"},
        "ratios": {path: round(speed["ours"] / value, 2) for path, value in speed.items() if path != "ours"},
        "equal_answers": _alike(name, found["texts"]),
        "setup": {
            "calls": len(paths),
            "call_s": CALL_S,
            "cores": cores,
            "rounds": rounds,
            "windows_with_text": found["windows"],
            "outside_models_share": round(outside / whole_s, 4),
            "voice_detector_share": round(stages["activity"] / whole_s, 4),
        },
    }


def _alike(name: str, texts: dict[str, list[str]]) -> bool | None:
    """Whether the demo model says the same on the same clips, but for one character in fifty; random weights say
    nothing."""
    if name != "demo":
        return None
    return character_error_rate(texts[SAME_CLIPS], texts["ours"]) <= 0.02


def speed(names: Iterable[str] = (), *, calls: int = 0, rounds: int = 0, cores: int = 0) -> list[Measure]:
    """Throughput beside the two baselines.

    Args:
        names: models to measure: demo, tiny, base, small; all when empty.
        calls, rounds: three-minute calls per model, and how often each way hears them; 0: as many as take two minutes.
    """
    cores = cores or os.cpu_count() or 1
    sizes: dict[str, Size] = {size.name: size for size in SIZES}
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in tuple(names) or ("demo", *sizes):
            if name == "demo" and not DEMO_DIR.is_dir():
                continue
            paths = three_minute_calls(folder, calls or CALLS_PER_MODEL[name])
            model = "" if name == "demo" else str(folder / name)
            if name != "demo":
                write_random_whisper(Path(model), sizes[name], never_ends=True)
            rows.append(row(name, paths, model, cores, rounds or ROUNDS_PER_MODEL[name]))
    return rows


def accuracy(*, calls: int = 0) -> list[Measure]:
    """Characters wrong on the demo's calls, on each path, with the demo model."""
    if not DEMO_DIR.is_dir():
        return []
    paths = [path for path in sorted(SOURCES.glob("*.ogg")) if _reference(path)["format"] == "stereo"][: calls or None]
    said = [text for path in paths for text in _said(path)]
    cores = os.cpu_count() or 1
    contenders: dict[str, Ours | Theirs] = {
        "ours": Ours("", cores),
        "plain": Theirs("", cores, batched=False),
        "batched": Theirs("", cores, batched=True),
    }
    wrong = {name: round(character_error_rate(said, hear(paths)), 4) for name, hear in contenders.items()}
    baselines = {name: value for name, value in wrong.items() if name != "ours"}
    return [
        {
            "name": "speech errors",
            "unit": "wrong characters per character, demo model",
            "ours": wrong["ours"],
            "baselines": baselines,
            "ratios": {name: round(wrong["ours"] / value, 2) for name, value in baselines.items() if value},
            "equal_answers": None,
            "setup": {"calls": len(paths)},
        }
    ]


def _reference(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_suffix(".ref.json").read_text(encoding="utf-8"))
    return found


def _said(path: Path) -> list[str]:
    """What each side really says: agent left, customer right."""
    utterances = _reference(path)["utterances"]
    return ["".join(one["text"] for one in utterances if one["role"] == role) for role in ("agent", "customer")]


def measure(*, quick: bool = False) -> list[Measure]:
    """Everything `callqc bench speech` prints."""
    if quick:
        return [*speed(("demo", "tiny"), calls=1, rounds=1), *accuracy(calls=2), *speakers(calls=4)]
    return [*speed(), *accuracy(), *speakers()]
