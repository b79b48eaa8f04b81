"""How alike two sentences are, 0-100."""

import re
from collections import Counter
from functools import lru_cache

from rapidfuzz import fuzz

from rules.text.normalise import normalise

_CLAUSE = re.compile(r"[^,.!?;:，。！？；：、…\s][^.!?;。！？；…]*")
_KEPT = 4_096


def sentence_similarity(left: str, right: str, at_least: float = 0.0) -> float:
    """The larger of two views of folded text: edit similarity (order matters) and shared pairs of characters.

    Below *at_least* the answer is 0, which is faster.
    """
    first, second = folded(left), folded(right)
    if not first or not second:
        return 0.0
    # Shared pairs cannot exceed what the lengths allow: 2 * min / (sum), as for the edit similarity.
    if 200.0 * min(len(first), len(second)) / (len(first) + len(second)) < at_least:
        return 0.0
    best = max(fuzz.ratio(first, second), _pairs_in_common(first, second))
    return best if best >= at_least else 0.0


def sentences(text: str) -> tuple[str, ...]:
    """An utterance cut at its full stops, with the whole of it first; one that is not punctuated stays whole."""
    parts = [match.group() for match in _CLAUSE.finditer(text)]
    return (text, *parts) if len(parts) > 1 else (text,)


@lru_cache(maxsize=_KEPT)
def folded(text: str) -> str:
    """The text as it is compared; kept, because examples and questions are compared with every call."""
    return normalise(text).text


def _pairs_in_common(left: str, right: str) -> float:
    """Dice's coefficient of neighbouring characters."""
    first, second = Counter(_pairs(left)), Counter(_pairs(right))
    total = sum(first.values()) + sum(second.values())
    return 200.0 * sum((first & second).values()) / total if total else 0.0


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]
