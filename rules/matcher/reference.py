"""The matcher as slow and as obvious as it can be: every phrase against every utterance.

It says what the fast one means; a property test compares them.
"""

from collections.abc import Iterable, Iterator, Sequence

from rules.matcher.phrase import Hit, Kind, Phrase, Scan, in_order
from rules.matcher.similarity import best_place
from rules.text.fold import parts_words
from rules.text.normalise import normalise
from rules.text.pinyin import fold_syllable, readings, syllables

Place = tuple[float, int, int]


def slow_scan(phrases: Iterable[Phrase], texts: Sequence[str]) -> Scan:
    """Everything that is heard of *phrases* in *texts*."""
    asked = tuple(dict.fromkeys(phrases))
    return Scan(in_order(hit for at, raw in enumerate(texts) for phrase in asked for hit in _heard(phrase, at, raw)))


def _heard(phrase: Phrase, utterance: int, raw: str) -> Iterator[Hit]:
    folded, needle = normalise(raw), normalise(phrase.text).text
    if not needle:
        return
    for similarity, start, end in _PLACES[phrase.kind](phrase, needle, folded.text):
        yield Hit(utterance, *folded.raw_span(start, end), phrase.text, phrase.kind, phrase.key, similarity)


def _literal(phrase: Phrase, needle: str, text: str) -> Iterator[Place]:
    """Every place where the same characters stand; places of one phrase do not overlap."""
    start = text.find(needle)
    while start >= 0:
        end = start + len(needle)
        whole = is_whole(text, start, end)
        if whole:
            yield 100.0, start, end
        start = text.find(needle, end if whole else start + 1)


def _fuzzy(phrase: Phrase, needle: str, text: str) -> Iterator[Place]:
    """The best place of the utterance, if it is good enough."""
    if place := best_place(needle, text, phrase.at_least):
        yield place


def _sounds_like(phrase: Phrase, needle: str, text: str) -> Iterator[Place]:
    """Every place where each character can be read as the syllable of the phrase; places do not overlap."""
    wanted = [fold_syllable(syllable, phrase.fold) for syllable in syllables(needle)]
    possible = [{fold_syllable(reading, phrase.fold) for reading in readings(char)} for char in text]
    free_from = 0
    for start in range(len(text) - len(wanted) + 1):
        end = start + len(wanted)
        same = all(syllable in heard for syllable, heard in zip(wanted, possible[start:end], strict=True))
        if same and start >= free_from and is_whole(text, start, end):
            yield 100.0, start, end
            free_from = end


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word of a spaced script is cut at either end: "hell" is not heard in "hello"."""
    return (start == 0 or parts_words(text[start - 1], text[start])) and (
        end == len(text) or parts_words(text[end - 1], text[end])
    )


_PLACES = {Kind.LITERAL: _literal, Kind.FUZZY: _fuzzy, Kind.SOUNDS_LIKE: _sounds_like}
