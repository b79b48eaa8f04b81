"""Every problem of a rule is told at once, at its field and in its line, and a rule is tried without the others."""

from rules.dialogue import dialogue
from rules.editing.check import Home, checked
from rules.editing.draft import new_text
from rules.editing.trial import run_tests, tried
from rules.load import load_rulebook_text
from rules.truth import Truth

FILES = {
    "head.yaml": "rulebook: {name: r, title: 规则}\nword_lists: {polite: [您好]}\n",
    "rules.yaml": """\
rules:
  - id: A-1
    title: 甲
    why: 因为
    when: {op: keyword, words: [甲]}
    tests:
      - {call: "A 甲", expect: fail}
      - {call: "A {}", said: [乙, 甲乙], expect: pass}
  - id: B-1
    title: 乙
    why: 因为
    when: {rule: A-1}
""",
}
GOOD = "id: A-1\ntitle: 甲\nwhy: 因为\nwhen: {op: keyword, words: [甲]}\n"
BAD = """\
id: A-1
title: 甲
why: 因为
level: 9
effect: {points: 2}
conditions:
  c:
    op: keyword
    words: []
    lists: [rude]
when: c && d
"""


def test_every_problem_is_told_with_field_path_and_line():
    found = checked(FILES, Home("rules.yaml", 0), BAD)

    assert found.rulebook is None
    assert {(one.field, one.path, one.line) for one in found.troubles} == {
        ("level", "level", 4),
        ("effect", "effect", 5),
    }


def test_names_that_do_not_exist_are_told_at_their_places():
    text = BAD.replace("level: 9", "level: 1").replace("points: 2", "points: -2")

    found = checked(FILES, Home("rules.yaml", 0), text)

    assert [(one.field, one.line, one.what) for one in found.troubles] == [
        ("c0", 8, "no word list 'rude'"),
        ("when", 11, "no condition 'd' in this rule"),
    ]


def test_a_broken_text_is_told_with_its_own_line():
    found = checked(FILES, Home("rules.yaml", 0), "id: A-1\ntitle: [甲\nwhy: x\n")

    assert [one.line for one in found.troubles] == [3]
    assert found.rule is None


def test_what_others_miss_is_told_too():
    found = checked(FILES, Home("rules.yaml", 0), GOOD.replace("A-1", "A-2"))

    assert [(one.field, one.what) for one in found.troubles] == [
        ("", "rules.yaml:9: B-1: when.rule: no rule 'A-1'"),
    ]


def test_a_text_cannot_leave_its_place():
    for text in ("- id: A-1\n", "id: A-1\nwhen: x\n- id: C-1\n", "3\n", "", "id: A\n---\nid: B\n"):
        found = checked(FILES, Home("rules.yaml", 0), text)

        assert found.rulebook is None
        assert found.troubles


def test_a_new_rule_is_looked_at_behind_the_others():
    found = checked(FILES, Home("rules.yaml"), GOOD.replace("A-1", "C-1"))

    assert found.rulebook is not None
    assert [rule.id for rule in found.rulebook.rules] == ["A-1", "B-1", "C-1"]


def test_a_rule_is_tried_with_those_it_waits_for():
    rulebook = load_rulebook_text(FILES)

    trial = tried(rulebook, "B-1", dialogue("A 甲"), {})

    assert trial is not None
    assert trial.trace.when.truth is Truth.TRUE
    assert trial.finding is not None


def test_a_rules_own_tests_are_run_one_by_one():
    runs = run_tests(load_rulebook_text(FILES), "A-1")

    assert [(run.number, run.dialogues, len(run.failures)) for run in runs] == [(1, 1, 0), (2, 2, 1)]


def test_a_rule_that_is_still_to_be_written_lacks_its_words_and_nothing_else():
    found = checked(FILES, Home("rules.yaml"), new_text(["A-1", "NEW-01"]))

    assert found.id == "NEW-02"
    assert [(one.field, one.what) for one in found.troubles] == [("c0", "needs words or lists")]
