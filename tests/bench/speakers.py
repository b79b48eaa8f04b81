"""Two voices mixed into one channel: how much of the speech the light diarizer gives to the wrong one, or misses.

Measured on the demo's calls, and on recordings of real voices where those are (CALLQC_OUTSIDE_DATA).
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.speech.audio import decode
from engine.speech.diarize_light import LightDiarizer
from engine.speech.ports import RATE_HZ
from engine.speech.talkspurts import reach_borders, talkspurts
from engine.speech.voice_activity import ActivityOptions, speech_probabilities, speech_spans
from tests.bench.errors import diarization_error_rate

ROOT = Path(__file__).parents[2]
DEMO_CALLS = ROOT / "engine" / "demo" / "audio"
OUTSIDE = Path(os.environ.get("CALLQC_OUTSIDE_DATA", str(ROOT.parent / "shared" / "data")))
# Recordings with a reference of who spoke when.
REAL = (
    "derived/aishell_calls/zhcall_00_mono_8k.wav",
    "derived/aishell_calls/zhcall_01_mono_8k.wav",
    "derived/aishell_calls/zhcall_04_mono_8k.wav",
    "pyannote/sample/sample.wav",
)

Turns = Sequence[tuple[float, float, str]]


def speakers(*, calls: int = 0) -> list[dict[str, Any]]:
    """The diarization error rate of each kind of recording.

    Args:
        calls: how many of the demo's calls; 0: all.
    """
    references = [(path, _demo_turns(path)) for path in sorted(DEMO_CALLS.glob("*.ogg"))]
    demo = [_heard(path, turns) for path, turns in references if turns][: calls or None]
    wrong = [rate for rate, _ in demo]
    rows = [_row("the demo's calls", float(np.mean(wrong)), {"calls": len(demo), "worst": round(max(wrong), 4)})]
    for name in REAL:
        path = OUTSIDE / name
        if path.is_file():
            rate, confidence = _heard(
                path, _rttm(path.with_name(path.name.replace("_mono_8k", "")).with_suffix(".rttm"))
            )
            rows.append(_row(path.stem, rate, {"confidence": confidence}))
    return rows


def _row(name: str, rate: float, setup: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": f"speakers of one channel: {name}",
        "unit": "diarization error rate of the light diarizer",
        "ours": round(rate, 4),
        "baselines": {},
        "ratios": {},
        "equal_answers": None,
        "setup": {"collar_s": 0.25, **setup},
    }


def _heard(path: Path, reference: Turns) -> tuple[float, float]:
    """The error rate on a recording mixed to one channel, and the diarizer's own confidence."""
    mix = decode(path, max_duration_s=600.0).samples.mean(axis=0)
    voice = speech_spans(speech_probabilities(mix), ActivityOptions())
    found = LightDiarizer().diarize(mix, reach_borders(voice, talkspurts(mix)))
    return diarization_error_rate(reference, found.turns, len(mix) / RATE_HZ), found.confidence


def _demo_turns(path: Path) -> Turns:
    """Who speaks when in a call of two channels; nothing for one of one."""
    told = json.loads(path.with_suffix(".ref.json").read_text(encoding="utf-8"))
    if told["format"] != "stereo":
        return ()
    return [(one["start_s"], one["end_s"], one["role"]) for one in told["utterances"]]


def _rttm(path: Path) -> Turns:
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(float(line[3]), float(line[3]) + float(line[4]), line[7]) for line in lines]
