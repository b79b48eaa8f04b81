"""The crawl: as every role, everything that can be asked for is read byte by byte for what the role must not see.

Each name, number and place of the house is a word that occurs nowhere else, so finding one is finding a leak.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from flask import Flask
from sqlalchemy import select

from models.roles import INSPECTING, StaffRole
from models.tables.organisation import UserRole
from review_app.app import create_app
from tests.support.canary import AGENT, INSPECTOR, TEAM, Secrets, plant
from tests.support.crawl import Crawl, provoke
from tests.support.filled import fill
from tests.support.leak import leaks_in
from tests.support.pages import Visitor
from tests.support.seed import House
from tests.support.serving import copied

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
_ID = re.compile(r"[\w-]{22}")


@dataclass(frozen=True, slots=True)
class Read:
    """What a crawl came to: *leaks*, the addresses that answered, and pages that none of them opened."""

    leaks: tuple[str, ...]
    addresses: frozenset[str]
    unread: frozenset[str]


@pytest.fixture(scope="module")
def read(template: House, tmp_path_factory: pytest.TempPathFactory) -> Callable[[StaffRole], Read]:
    """Everything as a role, each in a house of its own, because forms are sent too; read once."""

    @cache
    def reader(role: StaffRole) -> Read:
        made = copied(template, tmp_path_factory.mktemp("planted") / "house")
        fill(made)
        secrets = plant(made)
        app = create_app(made.services)
        provoke(app, f"{AGENT}-77 {INSPECTOR}-77 {made.services.settings.data_dir}")
        crawl, addresses = crawl_of(app, role, made, secrets), set()
        found = tuple(leaks(crawl, secrets, addresses))
        return Read(found, frozenset(addresses), frozenset(crawl.may_open() - crawl.opened - NEVER_OPEN))

    return reader


def crawl_of(app: Flask, role: StaffRole, made: House, secrets: Secrets) -> Crawl:
    return Crawl(app, Visitor(app, secrets.accounts[WHO[role]]), role, made)


def leaks(crawl: Crawl, secrets: Secrets, addresses: set[str] | None = None) -> Iterator[str]:
    """`what was asked: the word` for everything that is sent and must not be; *addresses* takes those that answered."""
    hidden, own = secrets.hidden_from(crawl.role), secrets.own[WHO[crawl.role]]
    for asked, answer in crawl.everything():
        if addresses is not None and answer.status_code == 200:
            addresses.add(asked)
        for word in sorted(leaks_in(answer, hidden, own)):
            if not any(
                role is crawl.role and place in asked and word.startswith(known) for role, place, known in MAY_READ_AT
            ):
                yield f"{asked}: {word}"


def _may_read(role: StaffRole, asked: str, word: str) -> bool:
    return any(role is one and place in asked and word.startswith(known) for one, place, known in MAY_READ_AT)


@pytest.mark.parametrize("role", WHO)
def test_nothing_that_is_sent_names_what_the_role_must_not_know(read: Callable[[StaffRole], Read], role: StaffRole):
    assert read(role).leaks == ()


@pytest.mark.parametrize("role", WHO)
def test_every_page_that_a_role_may_open_was_read(read: Callable[[StaffRole], Read], role: StaffRole):
    assert read(role).unread == NOTHING_TO_SHOW.get(role, frozenset())


def test_no_address_of_one_role_tells_of_another(read: Callable[[StaffRole], Read]):
    """The same call has another name for everybody on the other side, and neither leads to the other."""
    theirs, ours = (
        {part for path in read(role).addresses for part in re.split("[/? ]", path) if _ID.fullmatch(part)}
        for role in (StaffRole.INSPECTOR, StaffRole.AGENT)
    )

    assert theirs and ours
    assert theirs & ours == set()


def test_roles_of_both_sides_are_never_held_by_one_person(made: House):
    with made.services.transaction.read() as tx:
        holders = tx.session.scalars(select(UserRole.user_id).where(UserRole.role.in_(INSPECTING))).all()
        others = tx.session.scalars(select(UserRole.user_id).where(UserRole.role == StaffRole.AGENT)).all()

    assert set(holders) & set(others) == set()
