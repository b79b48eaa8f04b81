"""A furnished house, made once for all tests of this folder and copied for those that change something."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from models.roles import StaffRole
from review_app.app import create_app
from tests.support.filled import fill
from tests.support.pages import Visitor
from tests.support.seed import House, furnished_once
from tests.support.serving import copied

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> House:
    return copied(furnished_once(sqlite_template), tmp_path_factory.mktemp("house") / "house")


@pytest.fixture(scope="module")
def shared(template: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house for all tests of one file, which may leave traces in it."""
    return copied(template, tmp_path_factory.mktemp("shared") / "house")


@pytest.fixture
def made(template: House, tmp_path: Path) -> House:
    """A house that a test may change."""
    return copied(template, tmp_path / "house")


@pytest.fixture(scope="session")
def filled_template(template: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    full = copied(template, tmp_path_factory.mktemp("full") / "house")
    fill(full)
    return full


@pytest.fixture
def filled(filled_template: House, tmp_path: Path) -> House:
    """A house with something to show on every page, that a test may change."""
    return copied(filled_template, tmp_path / "house")


@pytest.fixture
def app(made: House) -> Flask:
    return create_app(made.services)


@pytest.fixture
def visit(app: Flask) -> Visit:
    """`visit("lead2", StaffRole.INSPECTOR)`: that person, signed in, in that role."""

    def enter(login: str = "", role: StaffRole | None = None) -> Visitor:
        return Visitor(app, login, role)

    return enter
