"""The lock file holds everything that pyproject.toml asks for, by hash, and names no place to get it from."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.support.machine import ROOT
from tools.lock import EXTRAS

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==([^ ;\\]+)", LOCK, re.MULTILINE))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = [
    Requirement(line)
    for line in [
        *PROJECT["dependencies"],
        *(line for extra in EXTRAS for line in PROJECT["optional-dependencies"][extra]),
    ]
]


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_what_is_asked_for_is_locked(wanted: Requirement):
    name = re.sub(r"[-_.]+", "-", wanted.name).lower()

    assert name in PINS, "run `make lock`"
    assert wanted.specifier.contains(Version(PINS[name]), prereleases=True), "run `make lock`"


def test_every_package_is_known_by_its_hash():
    blocks = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]

    assert blocks
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_no_index_is_named():
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", LOCK) == []
