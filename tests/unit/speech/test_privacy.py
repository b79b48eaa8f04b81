"""What is dropped before storing, and what is hidden from those without the right."""

import pytest

from engine.speech.privacy import without_card_codes
from engine.speech.redact import redacted, silenced_spans
from tests.support.calls import call


def texts(lines: str) -> list[str]:
    return [said.text for said in without_card_codes(call(lines).utterances)]


def hidden(lines: str) -> list[str]:
    return [said.text for said in redacted(call(lines).utterances)]


def test_a_security_code_in_the_answer_is_dropped():
    assert texts("A 0-2 请报一下卡背面的安全码\nC 3-4 三二一") == ["请报一下卡背面的安全码", "***"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("安全码是三二一", "安全码是***"),
        ("我的CVV是 4 5 6 7", "我的CVV是 * * * *"),
        ("the cvv is one two three", "the cvv is *** *** *****"),
        ("安全码是 123,卡号6222", "安全码是 ***,卡号6222"),
    ],
)
def test_a_security_code_in_the_same_breath_is_dropped(said: str, kept: str):
    assert texts(f"C 0-3 {said}") == [kept]


def test_words_lose_the_digits_too():
    _, answer = without_card_codes(call("A 0-2 请报一下安全码\nC 3-4 三二一").utterances)

    assert [word.text for word in answer.words] == ["*", "*", "*"]


def test_a_longer_number_is_no_security_code():
    assert texts("A 0-2 请报一下安全码\nC 3-4 六二二八四八") == ["请报一下安全码", "六二二八四八"]


def test_digits_long_after_the_question_are_about_something_else():
    assert texts("A 0-2 请报一下安全码\nC 60-61 三百二") == ["请报一下安全码", "三百二"]


def test_an_amount_without_a_question_stays():
    assert texts("C 0-2 扣了我三二一") == ["扣了我三二一"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("我的电话是幺三八零零一三八零零零", "我的电话是***********"),
        ("手机13800138000谢谢", "手机***********谢谢"),
        ("身份证11010119900307123X", "身份证*****************X"),
        ("卡号 6222 0212 3456 7890", "卡号 **** **** **** ****"),
        ("扣了三百二十元", "扣了三百二十元"),
        ("二零二六年", "二零二六年"),
    ],
)
def test_long_numbers_are_hidden(said: str, shown: str):
    assert hidden(f"C 0-3 {said}") == [shown]


def test_a_number_said_in_parts_is_hidden_in_every_part():
    assert hidden("C 0-1 幺三八\nA 1.2-1.5 嗯\nC 2-3 零零幺三\nC 4-5 八零零零") == ["***", "嗯", "****", "****"]


def test_parts_far_apart_are_not_one_number():
    assert hidden("C 0-1 一二三\nC 20-21 四五六七") == ["一二三", "四五六七"]


def test_a_hidden_number_is_not_heard_either():
    (span,) = silenced_spans(call("C 0.0-16.0 我的电话是幺三八零零一三八零零零").utterances)

    assert span.start_s == pytest.approx(5.0 - 0.3)
    assert span.end_s == pytest.approx(16.0 + 0.3)


def test_a_dropped_security_code_is_not_heard_either():
    cleaned = without_card_codes(call("A 0-2 请报一下安全码\nC 3.0-4.0 三二一").utterances)

    assert [(span.start_s, span.end_s) for span in silenced_spans(cleaned)] == [(2.7, 4.3)]
