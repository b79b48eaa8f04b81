"""Which few characters must stand together in a text before a phrase can be similar: the exact filter of fuzzy search.

For every alignment that is good enough at least one seed of the phrase occurs in the text, character for character. Of
the ways to choose seeds that are sure, the one expected to occur least is taken.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.matcher.alignment import Reach, Slack, slack

LONGEST_GRAM = 3  # longer ones are hardly rarer, and each length is one more look-up per character
# How much likelier the next character is inside a word than at random; only the choice among sure seeds depends on it.
TOGETHERNESS = 8.0

Gram = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Seed:
    """Characters that stand side by side in the text, and where in the phrase the first of them stands."""

    gram: str
    place: int
    reach: Reach
    slack: Slack


class Rarity:
    """How often characters are expected, judged from all phrases together."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._counts = Counter(char for phrase in phrases for char in phrase)
        self._total = max(1, self._counts.total())

    def of(self, gram: str) -> float:
        """The expected share of text positions where *gram* stands."""
        share = 1.0
        for char in gram:
            share *= self._counts[char] / self._total
        return float(share * TOGETHERNESS ** (len(gram) - 1))


def seeds(phrase: str, at_least: float, rarity: Rarity) -> Iterator[Seed]:
    """The seeds of a folded *phrase*, one of which is in every text that has it with *at_least* similarity."""
    for reach in Reach:
        allowed = slack(len(phrase), at_least, reach)
        if allowed is not None:
            for gram, place in _cheapest(phrase, allowed, rarity):
                yield Seed(gram, place, reach, allowed)


def _cheapest(phrase: str, allowed: Slack, rarity: Rarity) -> tuple[Gram, ...]:
    ways = [_loners(phrase, allowed, rarity)]
    if allowed.errors < len(phrase):
        ways.append(_pieces(phrase, allowed.errors + 1, rarity))
    if allowed.adjacent:
        ways.append(tuple((phrase[at : at + 2], at) for at in range(len(phrase) - 1)))
    elif allowed.extra < allowed.kept - 1:
        ways.append(_skipping_pairs(phrase, allowed.missing))
    return min(ways, key=lambda grams: sum(rarity.of(gram) for gram, _ in grams))


def _loners(phrase: str, allowed: Slack, rarity: Rarity) -> tuple[Gram, ...]:
    """Single characters, one more than may be missing."""
    rarest = sorted(range(len(phrase)), key=lambda at: rarity.of(phrase[at]))
    return tuple((phrase[at], at) for at in sorted(rarest[: allowed.missing + 1]))


def _skipping_pairs(phrase: str, missing: int) -> tuple[Gram, ...]:
    """Two characters with at most *missing* between them in the phrase, neighbours in the text."""
    return tuple(
        (phrase[left] + phrase[right], left)
        for left in range(len(phrase) - 1)
        for right in range(left + 1, min(len(phrase), left + missing + 2))
    )


def _pieces(phrase: str, count: int, rarity: Rarity) -> tuple[Gram, ...]:
    """The rarest *count* grams of the phrase that do not overlap: each error can spoil but one of them."""
    nothing: tuple[float, tuple[Gram, ...]] = (0.0, ())
    best: list[tuple[float, tuple[Gram, ...]] | None] = [nothing] * (len(phrase) + 1)
    for _ in range(count):
        following: list[tuple[float, tuple[Gram, ...]] | None] = [None] * (len(phrase) + 1)
        for end in range(1, len(phrase) + 1):
            choices = [following[end - 1]] if following[end - 1] else []
            for start in range(max(0, end - LONGEST_GRAM), end):
                if (before := best[start]) is not None:
                    gram = phrase[start:end]
                    choices.append((before[0] + rarity.of(gram), (*before[1], (gram, start))))
            following[end] = min(filter(None, choices), key=lambda choice: choice[0], default=None)
        best = following
    chosen = best[len(phrase)]
    return chosen[1] if chosen else ()
