"""The documentation of the rule language is the docstrings, its examples work, and the published files are current."""

import pytest
from pydantic import TypeAdapter

from rules.handbook import Page, operators, pages
from rules.operators import AnyOperator
from rules.yaml_text import read
from tools import rule_docs


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.op)
def test_every_operator_says_all_five_things(page: Page) -> None:
    assert page.finds and page.why and page.source
    assert len(page.examples) >= 2
    explained = {name for parameter in page.parameters for name in parameter.names} | {"op", "id", "scope"}
    aliases = {field.alias or name for name, field in operators()[page.op].model_fields.items()}
    assert aliases <= explained


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.op)
def test_every_example_is_a_condition(page: Page) -> None:
    for example in page.examples:
        assert TypeAdapter(AnyOperator).validate_python(read(example).value).op == page.op


def test_the_published_documents_are_current() -> None:
    assert rule_docs.main(["--check"]) == 0
