"""Every text of a page has its English, and no text slips past the catalogs."""

import re

import pytest

from tools import translations

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# A comment, or a text that is handed to gettext.
TOLD = re.compile(r"\{#.*?#\}|\b(?:_|gettext|ngettext)\(\s*(?:'[^']*'|\"[^\"]*\")", re.DOTALL)


@pytest.mark.parametrize("domain", ["pages", "review"])
def test_every_text_has_its_english(domain: str):
    assert translations.check(domain) == []


def test_templates_say_nothing_past_the_catalogs():
    slipped = {
        path.relative_to(translations.APP).as_posix(): line.strip()
        for path in sorted(translations.APP.rglob("*.html"))
        for line in TOLD.sub("", path.read_text(encoding="utf-8")).splitlines()
        if CHINESE.search(line)
    }

    assert slipped == {}


def test_texts_that_never_reach_a_catalog_are_found():
    line = "<h1>{{ _('首页') }}</h1><p>忘了</p>"

    assert CHINESE.search(TOLD.sub("", line))
