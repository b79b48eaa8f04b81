"""The folded utterances of one call, and what is known of all of them at once before any two are compared."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rules.matcher.grams import Slots, bits, pair_slots
from rules.text.normalise import BOUNDARY, Joined, join

_CLAUSE = re.compile(r"[^,.!?;:，。！？；：、…\s][^.!?;。！？；…]*")


class Sentence(NamedTuple):
    """A stretch of an utterance as it was transcribed, and as it is compared."""

    raw: str
    folded: str


class Folded:
    """Texts as they were transcribed, and as they are compared."""

    def __init__(self, raw: Sequence[str], joined: Joined | None = None) -> None:
        """*joined*: the same texts, where they were joined before."""
        self._raw = raw
        self._joined = join(raw) if joined is None else joined
        self._sentences: dict[int, tuple[Sentence, ...]] = {}

    @cached_property
    def texts(self) -> list[str]:
        """Every utterance."""
        return self._joined.text.split(BOUNDARY)[:-1]

    def sentences(self, position: int) -> tuple[Sentence, ...]:
        """An utterance, followed by its sentences where it has several."""
        known = self._sentences.get(position)
        if known is None:
            known = self._sentences[position] = self._cut(position)
        return known

    def has_several(self, position: int) -> bool:
        """Whether an utterance has several sentences."""
        first = _CLAUSE.search(self._raw[position])
        return first is not None and _CLAUSE.search(self._raw[position], first.end()) is not None

    @cached_property
    def sketches(self) -> NDArray[np.uint64]:
        """Per utterance 64 bits; each character that it has sets one of them."""
        starts = self._joined.starts
        return np.bitwise_or.reduceat(bits(self._joined.codes), starts) if len(starts) else starts.astype(np.uint64)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Per utterance, its characters."""
        return self._joined.ends - self._joined.starts

    @cached_property
    def pairs(self) -> tuple[Slots, NDArray[np.int64]]:
        """The slots of all pairs of neighbouring characters, and the utterance of each."""
        said_in = np.repeat(np.arange(len(self.lengths)), self.lengths + 1)
        return pair_slots(self._joined.codes), said_in[:-1]

    def _cut(self, position: int) -> tuple[Sentence, ...]:
        """Folding forgets what stands between sentences, so a part of the folded text is the part folded."""
        raw, whole = self._raw[position], self.texts[position]
        spans = [match.span() for match in _CLAUSE.finditer(raw)]
        if len(spans) < 2:
            return (Sentence(raw, whole),)
        begin, end = int(self._joined.starts[position]), int(self._joined.ends[position])
        offsets = self._joined.offsets[begin:end].tolist()
        cuts = [(bisect_left(offsets, start), bisect_left(offsets, stop)) for start, stop in spans]
        parts = (
            # The space between two words goes with neither when a sentence ends there.
            Sentence(raw[start:stop], whole[first:last].strip(" "))
            for (start, stop), (first, last) in zip(spans, cuts, strict=True)
        )
        return (Sentence(raw, whole), *parts)
