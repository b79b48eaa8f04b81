"""All phrases of a rulebook, numbered, looked for once per transcript by the one matcher."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rules.matcher import Kind, compile_phrases
from rules.matcher import Phrase as Needle
from rules.text.pinyin import Confusion


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is looked for; *at_least* is a similarity 0-100, for fuzzy phrases alone."""

    text: str
    kind: Kind = Kind.LITERAL
    at_least: float = 100.0
    case: bool = False
    fold: frozenset[Confusion] = frozenset()


class Occurrence(NamedTuple):
    """Where a phrase was heard: utterance *position* from 0, span in its raw text, similarity 0-100."""

    position: int
    start: int
    end: int
    similarity: float = 100.0


Found = Mapping[int, list[Occurrence]]


class Scanner:
    """The compiled phrases; the number of a phrase is its place in the list it was made from."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases = tuple(phrases)
        self._exact = {str(number): phrase.text for number, phrase in enumerate(self._phrases) if phrase.case}
        self._matcher = compile_phrases(
            Needle(phrase.text, phrase.kind, str(number), phrase.at_least, phrase.fold)
            for number, phrase in enumerate(self._phrases)
        )

    def scan(self, texts: Sequence[str]) -> dict[int, list[Occurrence]]:
        """Every phrase that occurs in *texts*, with its places in order."""
        found: dict[int, list[Occurrence]] = {}
        for hit in self._matcher.scan(texts).hits:
            if hit.key in self._exact and not _as_written(
                self._exact[hit.key], texts[hit.utterance][hit.start : hit.end]
            ):
                continue
            found.setdefault(int(hit.key), []).append(Occurrence(hit.utterance, hit.start, hit.end, hit.similarity))
        return found


def _as_written(phrase: str, raw: str) -> bool:
    """Whether the letters have the case of the phrase; punctuation and spaces make no difference."""
    letters = [character for character in phrase if character.isalnum()]
    return letters == [character for character in raw if character.isalnum()]
