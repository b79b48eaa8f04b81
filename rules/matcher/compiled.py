"""All phrases of a rulebook, ready to be scanned for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.matcher.phrase import Phrase, Scan
from rules.matcher.reference import slow_scan


@dataclass(frozen=True, slots=True)
class Matcher:
    """Compiled phrases; scan with it as often as you like, from any thread."""

    phrases: tuple[Phrase, ...]

    def scan(self, texts: Sequence[str]) -> Scan:
        """Everything heard in *texts*, the raw texts of one call's utterances in order."""
        return slow_scan(self.phrases, texts)


def compile_phrases(phrases: Iterable[Phrase]) -> Matcher:
    """Make a matcher of *phrases*; the same phrase twice counts once."""
    return Matcher(tuple(dict.fromkeys(phrases)))
