"""Numbers as people say them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text.chinese_number import chinese_value
from rules.text.numerals import digit_runs, numbers


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("我的电话是幺三八零零一三八零零零", "13800138000"),
        ("１３８-0013 8000", "13800138000"),
        ("一三八,零零一三,八零零零", "13800138000"),
        ("one three eight double zero five", "138005"),
        ("ends in forty two eleven", "4211"),
        ("洞幺洞拐", "0107"),
        ("oh one two", "012"),
        ("卡号是六二二五〇〇", "622500"),
        ("貳零貳陸", "2026"),
    ],
)
def test_digits_said_one_by_one_are_one_run(said, digits):
    assert [run.digits for run in digit_runs(said)] == [digits]


def test_a_run_knows_where_it_was_said():
    said = "卡号 6225 8888,密码不要说"

    (run,) = digit_runs(said)

    assert said[run.start : run.end] == "6225 8888"


@pytest.mark.parametrize("said", ["山洞", "拐个弯", "幺儿", "勾选一下"])
def test_a_radio_digit_alone_is_a_word(said):
    assert "0" not in "".join(run.digits for run in digit_runs(said))
    assert not [run for run in digit_runs(said) if said[run.start] in "洞拐幺勾"]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("订金三千五百块", "3500"),
        ("三千五", "3500"),
        ("两万三", "23000"),
        ("一百零五", "105"),
        ("十二", "12"),
        ("一亿两千万", "120000000"),
        ("二零二六年", "2026"),
        ("三点一四", "3.14"),
        ("3.5万", "35000"),
        ("1,200.50元", "1200.50"),
        ("壹佰贰拾", "120"),
        ("twenty five dollars", "25"),
        ("one hundred and five", "105"),
        ("two thousand and twenty six", "2026"),
        ("twenty-one hundred", "2100"),
        ("three point one four", "3.14"),
    ],
)
def test_a_quantity_is_worked_out(said, value):
    assert [number.value for number in numbers(said)] == [Decimal(value)]


@pytest.mark.parametrize("said", ["百分之八点五", "8.5%", "８．５％", "8.5 percent"])
def test_a_share_in_a_hundred_is_marked(said):
    (number,) = numbers(said)

    assert (number.value, number.is_percent) == (Decimal("8.5"), True)
    assert said[number.start : number.end] == said


@pytest.mark.parametrize("said", ["三五天", "两三个", "七八成"])
def test_an_estimate_is_not_a_number(said):
    assert numbers(said) == ()


def test_two_numbers_side_by_side_are_not_added():
    assert numbers("one and two") == ()


def _said(value):
    digits = "零一二三四五六七八九"
    units = ["", "十", "百", "千"]
    text, skipped = "", False
    for place, digit in zip(range(len(str(value)) - 1, -1, -1), str(value), strict=True):
        if digit == "0":
            skipped = True
            continue
        text += ("零" if skipped else "") + digits[int(digit)] + units[place]
        skipped = False
    return text


@given(st.integers(1, 9999))
def test_every_number_below_ten_thousand_is_read_back(value):
    assert chinese_value(_said(value)) == value


@given(st.text(alphabet="零一二三四五六七八九十百千万亿两点半幺洞 3.5,%one twoandhundred-", max_size=30))
def test_no_text_breaks_the_reader(said):
    for found in (*numbers(said), *digit_runs(said)):
        assert 0 <= found.start < found.end <= len(said)
