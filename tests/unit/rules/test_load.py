"""Loading: every problem at once with its place, nothing dangerous accepted, nothing taking long."""

import json
import time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from rules.errors import Problem, RulebookInvalid, UnknownPack
from rules.evaluate import plan_of
from rules.load import load_pack, load_rulebook, load_rulebook_text
from rules.schema import rulebook_schema

HEADER = "rulebook: {name: demo, title: 示例}\n"
QUICK_S = 1.0
REDOS = (
    r"(a+)+\1",
    r"^(a+)+$(?<!x)",
    r"(?=(a+))a*b\1",
    r"(?P<x>a+)(?P=x)+$",
    r"(a|aa)+\1$",
    r"(.*)*(?!b)",
    r"^(([a-z])+.)+[A-Z]([a-z])+\2$",
    r"(?<=a+)b",
    r"(?>a+)b",
    r"a++b",
    r"(a{1001}){2}",
    r"((a{100}){100}){100}",
    r"(x{500}){500}",
    r"(?R)",
    r"\b(\w+)\s+\1\b",
    r"(a(?1)?b)",
    r"(?(1)a|b)",
    r"a{2,1}",
    r"(unclosed",
    r"[z-a]",
    r"(?i)(\w)\1{9,}",
)


def refused(files: dict[str, str] | str) -> tuple[Problem, ...]:
    started = time.perf_counter()
    with pytest.raises(RulebookInvalid) as caught:
        load_rulebook_text({"demo.yaml": files} if isinstance(files, str) else files)
    assert time.perf_counter() - started < QUICK_S
    return caught.value.problems


def rule(when: str, rule_id: str = "R-1", more: str = "") -> str:
    return f"  - id: {rule_id}\n    title: t\n    why: w\n    when: {when}\n{more}"


def test_every_problem_is_told_at_once_with_file_line_rule_and_place() -> None:
    files = {
        "a.yaml": HEADER + "rules:\n" + rule("{op: sayz, words: [x]}") + rule("{any: [{op: keyword}]}", "R-2"),
        "b.yaml": "rules:\n" + rule("{op: pace}", "R-3") + rule("{op: keyword, words: [x], wrods: [y]}", "R-4"),
    }

    told = [str(problem) for problem in refused(files)]

    assert told[0].startswith("a.yaml:6: R-1: when: unknown operator 'sayz'; there are keyword, ")
    assert told[1] == "a.yaml:10: R-2: when.any.0: needs words or lists"
    assert told[2] == "b.yaml:5: R-3: when: needs over or under"
    assert told[3] == "b.yaml:9: R-4: when.wrods: is not known here"


def test_an_unknown_operator_is_told_what_it_may_have_meant() -> None:
    (problem,) = refused(HEADER + "rules:\n" + rule("{op: keywrod, words: [x]}"))

    assert problem.what == "unknown operator 'keywrod'; did you mean 'keyword'?"


@pytest.mark.parametrize("pattern", REDOS)
def test_a_pattern_that_cannot_be_matched_in_linear_time_is_refused(pattern: str) -> None:
    top = {
        "rulebook": {"name": "demo", "title": "t"},
        "rules": [{"id": "R-1", "title": "t", "why": "w", "when": {"op": "regex", "pattern": pattern}}],
    }

    (problem,) = refused(json.dumps(top))

    assert (problem.rule, problem.path) == ("R-1", "when.pattern")
    assert problem.what.startswith("the pattern is refused: ")


def test_a_pattern_that_would_take_forever_elsewhere_is_harmless() -> None:
    book = load_rulebook_text({"demo.yaml": HEADER + "rules:\n" + rule("{op: regex, pattern: '(a+)+$'}")})

    assert book.rules[0].id == "R-1"


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x]\nb: [*a]",
        "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" for n in range(9)),
        "a: !!python/object/apply:os.system ['true']",
        "a: !custom 1",
        "a: 1\na: 2",
        "--- 1\n--- 2",
        "[" * 5_000,
        "{a: " * 300 + "1" + "}" * 300,
        "- " * 400 + "x",
        "a: 'unclosed",
        "\x00",
        "a: b: c",
    ],
    ids=lambda text: text[:16],
)
def test_yaml_that_rule_files_do_not_use_is_refused_with_its_line(text: str) -> None:
    (problem, *_) = refused(text)

    assert problem.file == "demo.yaml"
    assert problem.line is not None


def test_ten_megabytes_of_rules_are_refused_by_name() -> None:
    (problem, *_) = refused(HEADER + "rules:\n" + rule("{op: keyword, words: [x]}") * 110_000)

    assert problem.file == "demo.yaml"
    assert "a file has at most" in problem.what


def test_many_small_files_cannot_be_too_large_together() -> None:
    problems = refused({f"{number}.yaml": "# " + "x" * 1_900_000 for number in range(6)})

    assert any("a rulebook has at most" in problem.what for problem in problems)


@pytest.mark.parametrize(
    ("conditions", "trail"),
    [
        ("a: {op: keyword, words: [x], scope: {after: a}}", "a → a"),
        (
            "a: {op: keyword, words: [x], scope: {after: b}}, b: {op: keyword, words: [x], scope: {before: c}}, "
            "c: {op: keyword, words: [x], scope: {same: a}}",
            "a → b → c → a",
        ),
    ],
)
def test_conditions_that_hang_on_one_another_in_a_circle_are_refused(conditions: str, trail: str) -> None:
    text = HEADER + "rules:\n" + rule("a", more=f"    conditions: {{{conditions}}}\n")

    (problem,) = refused(text)

    assert (problem.rule, problem.path) == ("R-1", "conditions")
    assert problem.what == f"hangs on itself: {trail}"


def test_rules_that_wait_for_one_another_are_refused() -> None:
    (problem,) = refused(HEADER + "rules:\n" + rule("{rule: R-2}") + rule("{rule: R-1}", "R-2"))

    assert problem.what == "waits for itself: R-1 → R-2 → R-1"


def test_windows_that_hang_on_one_another_without_end_are_refused() -> None:
    chain = "".join(f", a{at}: {{op: keyword, words: [x], scope: {{after: a{at - 1}}}}}" for at in range(1, 600))
    conditions = f"    conditions: {{a0: {{op: keyword, words: [x]}}{chain}}}\n"

    (problem,) = refused(HEADER + "rules:\n" + rule("a599", more=conditions))

    assert (problem.rule, problem.path) == ("R-1", "conditions.a21")
    assert problem.what == "'a21' hangs on more than 20 conditions, one behind the other"


def test_rules_that_wait_for_one_another_without_end_are_refused() -> None:
    chain = "".join(rule(f"{{rule: R-{at - 1}}}", f"R-{at}") for at in range(1, 600))

    (problem,) = refused(HEADER + "rules:\n" + rule("{op: keyword, words: [x]}", "R-0") + chain)

    assert problem.rule == "R-21"
    assert problem.what == "waits for more than 20 rules, one behind the other"


def test_rules_that_double_at_every_step_are_refused_before_they_grow() -> None:
    doubled = "".join(
        rule(f"{{all: [{{rule: A-{at - 1}}}, {{rule: B-{at - 1}}}]}}", f"{side}-{at}")
        for at in reversed(range(1, 20))
        for side in "AB"
    )
    first = rule("{op: keyword, words: [x]}", "A-0") + rule("{op: keyword, words: [x]}", "B-0")

    problems = refused(HEADER + "rules:\n" + doubled + first)

    assert {problem.rule for problem in problems} == {"A-10", "B-10"}
    assert "more than 2000 conditions" in problems[0].what


def test_windows_that_hang_on_the_same_two_conditions_are_bound_once() -> None:
    pairs = "".join(
        f", {side}{at}: {{op: keyword, words: [x], scope: {{after: a{at - 1}, before: b{at - 1}}}}}"
        for at in range(1, 20)
        for side in "ab"
    )
    start = "a0: {op: keyword, words: [x]}, b0: {op: keyword, words: [x]}"
    conditions = f"    conditions: {{{start}{pairs}}}\n"
    book = load_rulebook_text({"demo.yaml": HEADER + "rules:\n" + rule("a19", more=conditions)})
    started = time.perf_counter()

    bound = plan_of(book)

    assert time.perf_counter() - started < QUICK_S
    assert bound.leaves < 100


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (rule("a"), "no condition 'a' in this rule"),
        (rule("{op: keyword, words: [x], scope: {after: nobody}}"), "no condition 'nobody' in this rule"),
        (rule("{op: keyword, lists: [greetings]}"), "no word list 'greetings'"),
        (rule("{op: knowledge, base: products}"), "no knowledge base 'products'"),
        (rule("{rule: R-9}"), "no rule 'R-9'"),
        (rule("{op: keyword, words: [x]}") * 2, "another rule has this id already"),
        (rule("'a && (b'"), "')' is missing at character 8 of 'a && (b'"),
        (
            rule("{all: [{op: keyword, id: a, words: [x]}, {op: keyword, id: a, words: [y]}]}"),
            "another condition of this rule is called 'a' already",
        ),
        (rule("{op: keyword, words: [x], scope: {utterances: 0..2}}"), "utterances are counted in whole numbers"),
        (rule("{op: keyword, words: [x], scope: {utterances: soon}}"), "'soon' is not a stretch"),
        (rule("{op: keyword, words: [x]}", more="    effect: {points: 3}\n"), "a deduction is negative"),
        (rule("{op: silence, over: 5, scope: {role: agent}}"), "nobody speaks in a silence"),
        (rule("{op: sounds_like, phrases: [利率]}"), "'利率' has fewer than 3 syllables"),
    ],
)
def test_a_rule_that_does_not_hang_together_is_refused(text: str, told: str) -> None:
    problems = refused(HEADER + "rules:\n" + text)

    assert any(told in problem.what for problem in problems), [str(problem) for problem in problems]
    assert all(problem.line for problem in problems)


def test_a_scorecard_must_add_up_and_name_rules_that_exist() -> None:
    card = """
scorecards:
  - {id: c, title: c, maximum: 10, pass_mark: 5, sections: [{id: s, title: s, items: [{id: i, title: i, points: 9,
     rules: [R-1]}]}]}
  - {id: d, title: d, maximum: 9, pass_mark: 5, sections: [{id: s, title: s, items: [{id: i, title: i, points: 9,
     rules: [R-9]}]}]}
"""

    told = [problem.what for problem in refused(HEADER + "rules:\n" + rule("{op: keyword, words: [x]}") + card)]

    assert told == ["the items add up to 9, the maximum is 10", "no rule 'R-9'"]


def test_a_rulebook_without_a_name_is_refused() -> None:
    (problem,) = refused("rules:\n" + rule("{op: keyword, words: [x]}"))

    assert problem.path == "rulebook"


def test_spelling_order_and_comments_do_not_change_the_digest() -> None:
    first = {"a.yaml": HEADER + "rules:\n" + rule("{op: keyword, words: [x]}") + rule("{op: pace, over: 9}", "R-2")}
    second = {
        "head.yaml": "# a comment\n" + HEADER,
        "one.yaml": "rules:\n" + rule("{words: ['x'], op: keyword}"),
        "two.yaml": "rules:\n" + rule("{op: pace, over: 9.0, min_length: 8}", "R-2"),
    }

    assert load_rulebook_text(first).digest == load_rulebook_text(second).digest


def test_any_change_of_meaning_changes_the_digest() -> None:
    plain = load_rulebook_text({"a.yaml": HEADER + "rules:\n" + rule("{op: keyword, words: [x]}")})
    other = load_rulebook_text({"a.yaml": HEADER + "rules:\n" + rule("{op: keyword, words: [y]}")})

    assert plain.digest != other.digest
    assert plain != other


def test_word_lists_come_from_files_beside_the_rules(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(
        HEADER + "word_lists: {banned: {file: words.csv}}\nrules:\n" + rule("{op: keyword, lists: [banned]}"),
        encoding="utf-8",
    )
    (tmp_path / "words.csv").write_bytes("词语,备注\n没办法,推诿\n不归我管,\n没办法,\n".encode("gb18030"))

    book = load_rulebook(tmp_path)

    assert book.word_lists["banned"] == ("没办法", "不归我管")
    assert load_rulebook_text(book.sources) == book


def test_on_and_yes_and_dates_stay_what_they_look_like() -> None:
    text = (
        HEADER
        + "rules:\n"
        + rule(
            "{op: metadata, field: answer, value: yes}",
            more="    effect: {on: absence}\n    effective: {since: 2026-03-01}\n",
        )
    )

    book = load_rulebook_text({"a.yaml": text})

    assert book.rules[0].effect.on == "absence"
    assert str(book.rules[0].effective.since) == "2026-03-01"
    assert book.rules[0].when.value == "yes"  # type: ignore[union-attr]


def test_a_folder_without_rules_and_a_pack_that_is_not_shipped_say_so(tmp_path: Path) -> None:
    with pytest.raises(RulebookInvalid, match="no rule files"):
        load_rulebook(tmp_path)
    with pytest.raises(UnknownPack, match="zh-telecom"):
        load_pack("zh-nothing")


@pytest.mark.parametrize("key", ["except_", "lists_"])
def test_a_key_is_written_as_it_is_published(key: str) -> None:
    (problem,) = refused(HEADER + "rules:\n" + rule(f"{{op: keyword, words: [x], {key}: [y]}}"))

    assert (problem.path, problem.what) == (f"when.{key}", "is not known here")


@pytest.mark.parametrize(("stretch", "fine"), [("1..3", True), ("-2..", True), ("abc", False), ("1-3", False)])
def test_the_published_schema_and_the_loader_agree_on_stretches(stretch: str, fine: bool) -> None:
    when = {"op": "keyword", "words": ["x"], "scope": {"utterances": stretch}}
    top = {"rulebook": {"name": "d", "title": "d"}, "rules": [{"id": "R", "title": "t", "why": "w", "when": when}]}

    assert Draft202012Validator(rulebook_schema()).is_valid(top) is fine
    if fine:
        assert load_rulebook_text({"demo.yaml": json.dumps(top)}).rules
    else:
        assert refused(json.dumps(top))


@pytest.mark.parametrize("word", ["\ud800", '"\\ud83d"'])
def test_half_a_character_is_refused_with_its_line(word: str) -> None:
    (problem,) = refused(HEADER + "rules:\n" + rule(f"{{op: keyword, words: [{word}]}}"))

    assert problem.line == 6


def test_tens_of_thousands_of_unknown_operators_are_refused_without_telling_each() -> None:
    text = "".join(f"  - {{id: R{at}, title: t, why: w, when: {{op: sayz}}}}\n" for at in range(15_000))

    problems = refused(HEADER + "rules:\n" + text)

    assert "unknown operator" in problems[0].what
    assert problems[-1].what == "1000 problems so far; the rest is not looked at"


@pytest.mark.parametrize(
    "operator",
    ["silence, over: 5", "pace, over: 300", "loudness, jump_db: 10", "hold, over: 30", "interruption, count: 1"],
)
def test_a_word_list_that_excuses_must_exist(operator: str) -> None:
    (problem,) = refused(HEADER + "rules:\n" + rule(f"{{op: {operator}, excuses: {{lists: [waits]}}}}"))

    assert (problem.rule, problem.path, problem.what) == ("R-1", "when", "no word list 'waits'")
