"""Text that nobody said."""

import pytest

from engine.speech.ports import Span
from engine.speech.quality import CallQuality, Suspect, call_quality, echoes, loops, suspicion, voiced_share
from tests.support.calls import call

GOOD = {"duration_s": 4.0, "confidence": 0.9, "loudness_db": -25.0, "voiced_share": 1.0}


def test_good_speech_is_not_suspect():
    assert suspicion("您好,请问有什么可以帮您", **GOOD) is None


@pytest.mark.parametrize(
    ("text", "measures", "reason"),
    [
        ("谢谢", {"voiced_share": 0.1}, Suspect.NO_VOICE),
        ("谢谢", {"loudness_db": -75.0}, Suspect.NO_VOICE),
        ("字幕由Amara.org社区提供", {}, Suspect.PHANTOM),
        ("请不吝点赞 订阅 转发 打赏支持明镜与点点栏目", {}, Suspect.PHANTOM),
        ("谢谢观看", {}, Suspect.PHANTOM),
        ("Thanks for watching!", {}, Suspect.PHANTOM),
        ("ご視聴ありがとうございました", {}, Suspect.PHANTOM),
        ("我是说我是说我是说我是说我是说", {}, Suspect.LOOP),
        ("you know, you know, you know, you know, you know", {}, Suspect.LOOP),
        ("哈哈哈哈哈哈哈哈哈哈哈哈", {}, Suspect.LOOP),
        (
            "您好请问有什么可以帮您的吗我这里是客服中心很高兴为您服务请您稍等一下我帮您查询",
            {"duration_s": 1.0},
            Suspect.TOO_DENSE,
        ),
        ("您好", {"confidence": 0.2}, Suspect.LOW_PROBABILITY),
        ("您好", {"mean_log_prob": -1.4}, Suspect.LOW_PROBABILITY),
        ("您好", {"no_speech_prob": 0.9, "mean_log_prob": -0.8}, Suspect.NO_VOICE),
    ],
)
def test_what_gives_invented_text_away(text: str, measures: dict[str, float], reason: Suspect):
    assert suspicion(text, **{**GOOD, **measures}) is reason


@pytest.mark.parametrize(
    "text", ["对对对对", "好的好的好的", "幺三八零零零零零零零零", "13800000000", "谢谢谢谢您", "no no no no"]
)
def test_what_people_really_repeat_is_no_loop(text: str):
    assert not loops(text)


@pytest.mark.parametrize("text", ["感谢您的来电", "谢谢您的耐心等待", "我想订阅流量包", "字面意思"])
def test_service_talk_is_no_phantom(text: str):
    assert suspicion(text, **GOOD) is None


def test_measures_that_are_not_known_prove_nothing():
    assert suspicion("您好", duration_s=1.0) is None


def test_the_same_long_text_three_times_in_a_row_is_an_echo():
    said = call("A 0-1 谢谢大家\nA 2-3 谢谢大家\nA 4-5 谢谢大家\nA 6-7 再见").utterances

    assert echoes(said) == {1, 2, 3}


def test_a_short_answer_given_three_times_is_no_echo():
    assert echoes(call("C 0-1 嗯\nC 2-3 嗯\nC 4-5 嗯").utterances) == frozenset()


def test_the_quality_of_a_call_counts_what_is_doubtful_and_what_is_missing():
    said = call("A 0-6 您好\nC 6-8 喂", suspect={2: "loop"}).utterances

    found = call_quality(said, voice_s=10.0)

    assert (found.confidence, found.suspect_share, found.unwritten_share) == (0.95, 0.25, 0.2)


def test_a_call_without_a_word_has_no_confidence():
    assert call_quality((), voice_s=4.0) == CallQuality(None, 0.0, 1.0)


def test_voiced_share_counts_only_detected_voice():
    assert voiced_share(0.0, 10.0, [Span(2, 4), Span(8, 12)]) == 0.4
