"""Every answer carries the headers that protect its reader, errors and pieces of sound included."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.integration.pages.conftest import Visit
from tests.support.manners import bad_manners
from tests.support.pages import Visitor

ASK: dict[str, tuple[int, Callable[[Visitor, str], TestResponse]]] = {
    "a bad form": (400, lambda agent, case: agent.client.post("/theme", data={"csrf_token": "wrong"})),
    "a page of others": (403, lambda agent, case: agent.get("/admin/users")),
    "a page that is not": (404, lambda agent, case: agent.get("/no-such-page")),
    "a method that is not": (405, lambda agent, case: agent.client.delete("/")),
    "a form that is too large": (413, lambda agent, case: agent.post("/theme", theme="x" * 2_000_000)),
    "a piece of sound": (
        206,
        lambda agent, case: agent.get(f"/media/case/{case}/audio", headers={"Range": "bytes=0-9"}),
    ),
    "a piece beyond the end": (
        416,
        lambda agent, case: agent.get(f"/media/case/{case}/audio", headers={"Range": "bytes=999999999-"}),
    ),
    "a spreadsheet": (200, lambda agent, case: agent.get("/agent/results?format=xlsx")),
    "an outline": (200, lambda agent, case: agent.get(f"/media/case/{case}/peaks.json")),
    "is it alive": (200, lambda agent, case: agent.get("/healthz")),
}


@pytest.mark.parametrize("what", ASK)
def test_answers_that_are_no_pages(visit: Visit, what: str):
    agent = visit("agent8006")
    case = agent.page("/agent/results").partition("/agent/results/")[2].partition('"')[0]
    status, ask = ASK[what]

    answer = ask(agent, case)

    assert answer.status_code == status
    assert bad_manners(answer) == []


def test_strangers_get_the_same_headers(visit: Visit):
    stranger = visit()

    answers = [stranger.get("/"), stranger.get("/sign-in"), stranger.client.post("/notices/read")]

    assert [bad_manners(answer) for answer in answers] == [[], [], []]


def test_an_error_that_nobody_expected_tells_a_number_and_nothing_else(app: Flask, visit: Visit):
    admin = visit("admin")
    view = app.view_functions["admin.health"]

    def broken() -> str:
        raise RuntimeError("the secret reason")

    broken.access_rule = view.access_rule  # type: ignore[attr-defined]
    app.view_functions["admin.health"] = broken
    answer = admin.get("/admin/health")

    assert answer.status_code == 500
    assert "secret reason" not in answer.text
    assert bad_manners(answer) == []


def test_what_is_about_somebody_is_kept_by_no_cache(visit: Visit):
    agent = visit("agent8006")

    assert all(
        "no-store" in agent.get(path).headers["Cache-Control"] for path in ("/", "/agent/results", "/agent/statement")
    )
