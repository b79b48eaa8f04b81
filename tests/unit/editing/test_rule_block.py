"""One rule of a file is replaced, added or removed; every other letter of the file stays."""

import pytest

from rules.editing.rule_block import blocks, found_in, with_block, with_new_block, without_block
from rules.load import builtin_packs, load_rulebook_text, pack_path, sources_of
from rules.yaml_text import read

FILE = """\
# 顶上的注释
rules:
  # 第一条
  - id: A-1   # 行尾
    title: 甲
    when: {op: keyword, words: [甲]}  # 条件

  # 第二条
  - {id: B-1, title: 乙,
     when: {op: keyword, words: [乙]}}
# 末尾
scorecards: []
"""
PACKS = {name: sources_of(pack_path(name)) for name in builtin_packs()}
FILES = [(pack, file) for pack, files in PACKS.items() for file in files]


def test_a_rule_is_taken_out_without_its_dash_and_indent():
    first, second = blocks(FILE)

    assert first.text == "id: A-1   # 行尾\ntitle: 甲\nwhen: {op: keyword, words: [甲]}  # 条件\n"
    assert second.text == "{id: B-1, title: 乙,\n when: {op: keyword, words: [乙]}}\n"


def test_the_rest_of_the_file_stays_letter_for_letter():
    changed = with_block(FILE, 0, "id: A-1\ntitle: 丙\n")

    before, after = FILE.split("  - id: A-1")[0], FILE.split("# 条件")[1]
    assert changed == f"{before}  - id: A-1\n    title: 丙{after}"


def test_a_new_rule_stands_behind_the_others_and_before_what_follows():
    changed = with_new_block(FILE, "id: C-1\ntitle: 丙\n")

    assert [block.id for block in blocks(changed)] == ["A-1", "B-1", "C-1"]
    assert changed.replace("\n\n  - id: C-1\n    title: 丙", "") == FILE


@pytest.mark.parametrize("text", ["", "# 空\n", "rules: []\n", "rules:\n", "word_lists: {a: [甲]}\n"])
def test_a_file_without_rules_gets_its_first(text: str):
    changed = with_new_block(text, "id: C-1\ntitle: 丙\n")

    assert [block.id for block in blocks(changed)] == ["C-1"]


def test_a_rule_goes_and_leaves_the_comments_around_it():
    changed = without_block(FILE, 0)

    assert [block.id for block in blocks(changed)] == ["B-1"]
    assert "# 第一条" in changed and "# 第二条" in changed and "# 末尾" in changed


def test_the_last_rule_of_a_file_leaves_an_empty_list():
    changed = without_block("rules:\n  - id: A\nscorecards: []\n", 0)

    assert read(changed).value == {"rules": [], "scorecards": []}


def test_rules_in_brackets_stay_in_brackets():
    text = "rules: [{id: A}, {id: B}]\n"

    assert with_block(text, 1, "id: C\n") == "rules: [{id: A}, {id: C}]\n"
    assert without_block(text, 0) == "rules: [{id: B}]\n"
    assert without_block(text, 1) == "rules: [{id: A}]\n"
    assert with_new_block(text, "id: C\n") == "rules: [{id: A}, {id: B}, {id: C}]\n"


@pytest.mark.parametrize(("pack", "file"), FILES)
def test_every_rule_of_the_shipped_packs_goes_out_and_comes_back(pack: str, file: str):
    text = PACKS[pack][file]

    for block in blocks(text):
        assert with_block(text, block.number, block.text) == text
        assert with_block(without_line_ends(text), block.number, block.text) == without_line_ends(text)
        assert found_in(PACKS[pack], block.id) == (file, block)


def without_line_ends(text: str) -> str:
    return text.rstrip("\n")


def test_a_pack_whose_every_rule_was_put_back_anew_is_the_same_rulebook():
    files = dict(PACKS["zh-telecom"])
    for file in files:
        for block in blocks(files[file]):
            files[file] = with_block(files[file], block.number, block.text + "# 编辑过\n")

    assert load_rulebook_text(files).digest == load_rulebook_text(PACKS["zh-telecom"]).digest
    assert sum(text.count("# 编辑过") for text in files.values()) == len(load_rulebook_text(files).rules)
