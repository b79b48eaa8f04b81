"""The published schema and the loader accept and refuse the same values; the loader says in plain words why."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from rules.errors import Problem, RulebookInvalid
from rules.load import load_rulebook_text, load_stored_text
from rules.schema import rulebook_schema
from tests.support.wrong_kinds import files_with_one_wrong_value

SCHEMA = Draft202012Validator(rulebook_schema())
HEADER = "rulebook: {name: demo, title: 示例}\n"

# What no schema can say of one value: it depends on another value, or on another part of the rulebook.
BETWEEN_VALUES = re.compile(
    r"no (rule|word list|condition|knowledge base) '.*|no file .*|needs zh or en"
    r"|needs (when|words or lists|phrases or lists|over or under)|needs a pattern, or patterns.*"
    r"|needs (either|exactly|rules or) .*|\w+ needs one value"
    r"|said needs .*|the items add up to .*|a deduction is negative.*|utterances are counted in whole numbers.*"
    r"|.* syllables and sounds like too much|compare goes with .*|scope\.role must be .*|a step has either .*"
    r"|has no words|another file says .*|this word list is in another file.*|\w+ needs a list|between needs two values"
    r"|ids used twice: .*"
)


def problems_of(text: str) -> tuple[Problem, ...]:
    try:
        load_rulebook_text({"a.yaml": text})
    except RulebookInvalid as refusal:
        return refusal.problems
    return ()


def test_the_loader_takes_no_value_that_the_published_schema_refuses_nor_the_other_way_round() -> None:
    tried, lax, harsh = 0, [], []
    for place, value, file in files_with_one_wrong_value():
        problems = problems_of(json.dumps(file, ensure_ascii=False))
        tried += 1
        if SCHEMA.is_valid(file):
            harsh += [(place, value, one.what) for one in problems if not BETWEEN_VALUES.fullmatch(one.what)]
        elif not problems:
            lax.append((place, value))

    assert tried > 1_500
    assert lax == []
    assert harsh == []


RULE = "rules:\n  - id: R-1\n    title: t\n    why: w\n"
WHEN = "    when: {op: keyword, words: [x]}\n"


@pytest.mark.parametrize(
    ("lines", "place", "said"),
    [
        (
            "    level: '2'\n" + WHEN,
            "a.yaml:6: R-1: level",
            "needs a whole number; '2' is text: write it without quotes",
        ),
        (
            "    level: two\n" + WHEN,
            "a.yaml:6: R-1: level",
            "needs a whole number; 'two' is text",
        ),
        (
            "    effect: {points: '-2'}\n" + WHEN,
            "a.yaml:6: R-1: effect.points",
            "needs a number; '-2' is text: write it without quotes",
        ),
        (
            "    effect: {bonus: yes}\n" + WHEN,
            "a.yaml:6: R-1: effect.bonus",
            "needs true or false; 'yes' is text: write true, without quotes",
        ),
        ("    effect: {critical: 1}\n" + WHEN, "a.yaml:6: R-1: effect.critical", "needs true or false; 1 is a number"),
        (
            "    when: {op: keyword, words: [10086]}\n",
            "a.yaml:6: R-1: when.words.0",
            "needs text; 10086 is a number: put it in quotes, '10086'",
        ),
        (
            "    when: {op: keyword, words: 您好}\n",
            "a.yaml:6: R-1: when.words",
            "needs a list; '您好' is text: write [您好]",
        ),
        (
            "    when: {op: keyword, words: [x], scope: agent}\n",
            "a.yaml:6: R-1: when.scope",
            "needs names with a value each; 'agent' is text",
        ),
        (
            "    effective: {since: 2026/3/1}\n" + WHEN,
            "a.yaml:6: R-1: effective.since",
            "needs a date such as 2026-11-22",
        ),
        (
            "    when: {op: keyword, words: [x], scope: {seconds: [1, 2]}}\n",
            "a.yaml:6: R-1: when.scope.seconds",
            "needs a stretch such as 1..3, -2..-1, 5.. or ..10",
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_in_plain_words_with_file_line_rule_and_place(
    lines: str, place: str, said: str
) -> None:
    (problem,) = problems_of(HEADER + RULE + lines)

    assert str(problem) == f"{place}: {said}"


def test_a_whole_number_may_be_written_with_a_point() -> None:
    (rule,) = load_rulebook_text({"a.yaml": HEADER + RULE + "    level: 2.0\n" + WHEN}).rules

    assert rule.level == 2


def test_a_number_to_compare_with_stays_what_it_is() -> None:
    when = "    when: {op: metadata, field: f, compare: in, value: [1, 1.0, '1', true, yes]}\n"

    (rule,) = load_rulebook_text({"a.yaml": HEADER + RULE + when}).rules

    assert [type(one) for one in rule.when.value] == [int, float, str, bool, str]  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["# nothing but a comment\n", "rules:\n", "word_lists:\nknowledge:\nscorecards:\n"])
def test_a_part_may_be_left_empty(text: str) -> None:
    book = load_rulebook_text({"a.yaml": HEADER, "b.yaml": text})

    assert book.rules == ()


def test_a_rulebook_that_was_stored_when_the_loader_was_lenient_keeps_its_meaning() -> None:
    lenient = (
        "    level: '2'\n    effect: {points: '-2', critical: yes}\n    when: {op: keyword, words: [x], times: '3'}\n"
    )
    exact = lenient.replace("'", "").replace("yes", "true")

    stored = load_stored_text({"a.yaml": HEADER + RULE + lenient})

    assert stored.digest == load_rulebook_text({"a.yaml": HEADER + RULE + exact}).digest


def test_a_stored_rulebook_that_makes_no_sense_is_still_refused() -> None:
    with pytest.raises(RulebookInvalid, match="needs a whole number; 'two' is text"):
        load_stored_text({"a.yaml": HEADER + RULE + "    level: two\n" + WHEN})
