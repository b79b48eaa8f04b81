"""A voice is known again, and one that is not enough of a voice is refused."""

import json

import numpy as np
import pytest

from engine.speech.errors import TooLittleVoice
from engine.speech.ports import RATE_HZ, FloatArray, Turn
from engine.speech.roles import guess_agent
from engine.speech.voiceprint import (
    ANOTHER_BELOW,
    SAME_FROM,
    Match,
    Voiceprint,
    enrol,
    enrol_clips,
    likeness,
    match,
    voices_in,
)

RNG = np.random.default_rng(4)


def vowels(pitch: float, formants: tuple[float, ...], seconds: float, rate_hz: int = RATE_HZ) -> FloatArray:
    """A throat that hums: harmonics of a pitch, loudest near the formants."""
    moments = np.arange(round(seconds * rate_hz)) / rate_hz
    sound = np.zeros(len(moments))
    for harmonic in range(1, int(3900 / pitch)):
        hz = harmonic * pitch
        loud = sum(np.exp(-(((hz - formant) / 250.0) ** 2)) for formant in formants) + 0.01
        sound += loud * np.sin(2 * np.pi * hz * moments + harmonic)
    found: FloatArray = (0.2 * sound / np.abs(sound).max()).astype(np.float32)
    return found


MAN, WOMAN = (110.0, (500.0, 1200.0, 2400.0)), (220.0, (700.0, 1700.0, 2900.0))


def test_a_voice_is_like_itself_and_unlike_another():
    enrolled = enrol(vowels(*MAN, 4.0))

    assert match(enrolled, enrol(vowels(*MAN, 4.0))) is Match.SAME
    assert match(enrolled, enrol(vowels(*WOMAN, 4.0))) is Match.ANOTHER


def test_between_the_thresholds_nobody_is_sure():
    one = Voiceprint((1.0, 0.0), 9.0)
    between = (SAME_FROM + ANOTHER_BELOW) / 2

    assert match(one, Voiceprint((between, (1 - between**2) ** 0.5), 9.0)) is Match.UNSURE


def test_several_clips_make_one_voice():
    whole, clips = vowels(*MAN, 6.0), [vowels(*MAN, 2.0) for _ in range(3)]

    assert likeness(enrol(whole), enrol_clips(clips)) > 0.95


def test_a_telephone_recording_is_enrolled_at_its_own_rate():
    wide, narrow = enrol(vowels(*MAN, 4.0)), enrol(vowels(*MAN, 4.0, 8000), 8000)

    assert likeness(wide, narrow) > 0.95


@pytest.mark.parametrize("sound", [np.zeros(RATE_HZ * 9), RNG.standard_normal(RATE_HZ * 9) * 0.1, vowels(*MAN, 2.5)])
def test_too_little_voice_is_refused(sound: FloatArray):
    with pytest.raises(TooLittleVoice):
        enrol(sound.astype(np.float32))


def test_nothing_is_too_little():
    with pytest.raises(TooLittleVoice):
        enrol_clips([])


def test_a_print_survives_storing():
    enrolled = enrol(vowels(*WOMAN, 4.0))

    assert Voiceprint.of(json.loads(json.dumps(enrolled.as_dict()))) == enrolled


def test_prints_of_other_features_are_not_compared():
    enrolled = enrol(vowels(*MAN, 4.0))
    old = Voiceprint(enrolled.vector, enrolled.speech_s, "cepstrum/0")

    assert likeness(enrolled, old) == 0.0
    assert match(enrolled, old) is Match.UNSURE
    assert enrolled.current
    assert not old.current


def test_each_speaker_of_a_channel_who_is_heard_long_enough_has_a_print():
    sound = np.concatenate([vowels(*MAN, 4.0), vowels(*WOMAN, 4.0), vowels(*MAN, 0.5)])
    turns = [Turn(0, 0.0, 4.0), Turn(1, 4.0, 8.0), Turn(2, 8.0, 8.5)]

    voices = voices_in(sound, turns)

    assert set(voices) == {0, 1}
    assert match(voices[0], enrol(vowels(*MAN, 4.0))) is Match.SAME


def test_the_voice_decides_where_words_show_nothing():
    guess = guess_agent({0: ["嗯"], 1: ["啊"]}, first=0, voices={0: -0.2, 1: 0.9})

    assert guess.agent == 1
    assert guess.confidence > 0.9


def test_two_voices_that_are_both_another_count_for_nothing():
    words = {0: ["嗯"], 1: ["啊"]}

    assert guess_agent(words, 0, {0: -0.5, 1: 0.05}) == guess_agent(words, 0)


def test_alike_voices_leave_the_words_to_decide():
    guess = guess_agent({0: ["我想问一下我的话费怎么扣了这么多"], 1: ["工号8023为您服务"]}, 0, {0: 0.75, 1: 0.7})

    assert guess.agent == 1
