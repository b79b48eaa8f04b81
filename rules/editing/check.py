"""What is wrong with a rule's text while it is being written: every problem at once, each at its field and line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rules.editing.rule_block import blocks, with_block, with_new_block
from rules.editing.rule_form import field_of_place
from rules.editing.yaml_place import parts_of
from rules.errors import Problem, RulebookInvalid
from rules.load import load_rulebook_text
from rules.rulebook import Rulebook
from rules.yaml_text import YamlRefused, read


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to mend.

    Args:
        rule, path: as the loader names the place; *rule* is empty where it is no rule.
        field: of the form; empty where the form does not show the place.
        line: of the rule's own text, from 1; None where the place is not in it.
    """

    what: str
    rule: str = ""
    path: str = ""
    field: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """Where a rule's text belongs: its file, and its number there; None for a rule that is new."""

    file: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule's text, looked at as part of its rulebook.

    Args:
        rule: what it says; None where it is no YAML, or no mapping.
        id: of the rule; empty where it has none.
        files: the rulebook with the text in it.
        rulebook: None while anything is wrong.
    """

    text: str
    rule: Mapping[str, Any] | None
    id: str
    troubles: tuple[Trouble, ...]
    files: Mapping[str, str]
    rulebook: Rulebook | None


def checked(files: Mapping[str, str], home: Home, text: str) -> Checked:
    """Read *text* in its place among the *files* of a rulebook."""
    try:
        said = read(text).value
    except YamlRefused as refusal:
        return _refused(files, text, Trouble(refusal.what, line=refusal.line))
    if not isinstance(said, dict):
        return _refused(files, text, Trouble("a rule is a mapping: id, title, why, when", line=1))
    id_ = str(said.get("id") or "")
    try:
        put, number = _put(files, home, text, said)
    except YamlRefused as refusal:
        return _refused(files, text, Trouble(refusal.what, id_, line=None))
    try:
        return Checked(text, said, id_, (), put, load_rulebook_text(put))
    except RulebookInvalid as invalid:
        first = _first_line(put[home.file], number)
        names = {id_, f"rules.{number}"} - {""}
        troubles = tuple(_troubles(invalid.problems, home.file, names, first, text.count("\n") + 1, said))
        return Checked(text, said, id_, troubles, put, None)


def _put(files: Mapping[str, str], home: Home, text: str, said: object) -> tuple[dict[str, str], int]:
    """The files with the text in them, and its number in its file."""
    before = files.get(home.file, "")
    if home.number is None:
        after, number = with_new_block(before, text), len(blocks(before)) if before.strip() else 0
    else:
        after, number = with_block(before, home.number, text), home.number
    listed = read(after).value
    rules = listed.get("rules") if isinstance(listed, dict) else None
    expected = len(blocks(before)) + (home.number is None) if before.strip() else 1
    if not isinstance(rules, list) or len(rules) != expected or rules[number] != said:
        raise YamlRefused("this text is not one rule", 1)
    return {**files, home.file: after}, number


def _first_line(file_text: str, number: int) -> int:
    part = parts_of(file_text)
    assert part is not None and part.pairs is not None
    item = (part.pairs["rules"][1].items or ())[number]
    return file_text.count("\n", 0, item.start) + 1


def _troubles(
    problems: Iterable[Problem], file: str, names: set[str], first: int, lines: int, said: Mapping[str, Any]
) -> Iterator[Trouble]:
    for problem in problems:
        own = problem.file == file and problem.rule in names
        line = problem.line - first + 1 if own and problem.line is not None else None
        field = field_of_place(said, problem.path) if own else ""
        what = problem.what if own else str(problem)
        yield Trouble(what, problem.rule if own else "", problem.path if own else "", field, _within(line, lines))


def _within(line: int | None, lines: int) -> int | None:
    return line if line is not None and 1 <= line <= lines else None


def _refused(files: Mapping[str, str], text: str, trouble: Trouble) -> Checked:
    return Checked(text, None, "", (trouble,), files, None)
