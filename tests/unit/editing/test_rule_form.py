"""A form that nobody touched means the rule it was made of; what was touched, and nothing else, changes."""

from typing import Any

import pytest

from rules.editing.conditions import conditions_of, put_together
from rules.editing.draft import edited
from rules.editing.rule_act import with_condition, without_condition
from rules.editing.rule_block import blocks
from rules.editing.rule_filled import rule_from
from rules.editing.rule_form import field_of_place, form_of
from rules.editing.schema_fields import Kind, fields_of_operator, is_default, operators, taken
from rules.editing.yaml_patch import patched
from rules.handbook import operators as known_operators
from rules.load import builtin_packs, pack_path, sources_of
from rules.rulebook import Rule
from rules.yaml_text import read
from tests.support.forms_of_rules import sent

RULES = [
    pytest.param(block.text, id=f"{pack}-{block.id}")
    for pack in builtin_packs()
    for file, text in sources_of(pack_path(pack)).items()
    for block in blocks(text)
]
CLOSING = """\
id: CLOSE-01
title: {zh: 结束语, en: Closing}
why: 礼貌
effect: {on: absence, points: -2}
when:
  any:
    - {op: keyword, lists: [closing], scope: {role: agent, utterances: "-3..-1"}}  # 词表
    - {op: fuzzy, phrases: [祝您生活愉快], at_least: 80}
"""
ORDER = """\
id: ESC-01
title: 升级
why: 客户要求时转接
conditions:
  asked: {op: keyword, words: [找领导], scope: {role: customer}}
  handled: {op: keyword, words: [转接], scope: {role: agent, after: asked}}
prerequisite: asked
when: {sequence: [asked, handled], within_utterances: 6}
"""


def rule_in(text: str) -> dict[str, Any]:
    value = read(text).value
    assert isinstance(value, dict)
    return value


def meant(text: str, **changes: str) -> dict[str, Any]:
    """The rule that the form means after *changes*; `c0__words` is the field `c0.words`, `c0_name` is `c0:name`."""
    names = {key: key.replace("__", ".").replace("_name", ":name").replace("_op", ":op") for key in changes}
    rule, misread = rule_from(rule_in(text), {**sent(rule_in(text)), **{names[key]: [changes[key]] for key in changes}})
    assert misread == ()
    return rule


@pytest.mark.parametrize("text", RULES)
def test_a_form_that_nobody_touched_means_the_rule_it_was_made_of(text: str):
    rule = rule_in(text)

    again, misread = rule_from(rule, sent(rule))

    assert (again, misread) == (rule, ())
    assert patched(text, again) == text
    assert edited(text, text, sent(rule)).text == text


@pytest.mark.parametrize("text", RULES)
def test_every_field_says_what_stands_there_and_is_read_as_that(text: str):
    rule = rule_in(text)

    for entry, form in zip(conditions_of(rule).entries, form_of(rule).entries, strict=True):
        for one in form.fields:
            value: Any = entry.raw
            for step in one.field.path:
                value = value.get(step) if isinstance(value, dict) else None
            again = taken(one.field, one.value)
            assert again == value or (value is None and is_default(one.field, again)), one.name


@pytest.mark.parametrize("text", RULES)
def test_conditions_that_are_put_together_anew_mean_the_same(text: str):
    rule = rule_in(text)

    again = put_together(rule, conditions_of(rule), changed=True)

    assert Rule.model_validate(again) == Rule.model_validate(rule)


@pytest.mark.parametrize("text", RULES)
def test_a_condition_can_be_added_and_taken_away_again(text: str):
    rule = rule_in(text)

    more = with_condition(rule, "turns")
    entries = conditions_of(more).entries
    added = next(at for at, entry in enumerate(entries) if dict(entry.raw) == {"op": "turns"})
    left = without_condition(more, added)

    assert Rule.model_validate(left).when == Rule.model_validate(rule).when


def test_every_operator_has_a_form_from_the_schema():
    assert operators().keys() == known_operators().keys()
    assert all(fields_of_operator(op) for op in operators())
    for op, kind in known_operators().items():
        aliases = {field.alias or name for name, field in kind.model_fields.items()} - {"op", "id"}
        assert {field.path[0] for field in fields_of_operator(op)} == aliases


def test_a_parameter_changes_where_it_stands_and_the_comments_stay():
    changed = patched(CLOSING, meant(CLOSING, c1__at_least="85"))

    assert changed == CLOSING.replace("at_least: 80", "at_least: 85")


def test_words_come_one_a_line():
    rule = meant(CLOSING, c1__phrases="祝您愉快\r\n\r\n 再见了 ")

    assert rule["when"]["any"][1]["phrases"] == ["祝您愉快", "再见了"]


def test_a_condition_that_gets_a_name_stands_among_the_named_ones():
    rule = meant(CLOSING, c0_name="bye")

    assert rule["conditions"] == {"bye": rule_in(CLOSING)["when"]["any"][0]}
    assert rule["when"] == {"any": ["bye", rule_in(CLOSING)["when"]["any"][1]]}


def test_a_new_name_is_used_wherever_the_condition_is_meant():
    rule = meant(ORDER, c0_name="wanted")

    assert list(rule["conditions"]) == ["wanted", "handled"]
    assert rule["conditions"]["handled"]["scope"]["after"] == "wanted"
    assert (rule["prerequisite"], rule["when"]["sequence"]) == ("wanted", ["wanted", "handled"])


def test_the_trigger_is_written_over_the_names():
    rule = meant(CLOSING, when="c2 && !c1")

    assert Rule.model_validate(rule).when is not None
    assert rule["when"] == {"all": [rule_in(CLOSING)["when"]["any"][1], {"not": rule_in(CLOSING)["when"]["any"][0]}]}


def test_a_trigger_that_cannot_be_read_loses_no_condition():
    rule = meant(CLOSING, when="c1 && (")

    assert rule["when"] == "c1 && ("
    assert set(rule["conditions"]) == {"c1", "c2"}


def test_another_operator_keeps_the_words_and_the_window():
    rule = meant(CLOSING, c1_op="sounds_like")
    other = meant(CLOSING, c1_op="near")

    assert rule["when"]["any"][1] == {"op": "sounds_like", "phrases": ["祝您生活愉快"]}
    assert other["when"]["any"][1] == {"op": "near", "first": ["祝您生活愉快"]}


def test_a_default_is_not_written_down():
    rule = meant(CLOSING, level="3", c1__times="1", effect__per="once")

    assert rule == rule_in(CLOSING)


def test_an_emptied_field_goes_and_takes_an_empty_group_along():
    rule = meant(CLOSING, c0__scope__utterances="", effect__points="")

    assert rule["when"]["any"][0]["scope"] == {"role": "agent"}
    assert rule["effect"] == {"on": "absence"}


def test_a_number_that_is_none_stays_as_it_was_typed():
    assert meant(CLOSING, effect__points="viel")["effect"]["points"] == "viel"


def test_nested_values_that_are_no_yaml_are_told_and_change_nothing():
    rule, misread = rule_from(rule_in(CLOSING), {**sent(rule_in(CLOSING)), "c0.synonyms": ["{再见: ["]})

    assert rule == rule_in(CLOSING)
    assert [one.field for one in misread] == ["c0.synonyms"]


def test_an_order_that_nothing_uses_is_told_and_kept():
    rule, misread = rule_from(rule_in(ORDER), {**sent(rule_in(ORDER)), "when": ["asked"]})

    assert rule["when"] == rule_in(ORDER)["when"]
    assert [one.field for one in misread] == ["c2"]


def test_the_form_and_the_yaml_do_not_overwrite_each_other():
    typed = {**sent(rule_in(CLOSING)), "level": ["1"]}

    both = edited(CLOSING, CLOSING.replace("礼貌", "客气"), typed)

    assert both.text == CLOSING.replace("礼貌", "客气")
    assert both.other == CLOSING.replace("why: 礼貌\n", "why: 礼貌\nlevel: 1\n")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("when.any.1.phrases.0", "c1.phrases"),
        ("when.any.0.scope.utterances", "c0.scope.utterances"),
        ("when.any.0.scope", "c0.scope"),
        ("when.any.1", "c1"),
        ("when", "when"),
        ("effect", "effect"),
        ("effect.points", "effect.points"),
        ("title.zh", "title"),
        ("tests.2.call", "tests.2"),
        ("origin", ""),
    ],
)
def test_a_place_of_the_rule_leads_to_its_field(path: str, field: str):
    assert field_of_place(rule_in(CLOSING), path) == field


@pytest.mark.parametrize("text", ["conditions: 3", "when: [1]", "conditions: {a: 1}\nwhen: {any: 2}", "effect: 1"])
def test_a_form_can_be_made_of_whatever_was_written(text: str):
    form_of(rule_in(text))
    rule, _ = rule_from(rule_in(text), sent(rule_in(text)))

    assert rule == rule_in(text)


def test_kinds_are_what_they_look_like():
    kinds = {field.name: field.kind for field in fields_of_operator("keyword")}

    assert kinds["words"] is Kind.LINES
    assert kinds["case"] is Kind.SWITCH
    assert kinds["need"] is Kind.SUGGEST
    assert kinds["scope.role"] is Kind.CHOICE
