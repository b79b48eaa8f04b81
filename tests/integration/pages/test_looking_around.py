"""To ask is not to change: a whole walk through the pages leaves every table as it was, but for what notes the walk."""

import hashlib

import pytest
from flask import Flask
from sqlalchemy import select

from models.roles import StaffRole
from models.tables import Base
from tests.integration.pages.conftest import Visit
from tests.integration.pages.test_blindness import WHO
from tests.support.crawl import Crawl
from tests.support.pages import Visitor
from tests.support.seed import PASSWORD, House

# Who listened to what is written down, and a sign-in notes that it is used.
NOTED = {"audit_rows", "sign_ins"}


@pytest.mark.parametrize("role", WHO)
def test_looking_around_changes_nothing(made: House, app: Flask, role: StaffRole):
    visitor = Visitor(app, WHO[role])
    before = fingerprints(made)

    answers = [answer.status_code for _, answer in Crawl(app, visitor, role, made).looking_around()]

    assert answers.count(200) > 20
    assert {name for name, value in fingerprints(made).items() if before[name] != value} <= NOTED


def test_the_database_does_not_hold_what_the_cookie_holds(made: House, visit: Visit):
    cookie = visit("agent8001").client.get_cookie("callqc")
    assert cookie is not None

    with made.services.transaction.read() as tx:
        whole = [tx.session.execute(select(table)).all() for table in Base.metadata.sorted_tables]

    assert cookie.value not in repr(whole)


@pytest.mark.parametrize("login", ["inspector2", "nobody-of-that-name"])
def test_guessing_ends_after_a_few_tries_whether_there_is_such_an_account_or_not(app: Flask, made: House, login: str):
    tries = made.services.settings.web.sign_in_tries
    guesser = Visitor(app)

    statuses = [guesser.post("/sign-in", login=login, password=f"guess {n}").status_code for n in range(tries + 2)]

    assert statuses == [422] * tries + [429, 429]
    assert guesser.post("/sign-in", login=login, password=PASSWORD).status_code == 429


def fingerprints(house: House) -> dict[str, str]:
    """A hash of every table."""
    with house.services.transaction.read() as tx:
        return {
            table.name: hashlib.sha256(repr(tx.session.execute(select(table)).all()).encode()).hexdigest()
            for table in Base.metadata.sorted_tables
        }
