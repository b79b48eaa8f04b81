"""From a file to a transcript: everything but what the words are."""

from pathlib import Path

import pytest

from engine.speech.audio import decode
from engine.speech.channels import ChannelPolicy, NoticeCode
from engine.speech.errors import Reason, TranscriptionFailed, UnreadableAudio
from engine.speech.hear import Models, Request, hear, hear_many
from engine.speech.ports import Clip, Hints, Said
from engine.speech.scripted import Scripted
from rules.transcript import Role, RoleSource
from tests.support.hearing import CALLS, DEMO_CALLS, PLUMBING, plumbing
from tests.support.sound_files import voice_like, write_wav

LEFT, RIGHT, MONO = ChannelPolicy.STEREO_AGENT_LEFT, ChannelPolicy.STEREO_AGENT_RIGHT, ChannelPolicy.MONO_DIARIZE
GREETING, OVERLAP = CALLS / "short_greeting.flac", CALLS / "short_overlap.flac"


def heard(path: Path, policy: ChannelPolicy = LEFT):
    return hear(Request(path, policy), plumbing(), PLUMBING)


def test_each_channel_is_one_side():
    transcript = heard(GREETING).transcript

    assert [said.role for said in transcript.utterances] == [Role.AGENT, Role.CUSTOMER]
    assert [said.channel for said in transcript.utterances] == [0, 1]
    assert transcript.role_source is RoleSource.CHANNEL


def test_the_other_policy_turns_the_sides_round():
    assert [said.role for said in heard(GREETING, RIGHT).transcript.utterances] == [Role.CUSTOMER, Role.AGENT]


def test_utterances_are_counted_in_order_of_time():
    utterances = heard(DEMO_CALLS / "refund-good.ogg").transcript.utterances

    assert [said.id for said in utterances] == list(range(1, len(utterances) + 1))
    assert [said.start_s for said in utterances] == sorted(said.start_s for said in utterances)


def test_talk_over_is_heard_on_two_channels():
    overlaps = heard(OVERLAP).transcript.timeline.overlaps

    assert overlaps
    assert overlaps[0].interrupter is Role.AGENT


def test_every_utterance_has_words_confidence_and_loudness():
    for said in heard(GREETING).transcript.utterances:
        assert said.words
        assert said.confidence == pytest.approx(0.99)
        assert said.loudness_db is not None
        assert -40 < said.loudness_db < -5


def test_the_facts_of_the_file_are_told():
    facts = heard(GREETING).facts

    assert (facts.channels, facts.sample_rate_hz, facts.codec) == (2, 8000, "flac")
    assert len(facts.sha256) == 64


def test_two_equal_channels_are_heard_as_one_and_said_so():
    found = heard(DEMO_CALLS / "dual-mono.flac")

    assert NoticeCode.DUAL_MONO in [notice.code for notice in found.notices]
    assert found.policy is MONO
    assert found.transcript.role_source is RoleSource.DIARIZATION
    assert found.transcript.timeline.overlaps is None


def test_silence_has_no_words_and_is_said_so(tmp_path: Path):
    found = heard(write_wav(tmp_path / "a.wav", voice_like(5.0) * 0), MONO)

    assert found.transcript.utterances == ()
    assert [notice.code for notice in found.notices] == [NoticeCode.SILENT]


def test_a_tone_is_not_speech(tmp_path: Path):
    assert heard(write_wav(tmp_path / "a.wav", voice_like(20.0, 2))).transcript.utterances == ()


def test_recordings_are_heard_together_in_the_order_given(tmp_path: Path):
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"no sound")
    paths = [GREETING, broken, OVERLAP, CALLS / "short_banned.flac"]

    found = list(hear_many([Request(path, LEFT) for path in paths], plumbing(), PLUMBING))

    assert [request.path for request, _ in found] == paths
    assert isinstance(found[1][1], UnreadableAudio)
    assert found[1][1].reason is Reason.NOT_AUDIO
    assert [type(result).__name__ for _, result in found] == ["Heard", "UnreadableAudio", "Heard", "Heard"]


def test_progress_is_told_after_each_file_and_each_batch():
    steps: list[int] = []

    list(
        hear_many(
            [Request(GREETING, LEFT), Request(OVERLAP, LEFT)], plumbing(), PLUMBING, advanced=lambda: steps.append(1)
        )
    )

    assert len(steps) >= 3


class FailsOn(Scripted):
    """A recogniser that chokes on clips longer than a limit."""

    def __init__(self, longest_s: float) -> None:
        super().__init__()
        self._longest_s = longest_s

    def transcribe(self, clips: list[Clip], *, advanced=None) -> tuple[Said, ...]:
        if any(clip.duration_s > self._longest_s for clip in clips):
            raise TranscriptionFailed("scripted", "too long for me")
        return super().transcribe(clips, advanced=advanced)


def test_a_recording_that_breaks_the_recogniser_does_not_spoil_the_others():
    found = list(
        hear_many(
            [Request(GREETING, LEFT), Request(DEMO_CALLS / "refund-good.ogg", LEFT)], Models(FailsOn(4.0)), PLUMBING
        )
    )

    assert type(found[0][1]).__name__ == "Heard"
    assert isinstance(found[1][1], TranscriptionFailed)


def test_what_was_expected_changes_the_provenance():
    plain = hear(Request(GREETING, LEFT), plumbing(), PLUMBING).provenance
    told = hear(Request(GREETING, LEFT, hints=Hints(("宽带",))), plumbing(), PLUMBING).provenance

    assert told.options != plain.options


def test_the_quality_of_a_call_is_told():
    quality = heard(GREETING).quality

    assert quality.confidence == pytest.approx(0.99)
    assert quality.suspect_share == 0.0
    assert quality.unwritten_share < 0.05


def test_the_sound_comes_along_to_be_drawn_and_copied():
    found = heard(GREETING)

    assert found.audio.samples.shape == decode(GREETING, max_duration_s=60).samples.shape
    assert set(found.seconds) >= {"decode", "activity", "recognise", "compose"}
