"""Holds of whole calls: music on the agent's side, and none where there is none."""

from pathlib import Path

import numpy as np
import pytest

from engine.speech.audio import decode
from engine.speech.channels import ChannelPolicy
from engine.speech.hear import Request, hear
from engine.speech.hold_music import music
from engine.speech.ports import RATE_HZ
from engine.speech.voice_activity import ActivityOptions, speech_probabilities, speech_spans
from rules.transcript import Role, Silence
from tests.support.hearing import DEMO_CALLS, PLUMBING, plumbing
from tests.support.machine import outside_data
from tests.support.music import piece
from tests.support.sound_files import write_wav

HELD_S = 25.0
SOUNDS = (".wav", ".flac", ".mp3", ".opus")


def holds(path: Path, policy: ChannelPolicy) -> tuple[Silence, ...]:
    return hear(Request(path, policy), plumbing(), PLUMBING).transcript.timeline.holds


def held_call(target: Path, source: Path, at_s: float, *, agent_plays: bool = True, mixed: bool = False) -> Path:
    """A call of two channels with music let into one of them."""
    call = decode(source, max_duration_s=600.0).samples
    at = round(at_s * RATE_HZ)
    held = np.zeros((2, round(HELD_S * RATE_HZ)), dtype=np.float32)
    held[0 if agent_plays else 1] = piece(HELD_S)
    whole = np.concatenate([call[:, :at], held, call[:, at:]], axis=1)
    return write_wav(target, whole.mean(axis=0, keepdims=True) if mixed else whole)


@pytest.mark.parametrize("policy", [ChannelPolicy.STEREO_AGENT_LEFT, ChannelPolicy.MONO_DIARIZE])
def test_music_between_two_turns_is_a_hold(policy: ChannelPolicy, tmp_path: Path):
    mixed = policy is ChannelPolicy.MONO_DIARIZE
    path = held_call(tmp_path / "held.wav", DEMO_CALLS / "refund-good.ogg", 20.0, mixed=mixed)

    (hold,) = [one for one in holds(path, policy) if one.duration_s > HELD_S / 2]

    assert hold.start_s == pytest.approx(20.0, abs=2.5)
    assert hold.end_s == pytest.approx(20.0 + HELD_S, abs=2.5)
    assert hold.after in Role


def test_music_where_the_customer_is_puts_nobody_on_hold(tmp_path: Path):
    path = held_call(tmp_path / "radio.wav", DEMO_CALLS / "refund-good.ogg", 20.0, agent_plays=False)

    assert [one for one in holds(path, ChannelPolicy.STEREO_AGENT_LEFT) if one.duration_s > HELD_S / 2] == []


@pytest.mark.outside_data
def test_music_let_into_a_real_call_is_a_hold(tmp_path: Path):
    source = outside_data() / "derived" / "aishell_calls" / "zhcall_00_stereo_8k_ulaw.wav"
    path = held_call(tmp_path / "held.wav", source, 60.0)

    (hold,) = holds(path, ChannelPolicy.STEREO_AGENT_LEFT)

    assert hold.start_s == pytest.approx(60.0, abs=2.5)
    assert hold.end_s == pytest.approx(60.0 + HELD_S, abs=2.5)


@pytest.mark.outside_data
def test_no_real_recording_has_music_where_there_is_none():
    found = {}
    for path in sorted(one for one in outside_data().rglob("*") if one.suffix in SOUNDS):
        if "malformed" in path.parts:
            continue
        for number, channel in enumerate(decode(path, max_duration_s=900.0).samples):
            voice = speech_spans(speech_probabilities(channel), ActivityOptions())
            if spans := music(channel, voice):
                found[f"{path.name} {number}"] = spans

    assert found == {}
