"""A block of a rule file is replaced, and nothing else of the file changes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.yaml_block import NoBlock, as_block, with_block
from rules.yaml_text import read

PACKS = Path(__file__).parents[3] / "rules" / "packs"
FILES = sorted(PACKS.glob("*/*.yaml"))

FILE = """\
# 文件开头的说明
scorecards:   # 评分表
  - id: one
    title: 第一张  # 标题
    sections: [a, b]   # 到此为止

  # 第二张从这里开始
  - {id: two, title: "第二张"}
  - id: three
    title: 第三张
"""

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12)
AWKWARD = [
    "on",
    "yes",
    "null",
    "~",
    "1.5",
    "007",
    "1:30",
    "2026-01-01",
    "true",
    "a:b",
    "#",
    "-",
    "1e5",
    "",
    "a: b",
    "# c",
    "两\n行",
    "- x",
]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**9), 10**9), WORDS, st.sampled_from(AWKWARD),
    st.floats(-1e6, 1e6).map(lambda value: round(value, 2)),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("id", "on", "题")), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


def test_what_stands_around_the_block_stays_letter_for_letter():
    changed = with_block(FILE, ("scorecards", 1), {"id": "two", "title": "改了"})

    assert changed == FILE.replace('{id: two, title: "第二张"}', "{id: two, title: 改了}")


def test_a_comment_before_the_next_block_belongs_to_the_next_block():
    changed = with_block(FILE, ("scorecards", 0), {"id": "one", "sections": [{"id": "x", "items": ["y"]}]})

    assert changed.startswith("# 文件开头的说明\nscorecards:   # 评分表\n  - id: one\n    sections:\n")
    assert changed.endswith("\n\n" + FILE[FILE.index("  # 第二张从这里开始") :])
    assert read(changed).value["scorecards"][0] == {"id": "one", "sections": [{"id": "x", "items": ["y"]}]}


def test_the_last_block_ends_with_the_file():
    changed = with_block(FILE.rstrip("\n"), ("scorecards", 2), {"id": "three", "title": "最后"})

    assert read(changed).value["scorecards"][2] == {"id": "three", "title": "最后"}
    assert changed.startswith(FILE[: FILE.index("id: three")])


@pytest.mark.parametrize("path", [("scorecards", 3), ("rules", 0), ("scorecards", 0, "items")])
def test_a_place_that_is_not_there_is_refused(path: tuple[str | int, ...]):
    with pytest.raises(NoBlock):
        with_block(FILE, path, {})


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_block_of_every_pack_can_be_written_again(file: Path):
    text = file.read_text(encoding="utf-8")
    meant = read(text).value

    for key in ("rules", "scorecards"):
        for at, block in enumerate(meant.get(key) or ()):
            assert read(with_block(text, (key, at), block)).value == meant


@given(VALUES)
def test_what_is_written_is_read_as_it_was_meant(value: object):
    text = f"before: 1\nhere:\n  - {as_block(value, 4)}\nafter: [2]  # 后\n"

    assert read(text).value == {"before": 1, "here": [value], "after": [2]}
    again = with_block(text, ("here", 0), {"in": value})
    assert read(again).value == {"before": 1, "here": [{"in": value}], "after": [2]}
    assert again.startswith("before: 1\nhere:\n  - ") and again.endswith("\nafter: [2]  # 后\n")
