"""Collects what the operators of a rulebook need before the first call is judged: phrases, word lists, knowledge."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

from rules.knowledge import Question
from rules.matcher import Kind
from rules.scan import Phrase, Scanner, Sought
from rules.transcript import Transcript


class Similarity(Protocol):
    """An optional backend that compares two sentences by meaning; 0-100."""

    def __call__(self, left: str, right: str) -> float: ...


class Label(Protocol):
    """What a classifier said of one call: a label, how sure it is (0-1), and the words that show it."""

    @property
    def label(self) -> str: ...
    @property
    def prob(self) -> float: ...
    @property
    def utterance(self) -> int: ...
    @property
    def quote(self) -> str: ...


class Classifier(Protocol):
    """A plug-in such as a language model. Only quoted sentences of the transcript count."""

    def __call__(self, transcript: Transcript) -> Iterable[Label]: ...


class Binder:
    """Numbers every phrase once, however many rules look for it."""

    def __init__(
        self,
        word_lists: Mapping[str, tuple[str, ...]],
        knowledge: Mapping[str, tuple[Question, ...]],
        classifiers: Mapping[str, Classifier] = MappingProxyType({}),
        similarity: Similarity | None = None,
        numbers: dict[Sought, int] | None = None,
    ) -> None:
        """*numbers*: those that binders of other rulebooks give, which one scan serves too; this one adds to them."""
        self.word_lists = word_lists
        self.knowledge = knowledge
        self.classifiers = classifiers
        self.similarity = similarity
        self._numbers: dict[Sought, int] = {} if numbers is None else numbers

    def number(self, sought: Sought) -> int:
        """The number under which the scan reports a phrase or a pattern."""
        return self._numbers.setdefault(sought, len(self._numbers))

    def numbers_of(self, text: str) -> frozenset[int]:
        """The numbers of everything sought that is written like this."""
        return frozenset(number for sought, number in self._numbers.items() if sought.text == text)

    def literal(self, words: Iterable[str], *, case: bool = False) -> frozenset[int]:
        """The numbers of phrases that must occur as they are written."""
        return frozenset(self.number(Phrase(word, Kind.LITERAL, case=case)) for word in words)

    def words(self, words: Iterable[str], lists: Iterable[str]) -> tuple[str, ...]:
        """Words written in the rule together with those of named lists, each once, in order."""
        named = (word for name in lists for word in self.word_lists[name])
        return tuple(dict.fromkeys([*words, *named]))

    def scanner(self) -> Scanner:
        """One scan for everything that was asked for."""
        return Scanner(self._numbers)
