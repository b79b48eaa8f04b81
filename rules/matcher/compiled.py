"""All phrases of a rulebook, ready to be scanned for."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from rules.matcher.fuzzy import FuzzyScanner, Needle
from rules.matcher.literal import LiteralScanner
from rules.matcher.phrase import Found, Hit, Kind, Phrase, Scan, in_order
from rules.matcher.sound import Sound, SoundScanner
from rules.text.normalise import Joined, join, normalise

RULEBOOKS_KEPT = 16

Heard = Callable[[Joined], Iterator[Found]]
Owners = tuple[tuple[Phrase, ...], ...]
Pattern = TypeVar("Pattern", bound=Hashable)


class Matcher:
    """Compiled phrases; scan with it as often as you like, from any thread. Pickles as its phrases."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(dict.fromkeys(phrases))
        literal, literal_owners = self._grouped(Kind.LITERAL, lambda text, _: text)
        fuzzy, fuzzy_owners = self._grouped(Kind.FUZZY, lambda text, phrase: Needle(text, phrase.at_least))
        sounds, sound_owners = self._grouped(Kind.SOUNDS_LIKE, lambda text, phrase: Sound(text, phrase.fold))
        self._scanners: tuple[tuple[Heard, Owners], ...] = (
            (LiteralScanner(literal).scan, literal_owners),
            (FuzzyScanner(fuzzy).scan, fuzzy_owners),
            (SoundScanner(sounds).scan, sound_owners),
        )

    def scan(self, texts: Sequence[str]) -> Scan:
        """Everything heard in *texts*, the raw texts of one call's utterances in order."""
        joined = join(texts)
        return Scan(in_order(hit for scan, owners in self._scanners for hit in _hits(scan(joined), owners, joined)))

    def __reduce__(self) -> tuple[Callable[[tuple[Phrase, ...]], "Matcher"], tuple[tuple[Phrase, ...]]]:
        return compile_phrases, (self.phrases,)

    def _grouped(self, kind: Kind, pattern: Callable[[str, Phrase], Pattern]) -> tuple[tuple[Pattern, ...], Owners]:
        """The different patterns of one kind, and for each the phrases that ask for it."""
        groups: dict[Pattern, list[Phrase]] = {}
        for phrase in self.phrases:
            if phrase.kind is kind and (text := normalise(phrase.text).text):
                groups.setdefault(pattern(text, phrase), []).append(phrase)
        return tuple(groups), tuple(tuple(owners) for owners in groups.values())


def compile_phrases(phrases: Iterable[Phrase]) -> Matcher:
    """Make a matcher of *phrases*, or hand out the one made of the same phrases before.

    The same phrase with the same key twice counts once.
    """
    return _compiled(tuple(phrases))


@lru_cache(maxsize=RULEBOOKS_KEPT)
def _compiled(phrases: tuple[Phrase, ...]) -> Matcher:
    return Matcher(phrases)


def _hits(found: Iterator[Found], owners: Owners, joined: Joined) -> Iterator[Hit]:
    places = list(found)
    if not places:
        return
    utterances = joined.ends.searchsorted([place.start for place in places], side="right").tolist()
    starts = joined.offsets[[place.start for place in places]].tolist()
    ends = (joined.offsets[[place.end - 1 for place in places]] + 1).tolist()
    for place, utterance, start, end in zip(places, utterances, starts, ends, strict=True):
        for phrase in owners[place.number]:
            yield Hit(utterance, start, end, phrase.text, phrase.kind, phrase.key, place.similarity)
