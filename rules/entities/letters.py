"""Number plates and e-mail addresses, written or read out."""

import re

from rules.entities.entity import Entity, Kind
from rules.text.numerals import SPOKEN_DIGITS

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
_LETTER = "[A-HJ-NP-Z]"  # I and O are not used
_PLATE = re.compile(
    rf"(?P<head>[{_PROVINCES}]{_LETTER})[·\s-]?(?P<tail>(?:[A-HJ-NP-Z0-9]\s?){{4,5}}[A-HJ-NP-Z0-9挂学警港澳])"
)
_EMAIL = re.compile(
    r"(?P<user>[A-Za-z0-9][A-Za-z0-9._+-]{0,63})\s*(?:@|＠|艾特|圈a|\s+at\s+)\s*"
    r"(?P<host>[A-Za-z0-9-]{1,63}(?:\s*(?:\.|。|点|\s+dot\s+)\s*[A-Za-z0-9-]{2,63}){1,3})",
    re.IGNORECASE,
)
_DOT = re.compile(r"\s*(?:\.|。|点|\s+dot\s+)\s*", re.IGNORECASE)


def plates(text: str) -> tuple[Entity, ...]:
    """Mainland number plates; digits may be spoken (京A幺二三四五)."""
    plain = "".join(str(SPOKEN_DIGITS.get(character, character)) for character in text.upper())
    if len(plain) != len(text):  # an upper-case form that is longer than its letter, as ß has: not on plates
        return ()
    return tuple(
        Entity(Kind.PLATE, (match["head"] + re.sub(r"\s", "", match["tail"])), match.start(), match.end())
        for match in _PLATE.finditer(plain)
    )


def emails(text: str) -> tuple[Entity, ...]:
    """Addresses with an @, or read out with 艾特 and 点, or "at" and "dot"."""
    return tuple(
        Entity(Kind.EMAIL, f"{match['user']}@{_DOT.sub('.', match['host'])}".lower(), match.start(), match.end())
        for match in _EMAIL.finditer(text)
    )
