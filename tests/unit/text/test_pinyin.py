"""What characters sound like."""

import pytest

from rules.text.pinyin import ALL_CONFUSIONS, Confusion, fold_syllable, readings, syllables


def test_a_phrase_is_read_in_context():
    assert syllables("银行行长") == ("yin", "hang", "hang", "zhang")


def test_a_character_keeps_its_two_commonest_readings():
    assert readings("粘") == ("zhan", "nian")
    assert readings("行") == ("xing", "hang")


def test_digits_sound_as_they_are_read_out():
    assert syllables("5g套餐") == ("wu", "g", "tao", "can")
    assert "yao" in readings("1")


@pytest.mark.parametrize("char", ["年", "a", "7", "𠮷", "ア", "!"])
def test_every_character_sounds_like_something(char):
    assert all(readings(char))
    assert len(syllables(char)) == 1


@pytest.mark.parametrize(
    ("confusion", "left", "right"),
    [
        (Confusion.ZH_Z, "zhang", "zang"),
        (Confusion.CH_C, "chu", "cu"),
        (Confusion.SH_S, "shi", "si"),
        (Confusion.N_L, "nan", "lan"),
        (Confusion.N_NG, "jin", "jing"),
        (Confusion.N_NG, "shan", "shang"),
        (Confusion.F_H, "fei", "hui"),
        (Confusion.F_H, "fan", "huan"),
        (Confusion.F_H, "fu", "hu"),
        (Confusion.F_H, "fen", "hun"),
    ],
)
def test_each_confusion_takes_two_sounds_for_one_and_only_when_asked(confusion, left, right):
    assert fold_syllable(left, [confusion]) == fold_syllable(right, [confusion])
    assert fold_syllable(left, ALL_CONFUSIONS - {confusion}) != fold_syllable(right, ALL_CONFUSIONS - {confusion})


def test_zhong_and_zhon_are_not_made_one():
    assert fold_syllable("dong", [Confusion.N_NG]) == "dong"
