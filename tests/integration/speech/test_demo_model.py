"""The demo's calls heard by the bundled model: real sound through the real recogniser."""

import json
from functools import cache
from pathlib import Path

import pytest

from engine.process import process
from engine.speech.channels import ChannelPolicy, NoticeCode
from engine.speech.hear import Heard, Request, hear
from rules.load import load_pack
from rules.transcript import Role
from tests.bench.errors import character_error_rate
from tests.support.hearing import CALLS, DEMO, DEMO_CALLS, demo_models

LEFT, RIGHT, MONO = ChannelPolicy.STEREO_AGENT_LEFT, ChannelPolicy.STEREO_AGENT_RIGHT, ChannelPolicy.MONO_DIARIZE


@cache
def heard(path: Path, policy: ChannelPolicy = LEFT) -> Heard:
    return hear(Request(path, policy), demo_models(), DEMO)


def said_by(found: Heard, role: Role) -> str:
    return "".join(one.text for one in found.transcript.utterances if one.role is role)


def meant_by(path: Path, role: Role) -> str:
    lines = json.loads(path.with_suffix(".ref.json").read_text(encoding="utf-8"))["utterances"]
    return "".join(one["text"] for one in lines if one["role"] == role)


def codes(found: Heard) -> set[NoticeCode]:
    return {notice.code for notice in found.notices}


@pytest.mark.parametrize("path", [*sorted(CALLS.glob("short_*.flac")), DEMO_CALLS / "collection-outbound.ogg"], ids=str)
def test_each_side_is_written_down(path: Path):
    found = heard(path)

    sides = (Role.AGENT, Role.CUSTOMER)
    rate = character_error_rate([meant_by(path, side) for side in sides], [said_by(found, side) for side in sides])
    assert rate < 0.1
    assert NoticeCode.DEMO_MODEL in codes(found)


def test_times_are_those_of_the_voice():
    path = CALLS / "short_complaint.flac"
    reference = json.loads(path.with_suffix(".ref.json").read_text(encoding="utf-8"))["utterances"]

    utterances = heard(path).transcript.utterances

    for meant, found in zip(reference, utterances, strict=True):
        assert found.start_s == pytest.approx(meant["start_s"], abs=0.2)
        assert found.end_s == pytest.approx(meant["end_s"], abs=0.3)


def test_a_source_with_its_channels_exchanged_is_suspected():
    assert NoticeCode.SWAPPED_SUSPECTED in codes(heard(DEMO_CALLS / "collection-outbound.ogg", RIGHT))


def test_a_source_with_its_channels_right_is_not():
    assert NoticeCode.SWAPPED_SUSPECTED not in codes(heard(DEMO_CALLS / "collection-outbound.ogg", LEFT))


def test_a_mono_call_has_its_agent_found_by_what_is_said():
    path = DEMO_CALLS / "insurance-mono.ogg"

    found = heard(path, MONO)

    rate = character_error_rate([meant_by(path, Role.AGENT)], [said_by(found, Role.AGENT)])
    assert rate < 0.25
    assert found.transcript.role_confidence > 0.6


def test_a_file_judged_without_a_policy_is_turned_the_right_way():
    path = DEMO_CALLS / "collection-outbound.ogg"
    rulebook = load_pack("zh-telecom")

    report = process(path, rulebook=rulebook, models=demo_models(), settings=DEMO)

    agent = "".join(one["text"] for one in report["transcript"]["utterances"] if one["role"] == "agent")
    assert character_error_rate([meant_by(path, Role.AGENT)], [agent]) < 0.1
    assert report["recording"]["channel_policy"] == "stereo_agent_left"
    assert [score["scorecard"] for score in report["scores"]]
