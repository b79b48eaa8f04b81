"""Keeping the two sides apart: ids that say nothing, names and numbers that are hidden however they are said."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.blind import MASK, Roster, masked_no, new_public_id


def test_public_ids_are_long_random_and_fit_into_an_address():
    ids = {new_public_id() for _ in range(2000)}

    assert len(ids) == 2000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", one) for one in ids)


@pytest.mark.parametrize(
    "said",
    [
        "工号8121为您服务",
        "工号八幺二幺为您服务",
        "工号八一二一为您服务",
        "工号八幺二一为您服务",
        "工号 8 1 2 1 为您服务",
        "工号八、幺、二、幺为您服务",
        "工号８１２１为您服务",
        "工号8幺2一为您服务",
        "工号捌壹贰壹为您服务",
        "工号八幺两幺为您服务",
    ],
)
def test_a_number_is_hidden_however_it_is_said(said: str):
    assert Roster(["8121"]).mask(said).replace(" ", "") == f"工号{MASK}为您服务"


@pytest.mark.parametrize(("number", "said"), [("7009", "拐洞洞勾"), ("1080", "幺洞八零"), ("9070", "九〇七零")])
def test_a_number_is_hidden_as_operators_say_it(number: str, said: str):
    assert Roster([number]).mask(f"我是{said}号") == f"我是{MASK}号"


def test_names_are_hidden_in_any_case_and_with_breaks():
    roster = Roster(["陈思远", "Alice"])

    assert roster.mask("我叫陈思远,陈 思 远,ALICE") == f"我叫{MASK},{MASK},{MASK}"


def test_the_longer_name_is_hidden_first():
    assert Roster(["陈思", "陈思远"]).mask("陈思远") == MASK


def test_a_number_with_letters_is_hidden_too():
    assert Roster(["A8001"]).mask("我是a八零零幺") == f"我是{MASK}"


def test_signs_in_a_name_are_signs():
    assert Roster(["a.b", "(x)"]).mask("axb a.b (x) x") == f"axb {MASK} {MASK} x"


@pytest.mark.parametrize("names", [[], [""], ["王"]])
def test_what_is_too_short_to_be_a_name_hides_nothing(names: list[str]):
    assert Roster(names).mask("王先生您好") == "王先生您好"
    assert Roster(names).spans("王先生您好") == ()


def test_spans_say_where():
    assert Roster(["8001"]).spans("工号8001,八零零幺") == ((2, 6), (7, 11))


@given(number=st.text("0123456789", min_size=3, max_size=8), data=st.data())
def test_no_way_of_saying_a_number_gets_through(number: str, data: st.DataObject):
    ways = {"0": "0零〇洞", "1": "1一幺", "2": "2二两", "3": "3三", "4": "4四", "5": "5五", "6": "6六", "7": "7七拐",
            "8": "8八", "9": "9九勾"}  # fmt: skip
    said = data.draw(st.sampled_from(["", " ", "、", ","])).join(
        data.draw(st.sampled_from(ways[digit])) for digit in number
    )

    assert Roster([number]).mask(f"前{said}后") == f"前{MASK}后"


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812345678", "138****5678"),
        (" 13812345678 ", "138****5678"),
        ("02112345678", "021****5678"),
        ("65871234", "******34"),
        ("1234567", "*****67"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_a_customers_number_keeps_its_ends_only(number: str, masked: str):
    assert masked_no(number) == masked


@given(number=st.text("0123456789", min_size=1, max_size=20))
def test_at_least_four_digits_of_a_number_are_hidden(number: str):
    assert masked_no(number).count("*") >= min(4, len(number))
