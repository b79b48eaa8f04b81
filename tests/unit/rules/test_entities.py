"""Things with a shape: one table of text to what is found in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.entities import FINDERS, Kind
from rules.entities.digits import luhn


@pytest.mark.parametrize(
    ("kind", "text", "values"),
    [
        (Kind.PHONE, "我的手机是13800138000", ["13800138000"]),
        (Kind.PHONE, "138 0013 8000 或者 010-62345678", ["13800138000", "01062345678"]),
        (Kind.PHONE, "幺三八零零幺三八零零零", ["13800138000"]),
        (Kind.PHONE, "拨打九五五八八", ["95588"]),
        (Kind.PHONE, "订单号 2704681", []),
        (Kind.PHONE, "call me on two one two five five five oh one double three", ["2125550133"]),
        (Kind.ID_CARD, "11010519491231002X", ["11010519491231002X"]),
        (Kind.ID_CARD, "一一零一零五一九四九一二三一零零二叉", ["11010519491231002X"]),
        (Kind.ID_CARD, "110105194913310021", []),
        (Kind.ID_CARD, "110105491231002", ["110105491231002"]),
        (Kind.BANK_CARD, "6228 4804 0256 4890 018", ["6228480402564890018"]),
        (Kind.BANK_CARD, "6228 4804 0256 4890 019", []),
        (Kind.BANK_CARD, "4539 1488 0343 6467", ["4539148803436467"]),
        (Kind.AMOUNT, "一共是三百二十元五角", ["320.5"]),
        (Kind.AMOUNT, "￥1,280.50 和 3.5万块", ["1280.5", "35000"]),
        (Kind.AMOUNT, "手续费百分之一", []),
        (Kind.AMOUNT, "twenty dollars and $5", ["20", "5"]),
        (Kind.DATE, "八月十五号，2026年3月1日", ["--08-15", "2026-03-01"]),
        (Kind.DATE, "2026-02-30 2026/2/28", ["2026-02-28"]),
        (Kind.DATE, "March 1st, 2026 or 15 August", ["2026-03-01", "--08-15"]),
        (Kind.PLATE, "车牌京A·12345，沪AD12345", ["京A12345", "沪AD12345"]),
        (Kind.PLATE, "粤B幺二三四五", ["粤B12345"]),
        (Kind.PLATE, "京东A12", []),
        (Kind.EMAIL, "发到 zhang.san@example.com.cn 吧", ["zhang.san@example.com.cn"]),
        (Kind.EMAIL, "li艾特qq点com", ["li@qq.com"]),
        (Kind.EMAIL, "jane at example dot org", ["jane@example.org"]),
    ],
)
def test_a_thing_is_found_by_its_shape(kind: Kind, text: str, values: list[str]) -> None:
    assert [found.value for found in FINDERS[kind](text)] == values


@given(st.sampled_from(list(Kind)), st.text(max_size=60))
def test_what_is_found_lies_in_the_text(kind: Kind, text: str) -> None:
    for found in FINDERS[kind](text):
        assert 0 <= found.start < found.end <= len(text)


@given(st.text(alphabet="0123456789", min_size=12, max_size=18))
def test_exactly_one_check_digit_satisfies_luhn(digits: str) -> None:
    assert sum(luhn(digits + check) for check in "0123456789") == 1
