"""Every keyword of a shipped rule is there for a reason: without it one of the rule's own tests fails.

Dropped are words, phrases and example sentences, one after the other: of every condition, excuse, exception and step,
of the word lists and the questions and answers that a rule names, and the values of a list that a fact is compared
with. What is alone in its list is made unheard. The alternatives of expressions have a test of their own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from rules.knowledge import Question
from rules.load import builtin_packs, load_pack
from rules.plan import Plan
from rules.planner import planned
from rules.rulebook import Rule, Rulebook
from rules.scan import Heard, Scanner
from rules.selftest import outcome_of
from rules.yaml_text import read

WORDS = (
    *("words", "phrases", "first", "second", "except", "unless", "say", "heard", "announced", "closing", "ignore"),
    *("sentences", "feelings", "value", "asked", "right", "wrong"),
)
UNHEARD = "㐀㐁㐂㐃㐄㐅"  # characters that nobody says
Place = tuple[str | int, ...]


def rules() -> list[Any]:
    return [
        pytest.param(pack, rule.id, id=f"{pack}: {rule.id}")
        for pack in builtin_packs()
        for rule in load_pack(pack).rules
    ]


@pytest.mark.parametrize(("pack", "rule_id"), rules())
def test_dropping_any_keyword_fails_a_test_of_its_rule(pack: str, rule_id: str) -> None:
    book = load_pack(pack)
    top = _alone(book.sources, rule_id)

    listed = list(_keywords(top))
    plan = planned(_book(book, top))
    heard = {word for _, word in listed if plan.binder.numbers_of(word)}
    once = {word for word, times in Counter(word for _, word in listed).items() if times == 1 and word in heard}

    survivors = [
        word
        for place, word in listed
        if not _is_noticed(_deaf(plan, word) if word in once else planned(_book(book, _without(top, place))), word)
    ]

    assert survivors == []


class _Deaf:
    """A scanner that does not hear one word, which is what a rule without the word amounts to."""

    def __init__(self, scanner: Scanner, numbers: Iterable[int]) -> None:
        self._scanner = scanner
        self._numbers = frozenset(numbers)

    def scan(self, texts: Sequence[str]) -> Heard:
        heard = self._scanner.scan(texts)
        return heard._replace(found=heard.found.without(self._numbers))


def _deaf(plan: Plan, word: str) -> Plan:
    return replace(plan, scanner=_Deaf(plan.scanner, plan.binder.numbers_of(word)))  # type: ignore[arg-type]


def _book(book: Rulebook, top: dict[str, Any]) -> Rulebook:
    knowledge = {
        name: tuple(Question.model_validate(one) for one in questions) for name, questions in top["knowledge"].items()
    }
    rules = (Rule.model_validate(top["rules"][0]),)
    return replace(book, rules=rules, word_lists=top["word_lists"], knowledge=knowledge)


def _alone(sources: Any, rule_id: str) -> dict[str, Any]:
    """The rulebook with one rule, and with the word lists and knowledge it may use."""
    top: dict[str, Any] = {"word_lists": {}, "knowledge": {}}
    for text in sources.values():
        part: Any = read(text).value
        top["rulebook"] = part.get("rulebook", top.get("rulebook"))
        top["word_lists"].update(part.get("word_lists", {}))
        top["knowledge"].update(part.get("knowledge", {}))
        top["rules"] = [rule for rule in part.get("rules", []) if rule["id"] == rule_id] or top.get("rules")
    return top


def _keywords(top: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    """Every word of every list of the rule, of the word lists and of the knowledge that it names."""
    rule = top["rules"][0]
    named: set[str] = set()
    for place, key, value in _walk({name: rule.get(name) for name in ("when", "prerequisite", "conditions")}, ()):
        if key in ("lists", "first_lists", "second_lists"):
            named.update(value)
        if key in WORDS:
            yield from (((*("rules", 0), *place, at), word) for at, word in enumerate(value))
    for name in sorted(named):
        yield from ((("word_lists", name, at), word) for at, word in enumerate(top["word_lists"][name]))
    for name in [name for name in top["knowledge"] if f"'base': '{name}'" in repr(rule)]:
        for place, key, value in _walk(top["knowledge"][name], ("knowledge", name)):
            if key in WORDS:
                yield from (((*place, at), word) for at, word in enumerate(value))


def _walk(value: Any, place: Place) -> Iterator[tuple[Place, str, list[str]]]:
    if isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, list) and part and all(isinstance(one, str) for one in part):
                yield (*place, key), key, part
            else:
                yield from _walk(part, (*place, key))
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from _walk(part, (*place, at))


def _without(top: dict[str, Any], place: Place) -> dict[str, Any]:
    copy = deepcopy(top)
    here: Any = copy
    for step in place[:-1]:
        here = here[step]
    if len(here) > 1:
        del here[place[-1]]
    else:
        here[place[-1]] = UNHEARD
    return copy


def _is_noticed(plan: Plan, word: str) -> bool:
    rule = plan.rules[0].rule
    calls = [(number, test, call) for number, test in enumerate(rule.tests, start=1) for call in test.calls()]
    likeliest_first = sorted(calls, key=lambda item: word not in item[2])
    return any(outcome_of(plan, rule.id, number, test, call) is not None for number, test, call in likeliest_first)
