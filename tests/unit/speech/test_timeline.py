"""Silence, talk-over, holds and shares from voice activity."""

from engine.speech.ports import Span
from engine.speech.timeline import timeline
from rules.transcript import Overlap, Role, Silence
from tests.support.calls import call

A, C = Role.AGENT, Role.CUSTOMER


def line(agent: list[Span], customer: list[Span], duration_s: float = 30.0, **more):
    return timeline({A: agent, C: customer}, duration_s, overlaps_heard=True, **more)


def test_silence_is_where_nobody_speaks():
    found = line([Span(1, 5)], [Span(12, 20)], 21.0)

    assert found.silences == (Silence(0, 1, None), Silence(5, 12, A), Silence(20, 21, C))


def test_who_begins_later_interrupts():
    assert line([Span(1, 5)], [Span(4, 8)]).overlaps == (Overlap(4, 5, C),)


def test_talk_ratio_is_the_agents_share():
    assert line([Span(0, 3)], [Span(5, 6)]).talk_ratio == 0.75


def test_nobody_speaking_has_no_ratio():
    found = line([], [])

    assert found.talk_ratio is None
    assert found.silences == (Silence(0, 30, None),)


def test_talk_over_on_a_mixed_channel_is_not_known():
    assert timeline({A: [Span(0, 5)], C: [Span(3, 8)]}, 10, overlaps_heard=False).overlaps is None


def test_a_long_silence_after_an_announced_wait_is_a_hold():
    words = call("A 0.0-3.0 请稍等,我帮您查一下").utterances

    found = line([Span(0, 3)], [Span(20, 22)], utterances=words)

    assert found.holds == (Silence(3, 20, A),)


def test_a_long_silence_without_a_word_is_no_hold():
    words = call("A 0.0-3.0 您好").utterances

    assert line([Span(0, 3)], [Span(20, 22)], utterances=words).holds == ()


def test_a_customer_who_asks_for_a_moment_does_not_put_the_agent_on_hold():
    words = call("C 0.0-3.0 稍等我找一下").utterances

    assert line([], [Span(0, 3)], utterances=words).holds == ()


def test_music_after_somebody_spoke_is_a_hold():
    assert line([Span(0, 3)], [Span(20, 22)], music=[Span(4, 18)]).holds == (Silence(4, 18, A),)


def test_the_ringing_before_anybody_speaks_is_no_hold():
    assert line([Span(8, 9)], [], music=[Span(0, 7)]).holds == ()


def test_an_announced_wait_with_music_is_one_hold():
    words = call("A 0.0-3.0 请稍等,我帮您查一下").utterances

    found = line([Span(0, 3)], [Span(20, 22)], utterances=words, music=[Span(4, 19), Span(24, 30)])

    assert found.holds == (Silence(3, 20, A), Silence(24, 30, C))


def test_a_customer_who_speaks_into_the_music_does_not_end_the_hold():
    assert line([Span(0, 3)], [Span(8, 9)], music=[Span(4, 18)]).holds == (Silence(4, 18, A),)
