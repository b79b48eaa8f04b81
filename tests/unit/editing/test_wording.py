"""Everything that a form of a rule can show has a name in the catalogs."""

import pytest

from review_app.rule_editor.problem_words import BOOK
from review_app.rule_editor.wording import GROUPS, JOINT_FINDS, OPERATORS, OPTIONS, PARAMETERS
from rules.editing.schema_fields import Field, fields_of_joint, fields_of_operator, fields_of_rule, operators

# Shown as they are written, or with words of their own.
AS_WRITTEN = {"fold", "severity"}


def every_field() -> list[Field]:
    joints = [*fields_of_joint("sequence"), *fields_of_joint("rule")]
    return [*fields_of_rule(), *joints, *(field for op in operators() for field in fields_of_operator(op))]


def test_every_operator_has_a_name_and_says_what_it_finds():
    assert set(OPERATORS) == {*operators(), *JOINT_FINDS}


def test_every_parameter_and_group_has_a_name():
    assert {field.name for field in every_field() if not {field.name, field.path[-1]} & set(PARAMETERS)} == set()
    assert {field.group for field in every_field()} - {""} <= set(GROUPS)


def test_every_choice_has_a_name():
    assert {one for field in every_field() if field.name not in AS_WRITTEN for one in field.options} <= set(OPTIONS)


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        ("no word list 'rude'", "没有名为 rude 的词表"),
        ("did not find expected ',' or ']'", "这里应有 ',' 或 ']'"),
        ("unknown operator 'keywrd'; did you mean 'keyword'?", "没有算子 keywrd，是不是 keyword？"),
        ("')' is missing at character 6 of 'a && (b'", "第 6 个字符处缺少 )"),
        ("something that nobody translated", "something that nobody translated"),
    ],
)
def test_problems_are_told_in_chinese(said: str, chinese: str):
    assert BOOK.in_chinese(said) == chinese
