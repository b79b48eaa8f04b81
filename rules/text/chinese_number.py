"""What a Chinese number is worth: 三千五, 一百零五, 两万三, 二零二六, 三点一四."""

from collections.abc import Mapping
from decimal import Decimal

DIGITS: Mapping[str, int] = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS: Mapping[str, int] = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
POINT = "点"

_SECTION = 10_000


def chinese_value(said: str) -> Decimal | None:
    """The value of *said*, simplified characters from DIGITS, UNITS and POINT; None when it is no one number.

    A last digit without its unit takes the next lower one (三千五 is 3 500). Two digits that rise by one or two are an
    estimate (三五天, 两三个), not a number.
    """
    whole, _, decimals = said.partition(POINT)
    if POINT in decimals or any(char not in DIGITS for char in decimals) or not whole:
        return None
    value = _plain(whole) if all(char in DIGITS for char in whole) else _with_units(whole)
    if value is None or not decimals:
        return None if value is None else Decimal(value)
    return Decimal(f"{value}.{''.join(str(DIGITS[char]) for char in decimals)}")


def _plain(said: str) -> int | None:
    digits = [DIGITS[char] for char in said]
    if len(digits) == 2 and digits[0] and 0 < digits[1] - digits[0] <= 2:
        return None
    return int("".join(map(str, digits)))


def _with_units(said: str) -> int | None:
    total, section, lower = 0, 0, 1
    digit: int | None = None
    for char in said:
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
            lower = lower if digit else 1
            continue
        unit = UNITS[char]
        if unit < _SECTION:
            section += (1 if digit is None else digit) * unit
        else:
            below = section + (digit or 0)
            total = total + below * unit if unit == _SECTION else (total + below) * unit
            section = 0
        digit, lower = None, unit // 10
    return total + section + (digit or 0) * lower
