"""Two voices on one channel, told apart without any model."""

import json
from dataclasses import replace

import numpy as np
import pytest

from engine.convert.formats import read_transcript_file
from engine.speech.audio import decode
from engine.speech.channels import ChannelPolicy
from engine.speech.compose import UNSURE_BELOW
from engine.speech.diarize_light import LightDiarizer
from engine.speech.hear import Request, hear
from engine.speech.ports import FloatArray, Span
from engine.speech.talkspurts import reach_borders, talkspurts
from engine.speech.voice_activity import ActivityOptions, speech_probabilities, speech_spans
from engine.speech.voiceprint import enrol, likeness, voices_in
from tests.bench.errors import diarization_error_rate
from tests.support.hearing import DEMO_CALLS, PLUMBING, plumbing
from tests.support.machine import outside_data

LONGEST_S = 600.0
RATE = 16_000


def speech_in(samples: FloatArray) -> tuple[Span, ...]:
    return reach_borders(speech_spans(speech_probabilities(samples), ActivityOptions()), talkspurts(samples))


def mixed(name: str) -> tuple[FloatArray, list[tuple[float, float, str]]]:
    """A demo call as one channel, and who really spoke when."""
    path = DEMO_CALLS / f"{name}.ogg"
    said = json.loads(path.with_suffix(".ref.json").read_text(encoding="utf-8"))["utterances"]
    samples = decode(path, max_duration_s=LONGEST_S).samples.mean(axis=0, dtype=np.float32)
    return samples, [(one["start_s"], one["end_s"], one["role"]) for one in said]


@pytest.mark.parametrize("name", ["refund-good", "move-house", "no-empathy", "asks-password"])
def test_clearly_different_voices_are_told_apart(name: str):
    samples, reference = mixed(name)

    found = LightDiarizer().diarize(samples, speech_in(samples))

    assert diarization_error_rate(reference, found.turns, len(samples) / RATE) < 0.05
    assert found.confidence > 0.8


def test_one_voice_alone_is_not_called_two_with_confidence():
    agent = decode(DEMO_CALLS / "broadband-bill-good.ogg", max_duration_s=LONGEST_S).samples[0]

    assert LightDiarizer().diarize(agent, speech_in(agent)).confidence < 0.65


def test_silence_has_no_turns():
    assert LightDiarizer().diarize(np.zeros(RATE * 5, dtype=np.float32), ()).turns == ()


def test_a_single_word_is_one_speaker():
    samples, _ = mixed("refund-good")

    found = LightDiarizer().diarize(samples, [Span(0.5, 1.2)])

    assert {turn.speaker for turn in found.turns} == {0}


def test_a_voice_is_recognised_in_another_part_of_the_call():
    both = decode(DEMO_CALLS / "refund-good.ogg", max_duration_s=LONGEST_S).samples
    half = both.shape[1] // 2
    enrolled = enrol(both[0, :half])
    rest = both[:, half:].mean(axis=0, dtype=np.float32)

    turns = LightDiarizer().diarize(rest, speech_in(rest)).turns
    near = {speaker: likeness(voice, enrolled) for speaker, voice in voices_in(rest, turns).items()}

    agent = max(near, key=lambda speaker: near[speaker])
    agent_s = sum(turn.end_s - turn.start_s for turn in turns if turn.speaker == agent)
    assert agent_s > 0.5 * sum(turn.end_s - turn.start_s for turn in turns)


@pytest.mark.outside_data
@pytest.mark.parametrize("call", ["zhcall_00", "zhcall_01"])
def test_real_calls_on_one_channel_are_told_apart(call: str):
    folder = outside_data() / "derived" / "aishell_calls"
    samples = decode(folder / f"{call}_mono_8k.wav", max_duration_s=LONGEST_S).samples[0]
    lines = [line.split() for line in (folder / f"{call}.rttm").read_text().splitlines() if line.strip()]
    reference = [(float(line[3]), float(line[3]) + float(line[4]), line[7]) for line in lines]

    found = LightDiarizer().diarize(samples, speech_in(samples))

    assert diarization_error_rate(reference, found.turns, len(samples) / RATE) < 0.25


@pytest.mark.outside_data
def test_voices_that_are_told_apart_badly_are_not_told_apart_with_confidence():
    samples = decode(outside_data() / "pyannote" / "sample" / "sample.wav", max_duration_s=LONGEST_S).samples[0]

    assert LightDiarizer().diarize(samples, speech_in(samples)).confidence < UNSURE_BELOW


@pytest.mark.outside_data
def test_an_enrolled_agent_is_found_on_one_channel():
    folder = outside_data() / "callytics"
    voice = decode(folder / "groundtruth__speakerverification__voiceprint__v1__CSR01.wav", max_duration_s=LONGEST_S)
    call = folder / "groundtruth__speakerverification__call__v1__Call01.wav"
    enrolled = enrol(voice.samples[0])

    transcript = hear(
        Request(call, ChannelPolicy.MONO_DIARIZE, language="en", voiceprint=enrolled), plumbing(), PLUMBING
    ).transcript

    written = read_transcript_file(next(folder.glob("*Call01.srt"))).transcript
    shared_s = {
        same: sum(
            max(0.0, min(said.end_s, one.end_s) - max(said.start_s, one.start_s))
            for said in transcript.utterances
            for one in written.utterances
            if (said.role is one.role) is same
        )
        for same in (True, False)
    }
    assert shared_s[True] > 0.98 * (shared_s[True] + shared_s[False])
    assert transcript.role_confidence > 0.9


@pytest.mark.outside_data
def test_an_agent_who_is_not_in_the_call_makes_nobody_sure():
    folder = outside_data() / "callytics"
    voice = decode(folder / "groundtruth__speakerverification__voiceprint__v1__CSR01.wav", max_duration_s=LONGEST_S)
    call = outside_data() / "derived" / "aishell_calls" / "zhcall_00_mono_8k.wav"
    request = Request(call, ChannelPolicy.MONO_DIARIZE, voiceprint=enrol(voice.samples[0]))

    with_voice = hear(request, plumbing(), PLUMBING).transcript
    without = hear(replace(request, voiceprint=None), plumbing(), PLUMBING).transcript

    assert with_voice.role_confidence <= max(0.7, without.role_confidence)
