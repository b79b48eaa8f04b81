"""Every view says who may ask it, and the page that tells people says the same."""

import pytest

from review_app.access import rule_of
from tools.permissions_docs import PAGE, bare_app, page, routes

# Whoever adds to this list opens a door to people who are not signed in.
OPEN_TO_ANYBODY = {
    "GET /healthz",
    "GET /readyz",
    "GET /sign-in",
    "POST /sign-in",
    "GET /static/<digest>/<path:name>",
    "POST /language",
    "POST /rail",
    "POST /theme",
}


@pytest.fixture(scope="module")
def app():
    return bare_app()


def test_every_view_says_who_may_ask_it(app):
    assert [name for name, view in app.view_functions.items() if rule_of(view) is None] == []


def test_only_these_doors_are_open_to_anybody(app):
    assert {f"{method} {address}" for method, address, rule in routes(app) if rule.public} == OPEN_TO_ANYBODY


def test_what_is_asked_with_get_changes_nothing_by_its_name(app):
    verbs = ("delete", "remove", "grant", "refuse", "release", "acknowledge", "withdraw", "retry", "lock", "sign-out")

    assert [
        f"{method} {address}" for method, address, _ in routes(app) if method == "GET" and address.endswith(verbs)
    ] == []


def test_the_page_is_the_one_that_would_be_written():
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"
