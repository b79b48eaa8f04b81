"""What two versions of a rulebook do not share: rules, scorecards, word lists and knowledge."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.agreement import nodes_of
from rules.operators.base import Operator
from rules.rulebook import Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Changes:
    """Names, in order."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """A rule is changed when its own words are, or those of a word list or a knowledge base that it names."""

    rules: Changes
    scorecards: Changes
    word_lists: Changes
    knowledge: Changes


def differences(before: Rulebook, after: Rulebook) -> Differences:
    """Everything that was added, removed or changed from *before* to *after*."""
    old, new = ({rule.id: _whole(rule, book) for rule in book.rules} for book in (before, after))
    old_cards, new_cards = (
        {card.id: [one for one in book.scorecards if one.id == card.id] for card in book.scorecards}
        for book in (before, after)
    )
    return Differences(
        _changes(old, new),
        _changes(old_cards, new_cards),
        _changes(before.word_lists, after.word_lists),
        _changes(before.knowledge, after.knowledge),
    )


def _whole(rule: Rule, book: Rulebook) -> object:
    """A rule with everything it takes from its rulebook."""
    operators = [node for _, node in nodes_of(rule) if isinstance(node, Operator)]
    lists = {name: book.word_lists[name] for operator in operators for name in operator.lists()}
    knowledge = {name: book.knowledge[name] for operator in operators for name in operator.knowledge_bases()}
    return rule, lists, knowledge, book.limits


def _changes(old: Mapping[str, object], new: Mapping[str, object]) -> Changes:
    return Changes(
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(old.keys() - new.keys())),
        tuple(sorted(name for name in old.keys() & new.keys() if old[name] != new[name])),
    )
