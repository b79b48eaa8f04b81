"""Every YAML text that is shipped reads the same in every reader: libyaml takes some that no other does."""

import re
from pathlib import Path

import pytest
import yaml

from rules.editing.yaml_writer import on_one_line
from rules.handbook import pages
from tests.support.machine import ROOT

FOLDERS = ("rules", "deploy", "docs", "engine", "tests/data")
FILES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.y*ml")) if path.is_file()]
BLOCKS = [
    pytest.param(block, id=f"{path.name}-{number}")
    for path in sorted((ROOT / "docs").rglob("*.md"))
    for number, block in enumerate(re.findall(r"```yaml\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL))
]
EXAMPLES = sorted({example for language in ("en", "zh") for page in pages(language) for example in page.examples})


def same_in_both(text: str) -> bool:
    """Whether libyaml and the reader that is written in Python give the same values."""
    return list(yaml.load_all(text, Loader=yaml.CSafeLoader)) == list(yaml.load_all(text, Loader=yaml.SafeLoader))


def test_there_is_something_to_look_at():
    assert len(FILES) > 40 and BLOCKS and len(EXAMPLES) > 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_reads_the_same_without_libyaml(path: Path):
    assert same_in_both(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("block", BLOCKS)
def test_an_example_in_the_documents_does(block: str):
    texts = block.splitlines() if block.startswith("{") else [block]  # conditions stand one to a line

    assert all(same_in_both(text) for text in texts)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_an_operator_does(example: str):
    assert same_in_both(example)


@pytest.mark.parametrize(
    "text", ["好吗?", "a?b", "? a", "a: b", "a, b", "[x]", "#x", "- x", "yes", "10", "1:30", "@x", "%x"]
)
def test_what_the_editor_writes_does(text: str):
    written = on_one_line({"zh": text, "en": [text]})

    assert same_in_both(written)
    assert yaml.load(written, Loader=yaml.BaseLoader) == {"zh": text, "en": [text]}
