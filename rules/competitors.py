"""Common words that sound like a phrase, so that its author sees what a match by sound may have been instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rules.text.normalise import normalise
from rules.text.pinyin import ALL_CONFUSIONS, Confusion, fold_syllable, readable, readings, syllables
from rules.text.segment import words_of_length

SHORTEST = 2  # a single syllable sounds like dozens of words
MOST = 12
COMMON = 20  # rarer words that sound like a part alone tell nobody anything


@dataclass(frozen=True, slots=True)
class Competitor:
    """A common word that sounds like a phrase, or like a part of it.

    Args:
        part: the part of the phrase; the phrase itself where the word sounds like all of it.
        count: how often the word stands in the corpus of jieba's dictionary, some sixty million words.
    """

    word: str
    part: str
    count: int


def competitors(phrase: str, fold: Iterable[Confusion] = ALL_CONFUSIONS, *, most: int = MOST) -> tuple[Competitor, ...]:
    """The common words that sound like *phrase*, then those that sound like a part of it, the most frequent first.

    The parts of the phrase itself are left out: they are what is meant.
    """
    text = normalise(phrase).text
    sounds = [fold_syllable(syllable, frozenset(fold)) for syllable in syllables(text)]
    allowed = [_chars_like(sound, frozenset(fold)) for sound in sounds]
    found: dict[str, Competitor] = {}
    for length in range(len(text), SHORTEST - 1, -1):
        for start in range(len(text) - length + 1):
            part, chars = text[start : start + length], allowed[start : start + length]
            for word, count in words_of_length(length).items():
                known = count >= COMMON or length == len(text)
                if known and word != part and word not in found and all(map(_is_in, word, chars)):
                    found[word] = Competitor(word, part, count)
    return tuple(sorted(found.values(), key=lambda one: (-len(one.part), -one.count, one.word))[:most])


def _is_in(char: str, chars: frozenset[str]) -> bool:
    return char in chars


@lru_cache(maxsize=512)
def _chars_like(sound: str, fold: frozenset[Confusion]) -> frozenset[str]:
    return _chars_by_sound(fold).get(sound, frozenset())


@lru_cache(maxsize=8)
def _chars_by_sound(fold: frozenset[Confusion]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for char in readable():
        for reading in readings(char):
            found.setdefault(fold_syllable(reading, fold), set()).add(char)
    return {sound: frozenset(chars) for sound, chars in found.items()}
