"""`callqc settings`: what holds, where it comes from, and no secret in it."""

import os
from pathlib import Path
from typing import Any

import pytest

from engine.setting_origins import Effective, effective_settings
from engine.settings import Settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No variable and no file but those of the test."""
    for name in [name for name in os.environ if name.upper().startswith("CALLQC_")]:
        monkeypatch.delenv(name)
    path = tmp_path / "callqc.toml"
    monkeypatch.setenv("CALLQC_CONFIG", str(path))
    return path


def row(name: str, **given: Any) -> Effective:
    return next(one for one in effective_settings(Settings(**given)) if one.name == name)


def test_what_nobody_set_is_the_default():
    one = row("web.port")

    assert (one.value, one.origin) == (8600, "default")


def test_a_file_is_named(nothing_set: Path):
    nothing_set.write_text("demo = true\n[web]\nport = 9000\n")

    assert (row("web.port").value, row("web.port").origin) == (9000, str(nothing_set))
    assert row("demo").origin == str(nothing_set)
    assert row("web.host").origin == "default"


@pytest.mark.parametrize("name", ["CALLQC_WEB__PORT", "callqc_web__port"])
def test_a_variable_comes_before_the_file(nothing_set: Path, monkeypatch: pytest.MonkeyPatch, name: str):
    nothing_set.write_text("[web]\nport = 9000\n")
    monkeypatch.setenv(name, "9100")

    assert (row("web.port").value, row("web.port").origin) == (9100, "CALLQC_WEB__PORT")


def test_a_variable_that_sets_a_whole_group_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CALLQC_WEB", '{"port": 9200}')

    assert (row("web.port").value, row("web.port").origin) == (9200, "CALLQC_WEB")


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CALLQC_WEB__SECRET_KEY", "correct-horse")

    shown = effective_settings(Settings())

    assert "correct-horse" not in repr(shown)
    assert "correct-horse" not in "".join(str(one.value) for one in shown)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+psycopg://callqc:s3cret@db/callqc", "postgresql+psycopg://callqc:********@db/callqc"),
        ("redis://:s3cret@cache:6379/0", "redis://:********@cache:6379/0"),
        ("redis://u:s3cret@cache?x=1", "redis://u:********@cache?x=1"),
        ("postgresql://db/callqc?user=u&password=s3cret", "postgresql://db/callqc?user=u&password=********"),
        ("postgresql://db/callqc?password=s3cret&user=u", "postgresql://db/callqc?password=********&user=u"),
        ("postgresql://u:s3c/ret@db/callqc", "postgresql://u:********@db/callqc"),
        ("postgresql://u:s3@cret@db/callqc", "postgresql://u:********@db/callqc"),
        ("postgresql://callqc@db/callqc?host=/run/postgresql", "postgresql://callqc@db/callqc?host=/run/postgresql"),
        ("sqlite:////data/callqc.db", "sqlite:////data/callqc.db"),
    ],
)
def test_the_password_of_an_address_is_hidden_wherever_it_stands(url: str, shown: str):
    assert row("database_url", database_url=url).value == shown


def test_every_setting_is_there_once_and_described():
    names = [one.name for one in effective_settings(Settings())]

    assert len(names) == len(set(names))
    assert {"data_dir", "work.lease_s", "appeal.rounds", "speech.transcriber"} <= set(names)
    assert all(one.description for one in effective_settings(Settings()))
