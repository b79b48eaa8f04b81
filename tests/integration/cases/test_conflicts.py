"""Who must not judge whom, and who is away: assignment respects it, and open work moves at once."""

import pytest
from sqlalchemy import select

from engine.casework.assigning import loads_for
from engine.errors import Forbidden, Invalid, NotFound
from engine.reading.conflicts import conflicts_page
from engine.steps import assign
from engine.steps.account import update_user
from engine.steps.conflict import (
    ConflictKind,
    add_conflict,
    add_former_team,
    remove_conflict,
    remove_former_team,
)
from engine.steps.leave import set_away
from engine.steps.sweep import sweep
from models.lifecycle import State
from models.roles import StaffRole
from models.tables.organisation import Conflict, FormerTeam
from models.tables.reviews import AssignmentKind, AssignmentState
from tests.support.desk import Desk, kinds, nothing_written, refused

KIN = ConflictKind.KIN


def holder(desk: Desk, kind: AssignmentKind = AssignmentKind.REVIEW) -> str:
    return desk.house.login_of(desk.assignment(kind).inspector_id)


def id_of(desk: Desk, login: str) -> int:
    return desk.house.people[login].user_id


def may_take(desk: Desk) -> set[str]:
    with desk.services.transaction.read() as tx:
        return {desk.house.login_of(load.inspector_id) for load in loads_for(tx, desk.case)}


def keep_apart(desk: Desk, login: str, agent_no: str = "8001", by: str = "lead") -> None:
    add_conflict(id_of(desk, login), agent_no, KIN, "堂兄弟", **desk.as_(by))


def test_work_between_two_who_must_not_meet_goes_to_somebody_else_at_once(desk: Desk):
    first = holder(desk)

    keep_apart(desk, first)

    assert holder(desk) != first
    assert first not in may_take(desk)
    assert "recalled" in kinds(desk.notices(first))


def test_only_that_agents_calls_move(desk: Desk):
    other = Desk(desk.house, "other-team")
    first = holder(other)

    keep_apart(desk, first)

    assert holder(other) == first


def test_a_conflict_keeps_an_inspector_from_opinions(desk: Desk):
    desk.to(State.APPEALED)
    first = holder(desk, AssignmentKind.OPINION)

    keep_apart(desk, first)

    left = desk.assignments(AssignmentKind.OPINION, AssignmentState.OPEN)
    assert first not in {desk.house.login_of(one.inspector_id) for one in left}


def test_a_lead_cannot_reassign_against_the_list(desk: Desk):
    away = next(login for login in ("inspector", "inspector2", "inspector3") if login != holder(desk))
    keep_apart(desk, away)

    with refused("not_eligible"), nothing_written(desk):
        assign.reassign(desk.case.public_id, id_of(desk, away), "换人", **desk.as_("lead"))


def test_a_lifted_conflict_lets_them_meet_again(desk: Desk):
    first = holder(desk)
    keep_apart(desk, first)
    with desk.services.transaction.read() as tx:
        number = tx.session.scalars(select(Conflict.id)).one()

    remove_conflict(number, "登记有误", **desk.as_("lead"))

    assert first in may_take(desk)
    with pytest.raises(NotFound):
        remove_conflict(number, "再解除一次", **desk.as_("lead"))


def test_whoever_came_from_a_team_never_judges_it(desk: Desk):
    first = holder(desk)
    team = desk.case.team_id
    assert team is not None
    change = {"name": "某人", "roles": [StaffRole.INSPECTOR], "agent_no": None, "away": False}
    update_user(id_of(desk, first), team_id=team, **change, **desk.as_("admin"))
    assert first not in may_take(desk)

    update_user(id_of(desk, first), team_id=None, **change, **desk.as_("admin"))

    assert first not in may_take(desk)
    assert desk.count(FormerTeam) == 1


def test_a_former_team_can_be_noted_and_lifted_by_hand(desk: Desk):
    first, team = holder(desk), desk.case.team_id
    assert team is not None

    add_former_team(id_of(desk, first), team, "三年前在一组", **desk.as_("manager"))
    assert holder(desk) != first
    with desk.services.transaction.read() as tx:
        number = tx.session.scalars(select(FormerTeam.id)).one()
    remove_former_team(number, "已过三年", **desk.as_("manager"))

    assert first in may_take(desk)


def test_when_everybody_is_in_conflict_the_case_waits_and_comes_back(desk: Desk):
    for login in ("inspector", "inspector2", "inspector3"):
        keep_apart(desk, login)
    assert desk.assignments(AssignmentKind.REVIEW, AssignmentState.OPEN) == []
    with desk.services.transaction.read() as tx:
        first = tx.session.scalars(select(Conflict).order_by(Conflict.id)).all()[-1]

    remove_conflict(first.id, "登记有误", **desk.as_("lead"))
    desk.clock.forward(minutes=1)
    sweep(services=desk.services)

    # It does not return to whoever it was taken from; a lead may give it to them.
    waiting = desk.assignments(AssignmentKind.REVIEW, AssignmentState.OPEN)
    assert {one.inspector_id for one in waiting} <= {first.inspector_id}


@pytest.mark.parametrize(
    ("inspector", "agent_no", "field"),
    [("agent8002", "8001", "inspector"), ("inspector", "9999", "agent_no"), ("inspector", "", "agent_no")],
)
def test_a_pair_is_an_inspector_and_an_agent(desk: Desk, inspector: str, agent_no: str, field: str):
    with pytest.raises(Invalid) as told, nothing_written(desk):
        add_conflict(id_of(desk, inspector), agent_no, KIN, "亲属", **desk.as_("lead"))

    assert told.value.field == field


def test_a_pair_is_noted_once_and_with_a_reason(desk: Desk):
    with refused("reason_missing"), nothing_written(desk):
        add_conflict(id_of(desk, "inspector"), "8001", KIN, " ", **desk.as_("lead"))
    keep_apart(desk, "inspector")
    with pytest.raises(Invalid), nothing_written(desk):
        keep_apart(desk, "inspector")


def test_the_list_tells_a_lead_no_name_and_a_manager_who_it_is(desk: Desk):
    keep_apart(desk, "inspector")
    assign.recuse(desk.assignment().public_id, "同住的室友陈思远", **desk.holder())

    lead = conflicts_page(**desk.as_("lead"))
    manager = conflicts_page(**desk.as_("manager"))

    assert "陈思远" not in str(lead)
    assert "8001" not in str(lead)
    assert {one.agent for one in manager.conflicts} == {"8001 陈思远"}
    assert {one.kind for one in lead.conflicts} == {"kin", "recused"}


def test_on_leave_work_goes_to_others_and_none_comes(desk: Desk):
    first = holder(desk)
    held = [
        one
        for story in ("network-fault", "second-call", "other-team")
        if holder(one := Desk(desk.house, story)) == first
    ]

    taken = set_away(id_of(desk, first), away=True, recall=True, **desk.as_("lead"))

    assert taken == len(held) >= 1
    assert all(holder(one) != first for one in held)
    assert first not in may_take(desk)
    set_away(id_of(desk, first), away=False, recall=False, **desk.as_("lead"))
    assert first in may_take(desk)


def test_on_leave_without_recall_keeps_what_is_in_hand(desk: Desk):
    first = holder(desk)

    assert set_away(id_of(desk, first), away=True, recall=False, **desk.as_("lead")) == 0

    assert holder(desk) == first
    with refused("nothing_changes"):
        set_away(id_of(desk, first), away=True, recall=False, **desk.as_("lead"))


@pytest.mark.parametrize("login", ["admin", "inspector", "leader1", "agent8001"])
def test_who_has_no_right_changes_no_list(desk: Desk, login: str):
    with pytest.raises(Forbidden), nothing_written(desk):
        keep_apart(desk, "inspector", by=login)
    with pytest.raises(Forbidden), nothing_written(desk):
        add_former_team(id_of(desk, "inspector"), 1, "", **desk.as_(login))
