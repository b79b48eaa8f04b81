"""What characters sound like: toneless syllables, with the confusions of accents folded away on request.

A character of the text keeps its two commonest readings; a phrase is read in context (行长 is hang zhang).
"""

import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from string import ascii_lowercase

from pypinyin import lazy_pinyin
from pypinyin.pinyin_dict import pinyin_dict

from rules.text.fold import BEYOND_BMP

READINGS = 2  # further readings in the dictionary are rare or literary

_TONES = {"\u0300", "\u0301", "\u0304", "\u030c"}
_DIGITS = {
    "0": ("ling", "dong"),
    "1": ("yi", "yao"),
    "2": ("er", "liang"),
    "3": ("san",),
    "4": ("si",),
    "5": ("wu",),
    "6": ("liu",),
    "7": ("qi", "guai"),
    "8": ("ba",),
    "9": ("jiu", "gou"),
}


class Confusion(StrEnum):
    """Two sounds that speakers of some regions, and recognisers, take for one another."""

    ZH_Z = "zh/z"
    CH_C = "ch/c"
    SH_S = "sh/s"
    N_L = "n/l"
    N_NG = "-n/-ng"
    F_H = "f/h"


ALL_CONFUSIONS = frozenset(Confusion)


@cache
def readings(char: str) -> tuple[str, ...]:
    """The commonest toneless readings of a folded character, the most usual first.

    Letters sound like themselves; a character that is not known sounds like itself alone.
    """
    if char in _DIGITS:
        return _DIGITS[char]
    known = pinyin_dict.get(ord(char), "")
    plain = [_toneless(reading) for reading in known.split(",") if reading]
    return tuple(dict.fromkeys(syllable for syllable in plain if syllable))[:READINGS] or (char,)


@cache
def readable() -> tuple[str, ...]:
    """Every character of the basic plane whose readings are known, letters and digits included."""
    known = (chr(point) for point in sorted(pinyin_dict) if point < BEYOND_BMP)
    return (*known, *ascii_lowercase, *_DIGITS)


def syllables(phrase: str) -> tuple[str, ...]:
    """How a folded phrase is said, one syllable for each character."""
    # pypinyin documents that *errors* may return a list; its annotation says str.
    in_context = lazy_pinyin(phrase, errors=_each_alone, v_to_u=False)  # type: ignore[arg-type]
    if len(in_context) != len(phrase):
        return tuple(readings(char)[0] for char in phrase)
    return tuple(_likelier(char, said) for char, said in zip(phrase, in_context, strict=True))


def fold_syllable(syllable: str, confusions: Iterable[Confusion]) -> str:
    """The syllable that stands for all that sound like *syllable* to those who make these *confusions*."""
    folded = syllable
    for confusion in sorted(confusions):
        folded = _FOLDS[confusion](folded) if folded.isascii() and len(folded) > 1 else folded
    return folded


def _likelier(char: str, said: str) -> str:
    """The reading in context where the text could have it too, else the commonest."""
    possible = readings(char)
    return said if said in possible else possible[0]


def _each_alone(unknown: str) -> list[str]:
    return list(unknown)


def _toneless(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading)
    bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return bare.replace("ü", "v").replace("ê", "e")


def _f_h(syllable: str) -> str:
    """f, h and hu before a vowel: 飞 fei and 灰 hui, 饭 fan and 换 huan, 福 fu and 湖 hu."""
    if syllable[0] not in "fh":
        return syllable
    final = syllable[1:]
    if len(final) > 1 and final[0] == "u":
        final = _AFTER_HU.get(final, final[1:])
    return "h" + final


def _n_ng(syllable: str) -> str:
    return syllable[:-1] if syllable.endswith("ng") and not syllable.endswith("ong") else syllable


_AFTER_HU: Mapping[str, str] = {"ui": "ei", "un": "en", "uo": "o"}
_FOLDS = {
    Confusion.ZH_Z: lambda syllable: syllable.replace("zh", "z", 1),
    Confusion.CH_C: lambda syllable: syllable.replace("ch", "c", 1),
    Confusion.SH_S: lambda syllable: syllable.replace("sh", "s", 1),
    Confusion.N_L: lambda syllable: "l" + syllable[1:] if syllable[0] == "n" else syllable,
    Confusion.N_NG: _n_ng,
    Confusion.F_H: _f_h,
}
