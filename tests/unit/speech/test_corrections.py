"""What a project puts right after hearing: in the text, and in the words with their times."""

import pytest

from engine.speech.corrections import corrected
from rules.transcript import Role, Utterance, Word


def said(text: str, *words: str) -> Utterance:
    placed = tuple(Word(one, float(at), at + 1.0, 0.9 - at / 10) for at, one in enumerate(words or text))
    return Utterance(1, Role.AGENT, 0.0, 9.0, text, placed)


def words(one: Utterance) -> list[tuple[str, float, float]]:
    return [(word.text, word.start_s, word.end_s) for word in one.words]


def test_a_word_is_put_right_and_keeps_its_time():
    (done,) = corrected([said("换个光选吧")], {"光选": "光猫"})

    assert done.text == "换个光猫吧"
    assert words(done) == [("换", 0, 1), ("个", 1, 2), ("光猫", 2, 4), ("吧", 4, 5)]
    assert done.words[2].prob == pytest.approx(0.6)


def test_the_longer_one_of_two_is_taken():
    (done,) = corrected([said("钱兆宽带")], {"钱兆": "千兆", "钱兆宽带": "千兆宽带套餐"})

    assert done.text == "千兆宽带套餐"


def test_a_correction_inside_a_word_changes_the_word():
    (done,) = corrected([said("the wifi six", "the", " wifi", " six")], {"wifi six": "Wi-Fi 6"})

    assert done.text == "the Wi-Fi 6"
    assert words(done) == [("the", 0, 1), (" Wi-Fi 6", 1, 3)]


def test_two_corrections_that_share_a_word_leave_the_text_right_and_the_words_out():
    (done,) = corrected([said("光选光选", "光选光选")], {"光选": "光猫"})

    assert done.text == "光猫光猫"
    assert done.words == ()


def test_what_is_not_named_is_not_touched():
    before = [said("您好")]

    assert corrected(before, {"光选": "光猫"}) == tuple(before)
    assert corrected(before, {}) == tuple(before)
