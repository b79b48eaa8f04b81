"""Who may ask for which page: every route says so, and the guard holds it, for every role and method."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule as Route

from models.roles import StaffRole
from review_app.access import Rule, rule_of
from review_app.app import create_app
from tests.integration.pages.conftest import Visit
from tests.support.pages import Visitor
from tests.support.seed import House
from tests.support.tables import fingerprints
from tools.permissions_docs import may_ask

LOGINS = {
    StaffRole.ADMIN: "admin",
    StaffRole.QC_MANAGER: "manager",
    StaffRole.QC_LEAD: "lead",
    StaffRole.INSPECTOR: "inspector",
    StaffRole.TEAM_LEADER: "leader1",
    StaffRole.AGENT: "agent8001",
}
# What ends the visit or changes its role is asked for last, by tests of its own.
LEFT_OUT = {"account.sign_out", "account.role", "static_file"}


@pytest.fixture(scope="module")
def visitors(shared: House) -> dict[StaffRole, Visitor]:
    app = create_app(shared.services)
    return {role: Visitor(app, login) for role, login in LOGINS.items()}


def routes(app: Flask) -> Iterator[tuple[Route, str]]:
    for route in app.url_map.iter_rules():
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
            if route.endpoint not in LEFT_OUT:
                yield route, method


def _rule(app: Flask, route: Route) -> Rule:
    rule = rule_of(app.view_functions[route.endpoint])
    assert rule is not None
    return rule


def path_of(route: Route) -> str:
    """The address of *route* with something in it that nobody has."""
    return re.sub(r"<int:[^>]+>", "999999", re.sub(r"<(?!int:)[^>]+>", "nobody-has-this", route.rule))


def test_every_view_says_who_may_see_it(app: Flask):
    silent = [endpoint for endpoint, view in app.view_functions.items() if rule_of(view) is None]

    assert silent == []


def test_a_stranger_is_sent_to_sign_in_and_changes_nothing(app: Flask, visit: Visit):
    stranger = visit()
    wrong = []
    for route, method in routes(app):
        rule = rule_of(app.view_functions[route.endpoint])
        if rule is None or rule.public:
            continue
        answer = (stranger.get if method == "GET" else stranger.post)(path_of(route))
        to_sign_in = answer.status_code == 302 and answer.location.startswith("/sign-in")
        if not (to_sign_in if method == "GET" else answer.status_code == 401):
            wrong.append((method, route.rule, answer.status_code))

    assert wrong == []


@pytest.mark.parametrize("role", StaffRole)
def test_no_form_is_taken_but_with_the_token_of_this_sign_in(made: House, app: Flask, role: StaffRole):
    """Without one, with a wrong one, and with that of another sign-in of the same person: nothing happens at all."""
    visitor, elsewhere = Visitor(app, LOGINS[role]), Visitor(app, LOGINS[role])
    tokens: dict[str, dict[str, str]] = {
        "none": {}, "wrong": {"csrf_token": "wrong"}, "another's": {"csrf_token": elsewhere.token}
    }  # fmt: skip
    before = fingerprints(made)

    taken = {
        (route.rule, which): answer.status_code
        for route in app.url_map.iter_rules()
        if "POST" in (route.methods or ()) and may_ask(_rule(app, route), role)
        for which, token in tokens.items()
        if (answer := visitor.client.post(path_of(route), data=token)).status_code != 400
    }

    assert taken == {}
    assert fingerprints(made) == before


@pytest.mark.parametrize("role", StaffRole)
def test_what_is_not_ones_own_looks_like_what_does_not_exist(
    visitors: dict[StaffRole, Visitor], shared: House, role: StaffRole
):
    visitor = visitors[role]
    foreign = shared.case("loan-promise").public_id
    paths = ("/agent/results/{}", "/team/results/{}", "/media/case/{}/audio", "/inspector/reviews/{}", "/opinions/{}")

    for path in paths:
        theirs, nobodys = visitor.get(path.format(foreign)), visitor.get(path.format("nobody-has-this"))
        if theirs.status_code != 200:
            assert _plain(theirs.text) == _plain(nobodys.text), path
            assert theirs.status_code == nobodys.status_code


def _plain(page: str) -> str:
    """*page* without what is different every time: form tokens, and the address one came by."""
    return re.sub(r'name="(csrf_token|next)" value="[^"]*"', "", page)
