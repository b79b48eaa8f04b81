"""Keeping the two sides of a review apart."""

import re
import secrets
from collections.abc import Iterable

MASK = "＊＊"


def new_public_id() -> str:
    """128 random bits for a URL: says nothing about order, time or number of cases."""
    return secrets.token_urlsafe(16)


def masked_no(number: str) -> str:
    """A customer's number with its middle hidden: 13812345678 -> 138****5678."""
    digits = number.strip()
    if len(digits) < 7:
        return "*" * len(digits)
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"


class Roster:
    """Names and numbers of agents, as they may be spoken or typed, to be hidden from the blind."""

    _SPOKEN = str.maketrans("0123456789", "零一二三四五六七八九")

    def __init__(self, names: Iterable[str]) -> None:
        forms: set[str] = set()
        for name in names:
            if len(name) < 2:
                continue
            forms.add(name)
            if name.isdigit():
                spoken = name.translate(self._SPOKEN)
                forms |= {
                    spoken,
                    spoken.replace("一", "幺"),
                    spoken.replace("零", "洞"),
                    spoken.replace("一", "幺").replace("零", "洞"),
                }
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        # Spaces and commas between spoken digits do not hide a number.
        patterns = (r"[\s,，、]*".join(map(re.escape, form)) for form in longest_first)
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE) if forms else None

    def mask(self, text: str) -> str:
        """*text* with every name and number of the roster replaced."""
        return self._pattern.sub(MASK, text) if self._pattern else text

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the roster is named in *text*, half-open."""
        return tuple(match.span() for match in self._pattern.finditer(text)) if self._pattern else ()
