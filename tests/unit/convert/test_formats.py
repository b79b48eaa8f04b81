"""Transcripts of other systems, recognised by what is in them."""

from datetime import UTC, datetime

import pytest

from engine.convert.formats import FORMATS, Target, read_transcript, write_transcript
from engine.speech.errors import UnreadableTranscript
from rules.transcript import Role, RoleSource
from tests.unit.convert import samples
from tests.unit.convert.samples import EVERY, as_json

NOW = datetime(2026, 11, 22, tzinfo=UTC)
A, C, U = Role.AGENT, Role.CUSTOMER, Role.UNKNOWN

KINDS = {
    "whisperx": "whisper",
    "whisper-timestamped": "whisper",
    "call-analytics": "contact-lens",
    "transcribe-channels": "amazon-transcribe",
    "transcribe-speakers": "amazon-transcribe",
    "vcon-text": "vcon",
}


def said(data: bytes, **options) -> list[tuple[Role, float, float, str]]:
    return [
        (one.role, one.start_s, one.end_s, one.text) for one in read_transcript(data, **options).transcript.utterances
    ]


@pytest.mark.parametrize("name", EVERY)
def test_a_file_is_recognised_by_its_content(name: str):
    found = read_transcript(EVERY[name])

    assert found.format == KINDS.get(name, name)
    assert found.format in FORMATS


TIMED = [
    "contact-lens",
    "call-analytics",
    "azure",
    "deepgram",
    "transcribe-channels",
    "srt",
    "vtt",
    "assemblyai",
    "wtf",
]


@pytest.mark.parametrize("name", TIMED)
def test_times_are_seconds_whatever_the_system_counts_in(name: str):
    first, second = read_transcript(EVERY[name]).transcript.utterances

    assert (first.start_s, first.end_s) == (0.5, 1.5)
    assert second.end_s == 3.0
    assert (first.text, second.text) == ("Hello.", "Hi.")


@pytest.mark.parametrize("name", ["contact-lens", "call-analytics", "srt", "vtt", "vcon", "vcon-text", "aliyun"])
def test_sides_that_are_named_are_taken_at_their_word(name: str):
    transcript = read_transcript(EVERY[name]).transcript

    assert [one.role for one in transcript.utterances] == [A, C]
    assert transcript.role_source is RoleSource.GIVEN
    assert transcript.role_confidence == 1.0


def test_speakers_with_numbers_are_told_by_what_they_say():
    transcript = read_transcript(EVERY["whisperx"]).transcript

    assert [one.role for one in transcript.utterances] == [A, C]
    assert transcript.role_source is RoleSource.DIARIZATION
    assert transcript.role_confidence < 1.0


def test_the_reader_may_say_who_the_agent_is():
    assert [role for role, *_ in said(EVERY["assemblyai"], agent="B")] == [C, A]


def test_an_agent_who_is_not_there_is_refused_with_those_who_are():
    with pytest.raises(UnreadableTranscript, match="A, B"):
        read_transcript(EVERY["assemblyai"], agent="Z")


def test_a_file_without_speakers_leaves_them_unknown():
    transcript = read_transcript(EVERY["whisper"]).transcript

    assert [one.role for one in transcript.utterances] == [U, U]
    assert transcript.role_source is RoleSource.NONE
    assert transcript.timeline.overlaps is None


def test_a_segment_with_words_of_two_speakers_is_divided():
    assert said(EVERY["whisperx"]) == [(A, 0.5, 1.5, "Thank you for calling."), (C, 2.0, 3.0, "Hi.")]


@pytest.mark.parametrize("name", EVERY)
def test_words_spell_their_utterance(name: str):
    for one in read_transcript(EVERY[name]).transcript.utterances:
        if one.words:
            assert "".join(word.text for word in one.words).strip() == one.text


def test_certainty_comes_along():
    first, _ = read_transcript(EVERY["assemblyai"]).transcript.utterances

    assert first.confidence == 0.9
    assert first.words[0].prob == 0.9


def test_talk_over_is_known_where_sides_have_channels():
    overlaps = read_transcript(EVERY["contact-lens"]).transcript.timeline.overlaps

    assert overlaps is not None
    assert [(one.start_s, one.end_s, one.interrupter) for one in overlaps] == [(1.4, 1.5, C)]


def test_the_length_of_the_call_comes_along():
    assert read_transcript(EVERY["azure"]).transcript.timeline.duration_s == 5.0


def test_text_without_times_is_laid_out_and_said_so():
    found = read_transcript(EVERY["vcon"])

    assert found.transcript.utterances[0].end_s <= found.transcript.utterances[1].start_s
    assert [warning.partition(":")[0] for warning in found.warnings] == ["times_estimated"]


def test_language_codes_are_short():
    languages = {name: read_transcript(data).transcript.language for name, data in EVERY.items()}

    assert languages["contact-lens"] == languages["assemblyai"] == languages["whisper"] == "en"
    assert languages["aliyun"] == "zh"
    assert languages["whisper-timestamped"] == "fr"


def test_invented_text_is_marked():
    data = as_json(
        {
            "segments": [
                {"start": 0.0, "end": 2.0, "text": "字幕由Amara.org社区提供"},
                {"start": 2.0, "end": 9.0, "text": "you know, you know, you know, you know, you know"},
                {"start": 9.0, "end": 10.0, "text": "Yes.", "avg_logprob": -1.5},
                {"start": 10.0, "end": 11.0, "text": "Thank you."},
            ]
        }
    )

    assert [one.suspect for one in read_transcript(data).transcript.utterances] == [
        "phantom",
        "loop",
        "low_probability",
        None,
    ]


def test_security_codes_do_not_come_in_by_this_door_either():
    data = as_json(
        {
            "segments": [
                {"start": 0.0, "end": 2.0, "text": "请报一下安全码"},
                {"start": 3.0, "end": 4.0, "text": "三二一"},
            ]
        }
    )

    assert said(data)[1][3] == "***"


@pytest.mark.parametrize("target", list(Target))
@pytest.mark.parametrize("name", EVERY)
def test_there_and_back_loses_nothing_the_format_can_hold(name: str, target: Target):
    there = read_transcript(EVERY[name])

    back = read_transcript(write_transcript(there, target, now=NOW).encode())

    assert [(one.role, one.start_s, one.end_s, one.text) for one in back.transcript.utterances] == said(EVERY[name])
    if target in (Target.CALLQC, Target.VCON):
        assert back.transcript == there.transcript
        assert back.metadata == there.metadata or target is Target.VCON


def test_a_vcon_keeps_its_identity_and_parties():
    there = read_transcript(EVERY["vcon"])

    back = read_transcript(write_transcript(there, Target.VCON, now=NOW).encode())

    assert back.metadata == there.metadata


@pytest.mark.parametrize("target", list(Target))
def test_the_same_transcript_is_written_the_same_way(target: Target):
    there = read_transcript(EVERY["contact-lens"])

    assert write_transcript(there, target, now=NOW) == write_transcript(there, target, now=NOW)


@pytest.mark.parametrize(
    ("data", "place", "why"),
    [
        (b"", "", "empty"),
        (b"  \n", "", "empty"),
        (b'{"segments": [', "line 1", "Expecting value"),
        (b'{\n "invalid": "json",\n "missing": "closing"\n', "line 4", "delimiter"),
        (as_json({"hello": 1}), "", "no known format"),
        (as_json([1, 2]), "", "no known format"),
        (b"hello\nworld\n", "", "no known format"),
        (as_json({"segments": []}), "", "nothing is said"),
        (as_json({"segments": [{"text": "a", "start": "x", "end": 1}]}), "segments[0].start", "not a number"),
        (as_json({"segments": [{"text": "a", "start": 0}]}), "segments[0].end", "missing"),
        (as_json({"segments": [{"text": "a", "start": 5, "end": 1}]}), "segments[0]", "before it begins"),
        (as_json({"segments": [{"text": "a", "start": 5, "end": 1e9}]}), "segments[0]", "later than a day"),
        (b'{"segments": [{"text": "a", "start": NaN, "end": 1}]}', "segments[0].start", "not a number"),
        (b"1\n00:00:01,000 --> oops\nhi\n", "", "no known format"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nhi\n\n2\n00:00:03,000 --> late\nyo\n", "line 6", "no time of a cue"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nhi\n\nstray text\n", "line 5", "no cue"),
        (b"[" * 5000 + b"]" * 5000, "", "nested"),
        (b"\x00\xff\xfe\xfa\x81", "", ""),
    ],
)
def test_a_broken_file_is_refused_with_the_place(data: bytes, place: str, why: str):
    with pytest.raises(UnreadableTranscript) as refused:
        read_transcript(data)

    assert refused.value.place.startswith(place)
    assert why in refused.value.why


def test_a_broken_file_of_ours_is_refused_with_the_place():
    with pytest.raises(UnreadableTranscript, match="start_s"):
        read_transcript(as_json({"version": 1, "utterances": [{"role": "agent", "text": "x"}]}), kind="callqc")


def test_a_format_can_be_forced():
    with pytest.raises(UnreadableTranscript):
        read_transcript(EVERY["srt"], kind="vtt-of-mars")


def test_subtitles_of_old_chinese_systems_are_read():
    data = "1\n00:00:01,000 --> 00:00:02,000\n坐席:您好,请问有什么可以帮您\n".encode("gb18030")

    assert said(data) == [(A, 1.0, 2.0, "您好,请问有什么可以帮您")]


def test_a_chat_is_counted_from_its_first_word():
    chat = as_json(
        {
            "Channel": "CHAT",
            "LanguageCode": "en-US",
            "Participants": [{"ParticipantId": "x", "ParticipantRole": "AGENT"}],
            "Transcript": [
                {"ParticipantRole": "SYSTEM", "Content": "Welcome", "AbsoluteTime": "2026-10-27T03:31:50.000Z"},
                {"ParticipantRole": "AGENT", "Content": "Hello there", "AbsoluteTime": "2026-10-27T03:31:53.000Z"},
            ],
        }
    )

    assert said(chat)[0][:2] == (A, 3.0)


def test_lines_of_one_cue_stay_together():
    data = samples.VTT.replace(b"Hello.", b"Hello,\nworld &lt;3.")

    back = read_transcript(write_transcript(read_transcript(data), Target.VTT, now=NOW).encode())

    assert back.transcript.utterances[0].text == "Hello,\nworld <3."
