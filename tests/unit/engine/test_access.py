"""Permissions: nobody holds both sides of the blind, and every permission asks the role that is acted in."""

import re
from itertools import combinations, product

import pytest

from engine.access import HOLDERS, Actor, Permission, may, require
from engine.errors import Forbidden
from models.lifecycle import TRANSITIONS, Event, State, Who, events_open_to
from models.roles import INSPECTED, INSPECTING, StaffRole, both_sides
from tests.support.machine import ROOT

R, P = StaffRole, Permission

# What judges, and what answers to a judgement. Whoever did both would judge themselves.
JUDGING = {P.APPEAL_DECIDE, P.APPEAL_INSPECTOR_OPINION, P.CASE_REVIEW, P.CASE_RELEASE, P.CASE_REOPEN, P.CORRECTION_ASK}
ANSWERING = {P.APPEAL_FILE, P.APPEAL_TEAM_OPINION, P.CASE_ACKNOWLEDGE, P.CASE_OWN_READ, P.CASE_TEAM_READ}


def sets_of_roles() -> list[frozenset[StaffRole]]:
    return [frozenset(roles) for size in range(1, len(R) + 1) for roles in combinations(R, size)]


@pytest.mark.parametrize(("permission", "role"), list(product(P, R)))
def test_a_role_holds_what_the_table_says_and_nothing_else(permission: Permission, role: StaffRole):
    actor = Actor(1, role)

    assert may(actor, permission) is (role in HOLDERS[permission])
    if role not in HOLDERS[permission]:
        with pytest.raises(Forbidden) as told:
            require(actor, permission)
        assert told.value.permission == permission.value


@pytest.mark.parametrize("permission", P)
def test_every_permission_has_a_holder(permission: Permission):
    assert HOLDERS[permission]


@pytest.mark.parametrize("permission", P)
def test_a_role_that_is_not_acted_in_gives_nothing(permission: Permission):
    everything = Actor(1, R.ADMIN, frozenset(R))

    assert may(everything, permission) is (R.ADMIN in HOLDERS[permission])


@pytest.mark.parametrize("role", R)
def test_no_role_judges_and_answers(role: StaffRole):
    held = {permission for permission in P if role in HOLDERS[permission]}

    assert not (held & JUDGING and held & ANSWERING)


@pytest.mark.parametrize("roles", sets_of_roles(), ids=lambda roles: "+".join(sorted(roles)))
def test_no_roles_that_one_person_may_have_hold_both_sides(roles: frozenset[StaffRole]):
    held = {permission for permission in P if roles & HOLDERS[permission]}

    assert both_sides(roles) or not (held & JUDGING and held & ANSWERING)
    assert both_sides(roles) is bool(roles & INSPECTING and roles & INSPECTED)


def test_the_page_shows_the_table_that_holds():
    names = {"admin": R.ADMIN, "manager": R.QC_MANAGER, "lead": R.QC_LEAD, "inspector": R.INSPECTOR,
             "leader": R.TEAM_LEADER, "agent": R.AGENT}  # fmt: skip
    page = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")

    rows = re.findall(r"^\| `(\w+:\w+)` \|(.*)\|$", page, re.MULTILINE)
    shown = {
        Permission(name): {role for role, tick in zip(names.values(), ticks.split("|"), strict=True) if "✓" in tick}
        for name, ticks in rows
    }

    assert shown == {permission: set(roles) for permission, roles in HOLDERS.items()}


@pytest.mark.parametrize(("state", "who"), list(product(State, Who)))
def test_a_page_offers_what_the_life_cycle_allows(state: State, who: Who):
    offered = events_open_to(state, who)

    assert offered == {event for event in Event if who in getattr(TRANSITIONS.get((state, event)), "by", ())}


def test_the_machine_and_the_clock_are_nobodys_role():
    assert {who for who in Who if who.value not in set(R)} == {Who.SYSTEM, Who.CLOCK}
