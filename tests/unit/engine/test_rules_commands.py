"""`callqc rules …` from outside: what it prints, what it refuses, how it ends."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli.rules import rules

HEADER = "rulebook: {name: demo, title: 示例}\n"
RULE = "rules:\n  - {id: R-1, title: 推诿, why: w, when: {op: keyword, lists: [shirk], scope: {role: agent}}}\n"
DOCUMENT = {
    "conditions": [
        {
            "cid": "1",
            "check_range": {},
            "lambda": "1",
            "operators": [{"oid": "1", "type": "HIT_ANY_KEYWORDS", "param": {"keywords": ["投诉"]}}],
        }
    ],
    "rules": [{"rid": "1", "name": "投诉", "lambda": "1"}],
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(rules, [str(one) for one in arguments])


def rulebook_in(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    return folder


def call_in(path: Path) -> Path:
    said = [("agent", 0, 2, "您好"), ("customer", 2, 4, "我要投诉"), ("agent", 4, 6, "没办法")]
    rows = [{"role": role, "start_s": start, "end_s": end, "text": text} for role, start, end, text in said]
    path.write_text(json.dumps({"version": 1, "utterances": rows}, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_file_is_explained_rule_by_rule_with_what_was_missing(tmp_path: Path) -> None:
    book = rulebook_in(tmp_path / "book", HEADER + "word_lists: {shirk: [不归我管]}\n" + RULE)
    call = call_in(tmp_path / "call.json")

    told = run("explain", call, "--rulebook", book)
    (body,) = json.loads(run("explain", call, "--rulebook", book, "--json").stdout)

    assert "R-1 推诿: pass" in told.stdout
    assert "did not fire: keyword: not found" in told.stdout
    assert [(one["rule"], one["missing"][0]["condition"]) for one in body["explain"]] == [("R-1", "keyword")]


def test_one_rule_can_be_explained_alone_and_one_that_is_not_there_is_named(tmp_path: Path) -> None:
    call = call_in(tmp_path / "call.json")

    (body,) = json.loads(run("explain", call, "--rulebook", "zh-telecom", "--rule", "CURSE-01", "--json").stdout)
    wrong = run("explain", call, "--rulebook", "zh-telecom", "--rule", "NOBODY")

    assert [one["rule"] for one in body["explain"]] == ["CURSE-01"]
    assert (wrong.exit_code, "NOBODY" in wrong.output) == (2, True)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (RULE, RULE, {}),
        (RULE, RULE.replace("推诿", "推脱"), {"changed": ["R-1"]}),
        (RULE, RULE.replace("R-1", "R-2"), {"added": ["R-2"], "removed": ["R-1"]}),
    ],
)
def test_rules_that_differ_are_named(tmp_path: Path, before: str, after: str, told: dict[str, list[str]]) -> None:
    lists = "word_lists: {shirk: [没办法]}\n"
    old, new = (
        rulebook_in(tmp_path / "old", HEADER + lists + before),
        rulebook_in(tmp_path / "new", HEADER + lists + after),
    )

    body = json.loads(run("diff", old, new, "--json").stdout)

    assert {kind: body[kind] for kind in ("added", "removed", "changed") if body[kind]} == told


def test_a_rule_differs_when_a_word_list_that_it_names_does(tmp_path: Path) -> None:
    old = rulebook_in(tmp_path / "old", HEADER + "word_lists: {shirk: [没办法]}\n" + RULE)
    new = rulebook_in(tmp_path / "new", HEADER + "word_lists: {shirk: [没办法, 不归我管]}\n" + RULE)

    body = json.loads(run("diff", old, new, "--json").stdout)

    assert body["changed"] == ["R-1"]
    assert body["word_lists"]["changed"] == ["shirk"]
    assert "changed  word list shirk" in run("diff", old, new).stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_document_is_imported_whatever_its_file_is_called_and_however_it_is_encoded(
    tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "智检 规则 (1).json"
    file.write_bytes(json.dumps(DOCUMENT, ensure_ascii=False).encode(encoding))

    done = run("import", "aliyun", file, "--out", tmp_path / "out")
    checked = run("check", tmp_path / "out", "--json")

    assert done.exit_code == 0, done.output
    assert json.loads(checked.stdout)["name"] == "智检-规则-1"


BILINGUAL = """
rulebook: {name: demo, title: 示例, language: LANGUAGE}
rules:
  - {id: R-1, title: {zh: 推诿, en: Shirks}, why: w, effect: {points: -1}, when: {op: keyword, words: [没办法]}}
scorecards:
  - id: F
    title: {zh: 表, en: Form}
    maximum: 5
    pass_mark: 3
    sections:
      - id: S
        title: {zh: 态度, en: Manner}
        items: [{id: I, title: {zh: 主动, en: Helpful}, points: 5, rules: [R-1]}]
"""


@pytest.mark.parametrize(
    ("own", "asked", "titles"),
    [
        ("zh", (), ["推诿", "态度", "主动", "推诿"]),
        ("en", (), ["Shirks", "Manner", "Helpful", "Shirks"]),
        ("zh", ("--language", "en"), ["Shirks", "Manner", "Helpful", "Shirks"]),
        ("en", ("--language", "zh"), ["推诿", "态度", "主动", "推诿"]),
    ],
)
def test_titles_are_in_the_language_asked_for_or_that_of_the_rulebook(
    tmp_path: Path, own: str, asked: tuple[str, ...], titles: list[str]
) -> None:
    book = rulebook_in(tmp_path / "book", BILINGUAL.replace("LANGUAGE", own))
    call = call_in(tmp_path / "call.json")

    body = json.loads(run("run", "--rulebook", book, "--transcript", call, "--explain", "--json", *asked).stdout)
    told = run("explain", call, "--rulebook", book, *asked).stdout

    (section,) = body["scores"][0]["sections"]
    seen = [body["findings"][0]["title"], section["title"], section["items"][0]["title"], body["explain"][0]["title"]]
    assert seen == titles
    assert f"R-1 {titles[0]}: fail" in told


def test_one_of_a_kind_is_not_many(tmp_path: Path) -> None:
    tested = "when: {op: keyword, words: [没办法], scope: {role: agent}}, tests: [{call: A 没办法, expect: fail}]}"
    text = BILINGUAL.replace("when: {op: keyword, words: [没办法]}}", tested)
    book = rulebook_in(tmp_path / "book", text)

    told = run("check", book).stdout

    assert told.splitlines()[-1] == "demo: 1 rule, 1 test, 0 failed, 1 remark"
