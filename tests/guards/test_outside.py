"""Nothing that a browser loads comes from anywhere else, and templates leave no room for scripts of others."""

import re

import pytest

from tests.support.machine import ROOT
from tests.support.source import place, tracked

WEB = [path for path in tracked(".html", ".js", ".css", ".svg") if (ROOT / "review_app") in path.parents]
# Names of vocabularies, not addresses that anything is fetched from.
VOCABULARIES = re.compile(r"http://www\.w3\.org/(2000/svg|1999/xlink|1999/xhtml)")
ADDRESS = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+""", re.IGNORECASE)


@pytest.mark.parametrize("path", WEB, ids=place)
def test_no_other_origin_is_named(path):
    text = VOCABULARIES.sub("", path.read_text(encoding="utf-8"))

    assert ADDRESS.findall(text) == []


@pytest.mark.parametrize("path", [path for path in WEB if path.suffix == ".html"], ids=place)
def test_no_script_style_or_handler_is_inline(path):
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>", text) == []
    assert re.findall(r"<style\b", text) == []
    assert re.findall(r"\s(?:on[a-z]+|style)=[\"']", text) == []
    assert re.findall(r"\|\s*safe\b|Markup\(", text) == []
