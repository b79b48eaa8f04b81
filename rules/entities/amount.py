"""Sums of money."""

import re
from decimal import Decimal

from rules.entities.entity import Entity, Kind
from rules.text.numerals import numbers

_BEFORE = re.compile(r"(?:[¥￥$€£]|人民币|rmb|usd)\s*$", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:(?P<ten_thousand>万)?(?:元|块钱|块|圆|人民币|美元|美金|欧元)|(?P<cents>毛|角)"
    r"|dollars?\b|bucks?\b|yuan\b|euros?\b|pounds?\b|usd\b|rmb\b)",
    re.IGNORECASE,
)
# What is said after the unit: 三块五, 一百二十块五毛, 八块八毛八分.
_SMALL = "[一二两三四五六七八九1-9１-９]"
_CHANGE = re.compile(
    rf"(?P<tenths>{_SMALL})(?:[毛角](?:(?P<hundredths>{_SMALL})分)?|(?=钱|[^\w]|$))",
)
_VALUE = {digit: str(at % 9 + 1) for at, digit in enumerate("一二三四五六七八九123456789１２３４５６７８９")} | {
    "两": "2"
}


def amounts(text: str) -> tuple[Entity, ...]:
    """Numbers with a currency before or after them, words included: 三百二十元, 3.5万块, $20, fifty dollars."""
    found: list[Entity] = []
    for number in numbers(text):
        if found and number.start < found[-1].end:
            continue  # the change of the one before
        before = _BEFORE.search(text, 0, number.start)
        after = _AFTER.match(text, number.end)
        if number.is_percent or not (before or after):
            continue
        value = number.value
        if after and after["cents"]:
            value = value / 10
        if after and after["ten_thousand"]:
            value = value * 10_000
        start, end = before.start() if before else number.start, after.end() if after else number.end
        change = _CHANGE.match(text, end) if after and after.group().strip() in ("元", "块", "块钱") else None
        if change:
            value += Decimal(f"0.{_VALUE[change['tenths']]}{_VALUE.get(change['hundredths'] or '', '0')}")
            end = change.end()
        found.append(Entity(Kind.AMOUNT, _plain(value), start, end))
    return tuple(found)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
