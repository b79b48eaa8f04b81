"""The crawl: as every role, everything that can be asked for is read byte by byte for what the role must not see.

Each name, number and place of the house is a word that occurs nowhere else, so finding one is finding a leak.
"""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.roles import INSPECTING, StaffRole
from models.tables.organisation import UserRole
from review_app.app import create_app
from tests.support.canary import AGENT, INSPECTOR, TEAM, Secrets, plant
from tests.support.crawl import Crawl, provoke
from tests.support.leak import leaks_in
from tests.support.manners import bad_manners
from tests.support.pages import Visitor
from tests.support.seed import House
from tests.support.tables import fingerprints

WHO = {
    StaffRole.INSPECTOR: "inspector",
    StaffRole.QC_LEAD: "lead",
    StaffRole.AGENT: "agent8006",
    StaffRole.TEAM_LEADER: "leader2",
    StaffRole.QC_MANAGER: "manager",
    StaffRole.ADMIN: "admin",
}
# Pages that a role may open, and the seeded house has nothing to show on.
NOTHING_TO_SHOW: dict[StaffRole, frozenset[str]] = {}
# Where a role may read what is hidden elsewhere: the names of teams, to choose from, say nothing about a call.
MAY_READ_AT = {(StaffRole.QC_LEAD, "/lead/conflicts", TEAM)}
# No worker beats here, and errors are what they are for.
NEVER_OPEN = {"health.ready", "provoked"}
MEANT = ("error unexpected", "GET /readyz")
# What looking around may change: who listened to what is written down, and a sign-in notes that it is used.
NOTED = {"audit_rows", "sign_ins"}
_ID = re.compile(r"[\w-]{22}")


def crawl_of(app: Flask, role: StaffRole, made: House, secrets: Secrets) -> Crawl:
    return Crawl(app, Visitor(app, secrets.accounts[WHO[role]]), role, made)


def leaks(crawl: Crawl, secrets: Secrets) -> Iterator[str]:
    """`what was asked: the word` for everything that is sent and must not be."""
    for asked, answer in crawl.everything():
        yield from leaks_of(asked, answer, crawl.role, secrets)


def leaks_of(asked: str, answer: TestResponse, role: StaffRole, secrets: Secrets) -> Iterator[str]:
    """As `leaks`, for one answer. What the question itself said is no leak of the answer."""
    for word in sorted(leaks_in(answer, secrets.hidden_from(role), secrets.own[WHO[role]])):
        may_read = any(role is one and place in asked and word.startswith(known) for one, place, known in MAY_READ_AT)
        if not may_read and word not in asked:
            yield f"{asked}: {word}"


@pytest.mark.parametrize("role", WHO)
def test_everything_that_a_role_can_ask_for(filled: House, role: StaffRole):
    """Reading costs a minute, so it is done once: no leak, no page left out, no bad manners, and nothing changed."""
    secrets = plant(filled)
    app = create_app(filled.services)
    provoke(app, f"{AGENT}-77 {INSPECTOR}-77 {filled.services.settings.data_dir}")
    crawl = crawl_of(app, role, filled, secrets)
    before = fingerprints(filled)

    looked_at = list(crawl.looking_around())
    changed = {name for name, value in fingerprints(filled).items() if before[name] != value}
    answers = [*looked_at, *crawl.errors(), *crawl.sending()]

    assert [leak for asked, answer in answers for leak in leaks_of(asked, answer, role, secrets)] == []
    assert crawl.may_open() - crawl.opened - NEVER_OPEN == NOTHING_TO_SHOW.get(role, frozenset())
    assert {asked: wrong for asked, answer in answers if (wrong := bad_manners(answer))} == {}
    assert [asked for asked, answer in answers if answer.status_code >= 500 and not asked.startswith(MEANT)] == []
    assert changed <= NOTED


def test_no_address_of_one_role_tells_of_another(made: House):
    """The same call has another name for everybody on the other side, and neither leads to the other."""
    app, secrets = create_app(made.services), plant(made)

    theirs, ours = (
        {part for asked, answer in crawl_of(app, role, made, secrets).pages() if answer.status_code == 200
         for part in re.split("[/? ]", asked) if _ID.fullmatch(part)}
        for role in (StaffRole.INSPECTOR, StaffRole.AGENT)
    )  # fmt: skip

    assert theirs and ours
    assert theirs & ours == set()


def test_roles_of_both_sides_are_never_held_by_one_person(made: House):
    with made.services.transaction.read() as tx:
        holders = tx.session.scalars(select(UserRole.user_id).where(UserRole.role.in_(INSPECTING))).all()
        others = tx.session.scalars(select(UserRole.user_id).where(UserRole.role == StaffRole.AGENT)).all()

    assert set(holders) & set(others) == set()
