"""Exchanging agent and customer."""

from engine.speech.swap import swapped
from rules.transcript import Role
from tests.support.calls import call

CALL = call("A 0.0-4.0 您好\nC 3.0-6.0 喂\nA 12.0-14.0 再见", duration_s=15.0)


def test_every_utterance_changes_sides():
    assert [said.role for said in swapped(CALL).utterances] == [Role.CUSTOMER, Role.AGENT, Role.CUSTOMER]


def test_the_timeline_changes_sides():
    line = swapped(CALL).timeline

    assert line.speech_s == {Role.CUSTOMER: 6.0, Role.AGENT: 3.0}
    assert [both.interrupter for both in line.overlaps or ()] == [Role.AGENT]
    assert line.talk_ratio == round(3 / 9, 4)


def test_twice_is_as_before():
    twice = swapped(swapped(CALL))

    assert twice.utterances == CALL.utterances
    assert twice.timeline.overlaps == CALL.timeline.overlaps
    assert twice.timeline.silences == CALL.timeline.silences
