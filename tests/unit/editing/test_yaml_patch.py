"""Other values are put into a text; the lines that say the same as before are not written again."""

from string import printable

from hypothesis import given
from hypothesis import strategies as st

from rules.editing.yaml_patch import patched
from rules.editing.yaml_writer import mapping
from rules.yaml_text import read

TEXT = """\
id: A-1        # 编号
title: {zh: 甲, en:   A}
# 条件如下
conditions:
  first:
    op: keyword
    words: [甲,   乙]   # 两个词
    scope: {role: agent}
  second: {op: turns, over: 2}
tests:
  - {call: "A 甲", expect: fail}   # 命中
  - {call: "A 丙", expect: pass}
"""
RULE = read(TEXT).value
WORDS = st.text(alphabet="甲乙:#,[]{}'\"-&*!|>%@`? ~.0123456789yesnotrufal\n\t", max_size=12)
NUMBERS = st.integers(-(10**12), 10**12) | st.integers(-9999, 9999).map(lambda one: one / 8)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS.filter(bool), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
RULES = st.dictionaries(st.text(printable[:62], min_size=1, max_size=8), VALUES, min_size=1, max_size=5)


def test_nothing_new_changes_nothing():
    assert patched(TEXT, RULE) == TEXT


def test_one_value_changes_on_its_line_alone():
    changed = patched(TEXT, {**RULE, "id": "B-1"})

    assert changed == TEXT.replace("id: A-1 ", "id: B-1 ")


def test_a_value_inside_a_condition_changes_there_alone():
    first = {**RULE["conditions"]["first"], "words": ["甲", "丙"]}

    changed = patched(TEXT, {**RULE, "conditions": {**RULE["conditions"], "first": first}})

    assert changed == TEXT.replace("[甲,   乙]", "[甲, 丙]")


def test_a_further_test_stands_behind_the_others():
    changed = patched(TEXT, {**RULE, "tests": [*RULE["tests"], {"call": "A 丁\nC 好", "expect": "none"}]})

    assert changed == TEXT + '  - {call: "A 丁\\nC 好", expect: none}\n'


def test_a_test_that_goes_takes_its_own_line():
    changed = patched(TEXT, {**RULE, "tests": RULE["tests"][1:]})

    assert changed == TEXT.replace('  - {call: "A 甲", expect: fail}   # 命中\n', "")


def test_a_new_key_follows_the_one_before_it():
    changed = patched(TEXT, {"id": "A-1", "title": RULE["title"], "level": 1, **RULE})

    assert changed == TEXT.replace("en:   A}\n", "en:   A}\nlevel: 1\n")


def test_what_only_looks_like_a_number_or_a_switch_stays_text():
    rule = {"words": ["110", "true", "yes", "on", "1:30", "1e3", "null", "", "~", "2026-01-01", "-3..-1"]}

    assert read(mapping(rule, 0)).value == rule
    assert "yes, on, " in mapping(rule, 0)


@given(RULES, RULES)
def test_whatever_is_wanted_is_said(old: dict[str, object], new: dict[str, object]):
    text = mapping(old, 0) + "\n"

    assert read(text).value == old
    assert read(patched(text, new)).value == new
