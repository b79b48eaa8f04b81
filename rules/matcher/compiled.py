"""All phrases of a rulebook, ready to be scanned for."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from rules.matcher.candidates import Needle
from rules.matcher.fuzzy import FuzzyScanner
from rules.matcher.groups import Numbers
from rules.matcher.literal import LiteralScanner
from rules.matcher.owners import Label, Owners
from rules.matcher.phrase import Found, Hit, Kind, Phrase, Scan
from rules.matcher.sound import Sound, SoundScanner
from rules.text.normalise import Joined, join, normalise

RULEBOOKS_KEPT = 16

Pattern = TypeVar("Pattern", bound=Hashable)


class Places(NamedTuple):
    """Where phrases stand in raw texts, column by column; *phrase* is the place of its label."""

    utterance: Numbers
    start: Numbers
    end: Numbers
    phrase: Numbers
    similarity: NDArray[np.float64]


class Matcher:
    """Compiled phrases; scan with it as often as you like, from any thread. Pickles as its phrases."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(dict.fromkeys(phrases))
        literal = self._grouped(Kind.LITERAL, lambda text, _: text)
        fuzzy = self._grouped(Kind.FUZZY, lambda text, phrase: Needle(text, phrase.at_least))
        sounds = self._grouped(Kind.SOUNDS_LIKE, lambda text, phrase: Sound(text, phrase.fold))
        self._scans: tuple[Callable[[Joined], Found], ...] = (
            LiteralScanner(tuple(literal)).scan,
            FuzzyScanner(tuple(fuzzy)).scan,
            SoundScanner(tuple(sounds)).scan,
        )
        self._firsts = (0, len(literal), len(literal) + len(fuzzy))
        self._owners = Owners([*literal.values(), *fuzzy.values(), *sounds.values()])

    def scan(self, texts: Sequence[str]) -> Scan:
        """Everything heard in *texts*, the raw texts of one call's utterances in order."""
        labels, columns = self.labels, (column.tolist() for column in self.places(join(texts)))
        return Scan(
            tuple(
                Hit._make((said_in, start, end, *labels[phrase], similarity))
                for said_in, start, end, phrase, similarity in zip(*columns, strict=True)
            )
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        """What each phrase is called: text, kind and key."""
        return self._owners.labels

    def places(self, joined: Joined) -> Places:
        """Where phrases stand in the raw texts that were joined, in order, for every phrase that asks."""
        found = [scan(joined) for scan in self._scans]
        numbers = [first + of_kind.number for first, of_kind in zip(self._firsts, found, strict=True)]
        begin, last, similarity = (np.concatenate(column) for column in list(zip(*found, strict=True))[1:])
        place, phrase = self._owners.of(np.concatenate(numbers))
        utterance = joined.ends.searchsorted(begin)[place]
        start, end = joined.offsets[begin][place], (joined.offsets[last - 1] + 1)[place]
        order = np.lexsort((phrase, end, start, utterance))
        return Places(utterance[order], start[order], end[order], phrase[order], similarity[place][order])

    def __reduce__(self) -> tuple[Callable[[tuple[Phrase, ...]], "Matcher"], tuple[tuple[Phrase, ...]]]:
        return compile_phrases, (self.phrases,)

    def _grouped(self, kind: Kind, pattern: Callable[[str, Phrase], Pattern]) -> dict[Pattern, list[Phrase]]:
        """The different patterns of one kind, and for each the phrases that ask for it."""
        groups: dict[Pattern, list[Phrase]] = {}
        for phrase in self.phrases:
            if phrase.kind is kind and (text := normalise(phrase.text).text):
                groups.setdefault(pattern(text, phrase), []).append(phrase)
        return groups


def compile_phrases(phrases: Iterable[Phrase]) -> Matcher:
    """Make a matcher of *phrases*, or hand out the one made of the same phrases before.

    The same phrase with the same key twice counts once.
    """
    return _compiled(tuple(phrases))


@lru_cache(maxsize=RULEBOOKS_KEPT)
def _compiled(phrases: tuple[Phrase, ...]) -> Matcher:
    return Matcher(phrases)
