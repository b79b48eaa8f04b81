"""Role × address × method is exactly the table that docs/permissions.md shows to people."""

import re

import pytest

from models.roles import StaffRole
from review_app.app import create_app
from tests.integration.pages.test_routes import LOGINS
from tests.support.pages import Visitor
from tests.support.seed import House
from tools.permissions_docs import PAGE, SHORT

COLUMNS = ("anybody", *SHORT.values())
_ROW = re.compile(r"^\| (GET|POST) \| `([^`]+)` \|(.+)\|$", re.MULTILINE)
# Asking these ends the sign-in that asks, or changes what it is.
ENDS_THE_SIGN_IN = {"/sign-out", "/role"}


def table() -> list[tuple[str, str, dict[str, bool]]]:
    """(method, address, column -> ticked) of every row of the page."""
    return [
        (method, address, dict(zip(COLUMNS, [cell.strip() == "✓" for cell in cells.split("|")], strict=True)))
        for method, address, cells in _ROW.findall(PAGE.read_text(encoding="utf-8"))
    ]


def status(visitor: Visitor, method: str, pattern: str) -> int:
    address = re.sub(r"<(?:(\w+):)?\w+>", lambda match: "999999" if match[1] == "int" else "nobody-has-this", pattern)
    return (visitor.get if method == "GET" else visitor.post)(address).status_code


def test_the_page_has_a_row_for_every_address():
    assert len(table()) > 60


@pytest.mark.parametrize("role", list(StaffRole))
def test_a_role_gets_in_where_the_page_says_so_and_nowhere_else(shared: House, role: StaffRole):
    app = create_app(shared.services)
    visitor = Visitor(app, LOGINS[role])
    wrong = {}

    for method, pattern, ticked in table():
        asker = Visitor(app, LOGINS[role]) if pattern in ENDS_THE_SIGN_IN else visitor
        got = status(asker, method, pattern)
        if (got in {401, 403}) == ticked[SHORT[role]] or (got >= 500 and pattern != "/readyz"):
            wrong[f"{method} {pattern}"] = got

    assert wrong == {}


def test_a_stranger_gets_in_where_the_page_says_anybody(shared: House):
    stranger = Visitor(create_app(shared.services))

    answers = {(method, pattern): status(stranger, method, pattern) for method, pattern, _ in table()}

    # A stranger who asks for a page is led to the sign-in, and one who sends a form is turned away.
    turned_away = {key for key, got in answers.items() if got in {401, 302}}
    assert turned_away == {(method, pattern) for method, pattern, ticked in table() if not ticked["anybody"]}


def test_no_address_knows_other_methods(shared: House):
    admin = Visitor(create_app(shared.services), "admin")
    addresses = {pattern for _, pattern, _ in table()}

    answers = {
        (method, pattern): admin.client.open(pattern, method=method).status_code
        for pattern in addresses
        for method in ("PUT", "DELETE", "PATCH")
    }

    assert {key: got for key, got in answers.items() if got not in {400, 403, 404, 405}} == {}
