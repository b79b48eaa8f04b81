"""Keeping the two sides of a review apart."""

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import ClassVar

from rules.text.numerals import private_numbers

MASK = "＊＊"
# Mobile numbers have eleven digits; of a shorter one, three and four would leave next to nothing hidden.
_LONG_NUMBER = 11


def new_public_id() -> str:
    """128 random bits for a URL: says nothing about order, time or number of cases."""
    return secrets.token_urlsafe(16)


def masked_no(number: str) -> str:
    """A customer's number with its middle hidden: 13812345678 -> 138****5678. At least four signs are hidden."""
    digits = number.strip()
    if len(digits) >= _LONG_NUMBER:
        return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"
    shown = digits[-2:] if len(digits) > 5 else ""
    return "*" * (len(digits) - len(shown)) + shown


def without_numbers(text: str) -> str:
    """*text* with every digit of a telephone, identity or card number replaced, spoken or written."""
    for run in private_numbers(text):
        hidden = "".join("*" if one.isalnum() else one for one in text[run.start : run.end])
        text = text[: run.start] + hidden + text[run.end :]
    return text


class Roster:
    """Names and numbers of agents, as they may be spoken or typed, to be hidden from the blind.

    Args:
        numbers: hide customers' telephone, identity and card numbers too, in what people wrote.
    """

    # Every way a digit is written or said, also as soldiers and operators say it; each may be said another way.
    _SPOKEN: ClassVar[Mapping[str, str]] = {
        "0": "0０零〇洞", "1": "1１一幺壹", "2": "2２二两贰", "3": "3３三叁", "4": "4４四肆",
        "5": "5５五伍", "6": "6６六陆", "7": "7７七拐柒", "8": "8８八捌", "9": "9９九勾玖",
    }  # fmt: skip

    def __init__(self, names: Iterable[str], *, numbers: bool = False) -> None:
        self._numbers = numbers
        longest_first = sorted({name for name in names if len(name) >= 2}, key=lambda name: (-len(name), name))
        # Spaces and commas between spoken digits do not hide a number.
        patterns = (r"[\s,，、]*".join(map(self._said, name)) for name in longest_first)
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE) if longest_first else None

    def _said(self, letter: str) -> str:
        return f"[{self._SPOKEN[letter]}]" if letter in self._SPOKEN else re.escape(letter)

    def mask(self, text: str) -> str:
        """*text* with every name and number of the roster replaced."""
        named = self._pattern.sub(MASK, text) if self._pattern else text
        return without_numbers(named) if self._numbers else named

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the roster is named in *text*, half-open."""
        return tuple(match.span() for match in self._pattern.finditer(text)) if self._pattern else ()
