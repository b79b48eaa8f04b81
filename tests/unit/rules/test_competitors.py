"""Which common words sound like a phrase."""

from rules.competitors import competitors
from rules.text.pinyin import Confusion


def test_a_common_word_with_the_same_sound_competes():
    found = {one.word: one for one in competitors("利息", most=50)}

    assert found["离析"].part == "利息"
    assert found["离析"].count > 0
    assert "利息" not in found


def test_parts_of_a_longer_phrase_compete_too_after_the_whole():
    found = competitors("年化率", most=50)

    assert {"年华", "量化"} <= {one.word for one in found}
    assert [len(one.part) for one in found] == sorted((len(one.part) for one in found), reverse=True)


def test_only_confusions_that_are_forgiven_count():
    strict = {one.word for one in competitors("年化率", (), most=50)}
    lax = {one.word for one in competitors("年化率", (Confusion.N_L,), most=50)}

    assert "量化" not in strict
    assert "连发" not in lax
    assert strict < lax


def test_words_in_letters_compete_with_nothing():
    assert competitors("ok") == ()
