"""Calls as text, and the timeline that follows from who spoke when."""

import pytest

from rules.dialogue import dialogue
from rules.transcript import Overlap, Role, RoleSource, Silence


def test_lines_become_utterances_with_times_of_their_own() -> None:
    call = dialogue("""
        # a comment
        A 您好,请讲
        C 3.0-5.5 我要投诉
        ? 喂
    """)

    assert [(one.id, one.role, one.text) for one in call.utterances] == [
        (1, Role.AGENT, "您好,请讲"),
        (2, Role.CUSTOMER, "我要投诉"),
        (3, Role.UNKNOWN, "喂"),
    ]
    assert (call.utterances[1].start_s, call.utterances[1].end_s) == (3.0, 5.5)
    assert call.utterances[2].start_s == 5.7


def test_marks_say_what_cannot_be_relied_on() -> None:
    low, invented, loud = dialogue("A~ 您好\nA! 谢谢观看\nA@-12 你说什么").utterances

    assert (low.confidence, invented.suspect, loud.loudness_db) == (0.2, "may be invented", -12.0)


def test_pauses_holds_and_the_end_shape_the_timeline() -> None:
    call = dialogue("A 0-1 请稍等\n-- 9\nC 10-11 好\n== hold 5\nA 16-17 久等了\n== end 20")

    assert call.timeline.duration_s == 20
    assert call.timeline.silences == (
        Silence(1.0, 10.0, Role.AGENT),
        Silence(11.0, 16.0, Role.CUSTOMER),
        Silence(17.0, 20.0, Role.AGENT),
    )
    assert call.timeline.holds == (Silence(11.0, 16.0),)


def test_talk_over_belongs_to_who_began_later() -> None:
    call = dialogue("C 0-5 我想说的是\nA 3-6 您先听我说")

    assert call.timeline.overlaps == (Overlap(3.0, 5.0, Role.AGENT),)
    assert call.timeline.talk_ratio == 0.375


def test_one_mixed_channel_hears_no_talk_over_and_is_sure_of_nobody() -> None:
    call = dialogue("== mono\nC 0-5 我想说的是\nA 3-6 您先听我说")

    assert call.timeline.overlaps is None
    assert call.role_source is RoleSource.DIARIZATION
    assert call.role_confidence < 0.5


@pytest.mark.parametrize("line", ["B 您好", "A", "-- soon", "== stereo", "您好"])
def test_a_line_that_means_nothing_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        dialogue(line)
