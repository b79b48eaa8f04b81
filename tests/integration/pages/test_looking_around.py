"""What a sign-in leaves in the database, and what guessing leads to."""

import pytest
from flask import Flask
from sqlalchemy import select

from models.tables import Base
from tests.integration.pages.conftest import Visit
from tests.support.pages import Visitor
from tests.support.seed import PASSWORD, House


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
