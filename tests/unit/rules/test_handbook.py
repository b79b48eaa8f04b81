"""The rule language is explained in both languages, its examples work, and the published files are current."""

import re

import pytest
from pydantic import TypeAdapter

from rules.chinese import OPERATORS, PARTS
from rules.handbook import Language, Page, operators, pages
from rules.operators import AnyOperator
from rules.operators.base import Operator
from rules.yaml_text import read
from tools import rule_docs

CHINESE = re.compile(r"[\u4e00-\u9fff]")
COMMON = {"op", "id", "scope"}  # said once, for all operators


def parameters(kind: type[Operator]) -> set[str]:
    return {field.alias or name for name, field in kind.model_fields.items()}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("op", operators())
def test_every_operator_is_explained_in_both_languages(op: str, language: Language) -> None:
    page = next(page for page in pages(language) if page.op == op)

    said = (page.finds, page.why, page.source, *(parameter.said for parameter in page.parameters))

    assert all(said)
    assert len(page.examples) >= 2
    assert language == "en" or all(CHINESE.search(text) for text in said if not text.startswith("https://"))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("op", operators())
def test_exactly_the_parameters_of_the_schema_are_explained(op: str, language: Language) -> None:
    page = next(page for page in pages(language) if page.op == op)

    explained = [name for parameter in page.parameters for name in parameter.names]

    assert {*explained, *COMMON} == parameters(operators()[op])
    assert len(explained) == len(set(explained))


def test_a_formula_is_there_in_both_languages_or_in_neither() -> None:
    assert [bool(page.formula) for page in pages("zh")] == [bool(page.formula) for page in pages("en")]


def test_no_help_is_left_of_what_there_is_not() -> None:
    joined = {kind.__name__ for kind, _ in rule_docs.JOINED}

    assert list(OPERATORS) and set(OPERATORS) == set(operators())
    assert set(PARTS) == {kind.__name__ for kind in rule_docs.KINDS} | joined | {"expression", "dialogue"}


@pytest.mark.parametrize("kind", rule_docs.KINDS)
def test_the_parts_of_a_rule_file_explain_the_same_in_both_languages(kind: type) -> None:
    head, chinese = rule_docs.explained(rule_docs.said_of(kind, "zh"))
    _, english = rule_docs.explained(rule_docs.said_of(kind, "en"))

    assert [names for names, _ in chinese] == [names for names, _ in english]
    assert all(CHINESE.search(said) for said in (head, *(said for _, said in chinese)))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.op)
def test_every_example_is_a_condition(page: Page) -> None:
    for example in page.examples:
        assert TypeAdapter(AnyOperator).validate_python(read(example).value).op == page.op


def test_the_published_documents_are_current() -> None:
    assert rule_docs.main(["--check"]) == 0
