"""Two-channel calls of real human speech: who spoke when is met, and every sentence is on the right side."""

import json
from functools import cache
from pathlib import Path

import pytest

from engine.speech.channels import ChannelPolicy, NoticeCode
from engine.speech.hear import Heard, Request, hear
from rules.transcript import Role
from tests.support.hearing import PLUMBING, plumbing
from tests.support.machine import outside_data

TOLERANCE_S = 0.3
ENOUGH = 0.95
CALLS = ("zhcall_00", "zhcall_01", "zhcall_04")
KINDS = ("_stereo_8k_ulaw.wav", "_stereo_16k.flac")

Stretch = tuple[float, float]

pytestmark = pytest.mark.outside_data


@cache
def heard(name: str) -> Heard:
    path = outside_data() / "derived" / "aishell_calls" / name
    return hear(Request(path, ChannelPolicy.STEREO_AGENT_LEFT), plumbing(), PLUMBING)


def reference(call: str) -> list[dict[str, str | float]]:
    path = outside_data() / "derived" / "aishell_calls" / f"{call}.ref.json"
    segments: list[dict[str, str | float]] = json.loads(path.read_text(encoding="utf-8"))["segments"]
    return segments


def spoken(call: str, role: str | None = None) -> list[Stretch]:
    found = sorted(
        (float(one["start"]), float(one["end"])) for one in reference(call) if role is None or one["role"] == role
    )
    joined: list[Stretch] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def silences(call: str, duration_s: float, longer_than_s: float) -> list[Stretch]:
    edges = [0.0, *(edge for stretch in spoken(call) for edge in stretch), duration_s]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return [gap for gap in gaps if gap[1] - gap[0] > longer_than_s]


def overlaps(call: str, longer_than_s: float) -> list[Stretch]:
    both = [(max(a[0], c[0]), min(a[1], c[1])) for a in spoken(call, "agent") for c in spoken(call, "customer")]
    return sorted(one for one in both if one[1] - one[0] > longer_than_s)


def assert_alike(expected: list[Stretch], found: list[Stretch]) -> None:
    def near(one: Stretch, other: Stretch) -> bool:
        return abs(one[0] - other[0]) <= TOLERANCE_S and abs(one[1] - other[1]) <= TOLERANCE_S

    recalled = sum(any(near(one, other) for other in found) for one in expected)
    precise = sum(any(near(one, other) for other in expected) for one in found)
    assert recalled >= ENOUGH * len(expected), (expected, found)
    assert precise >= ENOUGH * len(found), (expected, found)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("call", CALLS)
def test_silences_over_three_seconds_are_met(call: str, kind: str):
    line = heard(call + kind).transcript.timeline

    found = [(gap.start_s, gap.end_s) for gap in line.silences if gap.duration_s > 3.0]

    assert_alike(silences(call, line.duration_s, 3.0), found)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("call", CALLS)
def test_overlaps_over_half_a_second_are_met(call: str, kind: str):
    line = heard(call + kind).transcript.timeline

    found = [(both.start_s, both.end_s) for both in line.overlaps or () if both.duration_s > 0.5]

    assert_alike(overlaps(call, 0.5), found)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("call", CALLS)
def test_every_sentence_is_on_the_right_side(call: str, kind: str):
    utterances = heard(call + kind).transcript.utterances

    for one in reference(call):
        covered = {
            role: sum(
                max(0.0, min(said.end_s, float(one["end"])) - max(said.start_s, float(one["start"])))
                for said in utterances
                if said.role is role
            )
            for role in (Role.AGENT, Role.CUSTOMER)
        }
        assert max(covered, key=lambda role: covered[role]) == one["role"], one


@pytest.mark.parametrize("call", CALLS)
def test_speech_of_each_side_is_met_within_a_tenth(call: str):
    line = heard(call + KINDS[0]).transcript.timeline

    for role in (Role.AGENT, Role.CUSTOMER):
        expected_s = sum(end - start for start, end in spoken(call, str(role)))
        assert line.speech_s[role] == pytest.approx(expected_s, rel=0.1)


def test_a_recording_whose_channels_are_equal_is_said_so():
    path = outside_data() / "faster-whisper" / "jfk.flac"

    found = hear(Request(path, ChannelPolicy.STEREO_AGENT_LEFT), plumbing(), PLUMBING)

    assert NoticeCode.DUAL_MONO in [notice.code for notice in found.notices]


def test_two_speakers_on_two_channels_are_not_called_equal():
    path: Path = outside_data() / "faster-whisper" / "stereo_diarization.wav"

    found = hear(Request(path, ChannelPolicy.STEREO_AGENT_LEFT), plumbing(), PLUMBING)

    assert {said.role for said in found.transcript.utterances} == {Role.AGENT, Role.CUSTOMER}
