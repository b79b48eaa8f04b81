"""One word per thing, the same in code and glossary; and documents that speak of the project alone."""

import re
import tomllib
from enum import StrEnum

import pytest

from models.lifecycle import State
from models.roles import StaffRole
from models.tables.work import Stage
from rules.finding import Verdict
from tests.support.machine import ROOT
from tests.support.source import place, tracked

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
TEXT = (".py", ".md", ".html", ".js", ".css", ".toml", ".yaml", ".sh", ".service", ".conf", ".po")
# Written in two halves, so that this file is not its own first finding.
ELSEWHERE = ("/wor" + "k/", "/far" + "m/", "pypi" + ".org", "python" + "hosted", "npm" + "js.", "shared/" + "spec")


@pytest.mark.parametrize("word", [*StaffRole, *State, *Stage, *Verdict])
def test_the_glossary_knows_every_word_of_the_tables(word: StrEnum):
    assert re.search(rf"\b{word.value}\b", GLOSSARY)


def test_every_thing_has_a_word_in_both_languages():
    rows = re.findall(r"^\| ([a-z][a-z ]+) \| ([^|]+) \| [^|]+ \|$", GLOSSARY, re.MULTILINE)

    assert len(rows) > 30
    assert [word for word, chinese in rows if word != "word" and not re.search(r"[\u4e00-\u9fff]", chinese)] == []


def test_the_changelog_tells_the_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert "## [Unreleased]" in changelog
    assert f"## [{version}]" in changelog


def test_texts_speak_of_the_project_alone():
    named = {
        place(path): word for path in tracked(*TEXT) for word in ELSEWHERE if word in path.read_text(encoding="utf-8")
    }

    assert named == {}


def test_documents_lead_where_they_say():
    broken = [
        f"{place(path)}: {target}"
        for path in tracked(".md")
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]

    assert broken == []
