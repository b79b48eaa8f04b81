"""Two versions judged together say of every call what each says alone."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import chain
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.comparison import Comparison, rules_in_common
from rules.condition import Not
from rules.dialogue import dialogue
from rules.load import load_pack
from rules.planner import planned
from rules.rulebook import ReviewPolicy, Rule, Rulebook
from rules.ruling import Rulings
from rules.spec import Effective

PACK = load_pack("zh-telecom")
METADATA = {"direction": "inbound", "started_at": "2026-03-01T10:00:00+08:00", "project": "宽带业务"}

RULE_EDITS: tuple[Callable[[Rule], Rule], ...] = (
    lambda rule: rule.model_copy(update={"why": rule.title, "tests": ()}),
    lambda rule: rule.model_copy(update={"when": Not.model_validate({"not": rule.when})}),
    lambda rule: rule.model_copy(update={"prerequisite": rule.when}),
    lambda rule: rule.model_copy(update={"if_unknown": "ignore"}),
    lambda rule: rule.model_copy(update={"review": ReviewPolicy.MANUAL}),
    lambda rule: rule.model_copy(update={"effective": Effective.model_validate({"since": "2027-01-01"})}),
    lambda rule: rule.model_copy(update={"effect": rule.effect.model_copy(update={"points": 3.0, "bonus": True})}),
    lambda rule: rule.model_copy(update={"not_runnable": "left out"}),
    lambda rule: rule.model_copy(update={"id": f"{rule.id}-COPY"}),
)
BOOK_EDITS: tuple[Callable[[Rulebook], Rulebook], ...] = (
    lambda book: book,
    lambda book: book,
    lambda book: replace(book, rules=tuple(reversed(book.rules))),
    lambda book: replace(book, word_lists={name: (*words, "您好") for name, words in book.word_lists.items()}),
    lambda book: replace(book, knowledge={name: questions[1:] for name, questions in book.knowledge.items()}),
    lambda book: replace(book, scorecards=()),
    lambda book: replace(book, limits=book.limits.model_copy(update={"confidence": 0.99})),
)


@cache
def dialogues() -> tuple[str, ...]:
    tests = (test for rule in PACK.rules for test in rule.tests)
    return tuple(dict.fromkeys(chain.from_iterable(test.calls() for test in tests)))


def waiting_for(rule: Rule) -> Rule:
    when = {"all": [{"rule": rule.id}, {"op": "keyword", "words": ["您", "你"]}]}
    return Rule.model_validate({"id": f"AFTER-{rule.id}", "title": "之后", "why": "试", "when": when})


def some_of(draw: Random) -> Rulebook:
    """A rulebook of some of the rules of the pack, and some that wait for them and for one another."""
    rules = draw.sample(PACK.rules, 12)
    waiting = [waiting_for(rule) for rule in rules[:2]]
    return replace(PACK, rules=(*rules, *waiting, waiting_for(waiting[0])))


def edited(book: Rulebook, draw: Random) -> Rulebook:
    rules = list(book.rules)
    for at in draw.sample(range(len(rules)), draw.randint(0, 3)):
        rules[at] = draw.choice(RULE_EDITS)(rules[at])
    return draw.choice(BOOK_EDITS)(replace(book, rules=tuple(rules)))


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_both_versions_are_judged_as_each_alone_would_be(draw: Random) -> None:
    old = some_of(draw)
    new = edited(old, draw)
    texts = draw.sample(dialogues(), 6)
    calls = [(dialogue(text), METADATA) for text in (*texts, "\n".join(texts))]

    comparison = Comparison(old, new)
    both = comparison.of(calls)

    alone = [Rulings(planned(book)) for book in (old, new)]
    assert [comparison.old_rules, comparison.new_rules] == [rulings.rules for rulings in alone]
    assert both == list(zip(*(rulings.of(calls) for rulings in alone), strict=True))


def test_a_rule_is_in_common_only_with_all_that_it_waits_for() -> None:
    first, *others = PACK.rules
    second, third = waiting_for(first), waiting_for(waiting_for(first))
    old = replace(PACK, rules=(first, *others, second, third))

    common = rules_in_common(old, replace(old, rules=(RULE_EDITS[3](first), *others, second, third)))

    assert common == {rule.id for rule in others}


def test_what_only_people_read_changes_no_rule() -> None:
    rules = tuple(RULE_EDITS[0](rule) for rule in PACK.rules)

    assert rules_in_common(PACK, replace(PACK, rules=rules)) == {rule.id for rule in PACK.rules}
