"""A furnished house, made once for all tests of this folder and copied for each, and browsers without a window."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from review_app.app import create_app
from tests.support.seed import PASSWORD, House, furnished_once
from tests.support.serving import copied


@pytest.fixture(scope="session")
def house_template(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> House:
    return copied(furnished_once(sqlite_template), tmp_path_factory.mktemp("house") / "house")


@pytest.fixture
def made(house_template: House, tmp_path: Path) -> House:
    return copied(house_template, tmp_path / "house")


class Visitor:
    """Somebody who is signed in, asking for pages."""

    def __init__(self, client: FlaskClient, login: str) -> None:
        self.client = client
        token = token_in(client.get("/sign-in").text)
        answer = client.post("/sign-in", data={"csrf_token": token, "login": login, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        self.token = token_in(client.get("/password").text)

    def get(self, url: str, **more: Any) -> TestResponse:
        return self.client.get(url, **{"buffered": True, **more})

    def post(self, url: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        return self.client.post(url, data={"csrf_token": self.token, **(data or {})}, **more)


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    return found[1] if found else ""


@pytest.fixture
def visit(made: House) -> Callable[[str], Visitor]:
    """`visit("inspector")`: that person, signed in."""
    app = create_app(made.services)
    return lambda login: Visitor(app.test_client(), login)
