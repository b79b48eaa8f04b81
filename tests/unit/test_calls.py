"""Calls written as lines of speech: the tests' own language says what it seems to say."""

from rules.transcript import Overlap, Role, Silence
from tests.support.calls import call


def test_lines_become_utterances_with_words_over_their_time():
    transcript = call("""
        A 0.0-1.0 您好
        C 1.5-2.0 OK 喂
    """)

    agent, customer = transcript.utterances
    assert (agent.id, agent.role, agent.text) == (1, Role.AGENT, "您好")
    assert [(word.text, word.start_s, word.end_s) for word in agent.words] == [("您", 0.0, 0.5), ("好", 0.5, 1.0)]
    assert [word.text for word in customer.words] == ["OK", "喂"]


def test_the_time_between_utterances_is_silence_after_who_spoke_last():
    transcript = call("A 1.0-2.0 您好\nC 5.0-6.0 喂", duration_s=8.0)

    assert transcript.timeline.silences == (
        Silence(0.0, 1.0, None),
        Silence(2.0, 5.0, Role.AGENT),
        Silence(6.0, 8.0, Role.CUSTOMER),
    )


def test_who_begins_while_the_other_speaks_interrupts():
    transcript = call("C 0.0-4.0 我想问一下\nA 3.0-5.0 您先听我说")

    assert transcript.timeline.overlaps == (Overlap(3.0, 4.0, Role.AGENT),)
    assert transcript.timeline.talk_ratio == 2.0 / 6.0
