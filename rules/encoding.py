"""Which encoding a text was written in, where nobody says: by what can be read at all, then by what reads commonly.

Windows saves Chinese as GB 18030 on the mainland, as Big5 in Taiwan and Hong Kong. Nearly every Big5 file can be read
as GB 18030 too, and short ones the other way round: only the characters tell, rare ones side by side where it is wrong.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rules.text.fold import simplified
from rules.text.segment import counted_words

_MARKED = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UNMARKED_WIDE = ("utf-16-le", "utf-16-be")
_CHINESE = ("gb18030", "cp950", "big5hkscs")  # the two last are Big5 as Taiwan and as Hong Kong extend it
NAMES: Mapping[str, str] = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "gb18030": "GB 18030",
    "cp950": "Big5",
    "big5hkscs": "Big5",
}
_FIRST_IDEOGRAPH, _LAST_IDEOGRAPH = 0x3400, 0xFAFF
# Natural logarithms of how often a character stands in text. A foreign letter is likelier than the rarest thousands of
# characters and less likely than the common ones; a character that no dictionary word has is likelier a misreading.
_FOREIGN_LETTER = math.log(1e-4)
_UNHEARD_OF = math.log(1e-8)
_WIDE_PUNCTUATION = math.log(1e-2)
_MOST_CHARS = 20_000  # more tell no more
_SHOWN_CHARS = 12


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and how it was read.

    Args:
        encoding: `UTF-8`, `UTF-16`, `GB 18030` or `Big5`.
        rival: another encoding in which it can be read as well; empty where there is none.
        otherwise: how the first words would read in that one.
    """

    text: str
    encoding: str
    rival: str = ""
    otherwise: str = ""


class Unreadable(ValueError):
    """In none of the encodings; *at* is the byte, from 0, at which the one that came furthest stops."""

    def __init__(self, at: int) -> None:
        self.at = at
        super().__init__(f"byte {at} cannot be read")


def decoded(content: bytes) -> Decoded:
    """The text that *content* most likely is.

    Raises:
        Unreadable: it is none of UTF-8, UTF-16, GB 18030, Big5.
    """
    readings = _readings(content)
    if len(readings) == 1 or _is_surely_utf8(readings):
        encoding, text = next(iter(readings.items()))
        return Decoded(text, NAMES[encoding])
    ordered = sorted(readings, key=lambda encoding: -_commonness(readings[encoding]))  # stable: ties go to the first
    best, others = ordered[0], [one for one in ordered[1:] if NAMES[one] != NAMES[ordered[0]]]
    if not others:
        return Decoded(readings[best], NAMES[best])
    return Decoded(readings[best], NAMES[best], NAMES[others[0]], _beginning(readings[others[0]]))


def _readings(content: bytes) -> dict[str, str]:
    """Every way to read it, by encoding; texts that come out alike once only."""
    found: dict[str, str] = {}
    furthest = 0
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as failed:
            furthest = max(furthest, failed.start)
            continue
        if text not in found.values():
            found[encoding] = text
    if not found:
        raise Unreadable(furthest)
    return found


def _candidates(content: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return (encoding,)
    # A text in any of the others has no zero bytes; one in UTF-16 has them in every line end, digit and Latin letter.
    return _UNMARKED_WIDE if b"\0" in content else ("utf-8-sig", *_CHINESE)


def _is_surely_utf8(readings: Mapping[str, str]) -> bool:
    """Whether it reads as UTF-8 with ideographs in it: no other encoding makes three bytes fit so by chance."""
    text = readings.get("utf-8-sig")
    return text is not None and (text.isascii() or any(_is_ideograph(char) for char in text))


def _commonness(text: str) -> float:
    """The mean logarithm of how often its characters are used; plain ASCII is the same in every encoding."""
    likelihoods = [_likelihood(char) for char in text[:_MOST_CHARS] if not char.isascii()]
    return sum(likelihoods) / len(likelihoods) if likelihoods else 0.0


def _likelihood(char: str) -> float:
    if _is_ideograph(char):
        return _frequencies().get(simplified().get(char, char), _UNHEARD_OF)
    if 0x3000 <= ord(char) <= 0x3020 or 0xFF01 <= ord(char) <= 0xFF5E or char in "“”‘’…—·":
        return _WIDE_PUNCTUATION
    return _FOREIGN_LETTER if char.isalpha() and ord(char) < 0x2000 else _UNHEARD_OF


def _is_ideograph(char: str) -> bool:
    return _FIRST_IDEOGRAPH <= ord(char) <= _LAST_IDEOGRAPH


@cache
def _frequencies() -> Mapping[str, float]:
    """Of every simplified character in the words of the dictionary, by how often the words were counted."""
    counts: dict[str, int] = {}
    for char, count in _characters(counted_words()):
        counts[char] = counts.get(char, 0) + count
    whole = sum(counts.values())
    return {char: math.log(count / whole) for char, count in counts.items()}


def _characters(words: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    for word, count in words:
        for char in word:
            yield simplified().get(char, char), count


def _beginning(text: str) -> str:
    """Its first words that are more than ASCII, on one line."""
    words = [word for word in text.split() if not word.isascii()]
    joined = " ".join(words)
    return joined if len(joined) <= _SHOWN_CHARS else f"{joined[:_SHOWN_CHARS]}…"
