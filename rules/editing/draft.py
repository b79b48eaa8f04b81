"""One edit of a rule: what was shown, what came back from the form and from the YAML beside it, and what it means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules.editing.rule_filled import Misread, Typed, rule_from
from rules.editing.yaml_patch import patched
from rules.yaml_text import YamlRefused, read

NEW = """\
id: {id}
title: {{zh: 新规则, en: New rule}}
why: {{zh: 写给坐席看的理由, en: The reason as an agent is told it}}
severity: minor
effect: {{points: -1}}
review: flag
conditions:
  c1:
    op: keyword
    words: []
    scope: {{role: agent}}
when: c1
tests: []
"""


@dataclass(frozen=True, slots=True)
class Edited:
    """What the rule says after an edit.

    Args:
        misread: fields of the form that cannot be understood.
        other: where the form and the YAML were both changed: the text that the form means. The YAML counts.
    """

    text: str
    misread: tuple[Misread, ...] = ()
    other: str | None = None


def edited(before: str, text: str, typed: Typed) -> Edited:
    """The text after an edit.

    Args:
        before: the text that the form and the YAML showed.
        text: what the YAML says now.
        typed: what the fields of the form say now.
    """
    said = mapping_in(before)
    if said is None:
        return Edited(text)
    rule, misread = rule_from(said, typed)
    if text == before:
        return Edited(patched(before, rule), misread)
    return Edited(text, (), None if rule == said else patched(before, rule))


def changed(text: str, rule: Mapping[str, Any]) -> str:
    """*text* saying *rule*; the same where it cannot be read."""
    return text if mapping_in(text) is None else patched(text, rule)


def mapping_in(text: str) -> Mapping[str, Any] | None:
    """What a rule's text says; None where it is no mapping."""
    try:
        said = read(text).value
    except YamlRefused:
        return None
    return said if isinstance(said, dict) else None


def with_test(rule: Mapping[str, Any], call: str, expect: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """The rule with one test more."""
    test: dict[str, Any] = {"call": call, "expect": expect}
    if metadata:
        test = {"call": call, "metadata": dict(metadata), "expect": expect}
    return {**rule, "tests": [*tests_of(rule), test]}


def without_test(rule: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The rule without one of its tests, counted from 0."""
    return {**rule, "tests": [test for at, test in enumerate(tests_of(rule)) if at != number]}


def tests_of(rule: Mapping[str, Any]) -> Sequence[Any]:
    """Its tests as they are written."""
    tests = rule.get("tests")
    return tests if isinstance(tests, list) else []


def copied(rule: Mapping[str, Any], taken: Sequence[str]) -> dict[str, Any]:
    """The rule under an id that is not *taken*."""
    stem, number = str(rule.get("id") or "RULE"), 2
    while f"{stem}-{number}" in taken:
        number += 1
    return {**rule, "id": f"{stem}-{number}"}


def new_text(taken: Sequence[str]) -> str:
    """The text of a rule that is still to be written."""
    number = 1
    while f"NEW-{number:02}" in taken:
        number += 1
    return NEW.format(id=f"NEW-{number:02}")
