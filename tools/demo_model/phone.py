"""The sounds of a sentence: the labels of the CTC loss.

Two labels a syllable, its initial and its final with the tone. There are far fewer of them than characters, so the
encoder learns where each syllable is in a fraction of the time.
"""

from functools import cache

from tools.demo_model.vocabulary import PUNCTUATION
from tools.demo_model.voice import pinyin

INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
FINALS = (
    *("a", "o", "e", "i", "u", "v", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "ong", "er", "ia", "ie", "iao"),
    *("iu", "ian", "in", "iang", "ing", "iong", "ua", "uo", "uai", "ui", "uan", "un", "uang", "ue", "ve", "io"),
)
# 0 is the blank.
LABELS = {name: index for index, name in enumerate((*INITIALS, *(f + t for f in FINALS for t in "12345")), 1)}


@cache
def labels(text: str) -> tuple[tuple[int, int], ...]:
    """The labels of *text*, each with the index of its character; a syllable without initial has one."""
    found = []
    spoken = [index for index, char in enumerate(text) if char not in PUNCTUATION]
    syllables = pinyin(text).replace(",", " ").replace(".", " ").replace("?", " ").split()
    for index, syllable in zip(spoken, syllables, strict=True):
        initial = next((name for name in INITIALS if syllable.startswith(name)), "")
        final = syllable.removeprefix(initial)
        if not final[-1].isdigit():
            final += "5"
        found += [(LABELS[name], index) for name in (initial, final) if name]
    return tuple(found)
