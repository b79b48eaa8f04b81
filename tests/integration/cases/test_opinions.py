"""Sealed opinions: by other people, in time, once, and read by nobody before both are in."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from engine.errors import Conflict, Forbidden, NotFound
from engine.reading.decisions import decision_page
from engine.steps import appeal, opine
from engine.steps.sweep import sweep
from models.lifecycle import State
from models.roles import StaffRole
from models.tables.appeals import AppealState, Side, Stance
from models.tables.organisation import User
from models.tables.reviews import AssignmentKind, AssignmentState
from tests.integration.cases.conftest import Opened
from tests.support.desk import Desk, kinds, nothing_written, refused

SAID = "听了前后文。"


def test_the_opinion_is_asked_of_another_inspector_than_the_reviewer(desk: Desk):
    desk.to(State.APPEALED)

    reviewer = desk.assignments(AssignmentKind.REVIEW)[0].inspector_id

    assert desk.assignment(AssignmentKind.OPINION).inspector_id != reviewer


def test_where_it_is_allowed_the_reviewer_may_be_asked(open_desk: Opened):
    desk = open_desk(appeal={"different_inspector": False}).to(State.RELEASED)
    only_the_reviewer(desk)

    desk.file()

    assert desk.assignment(AssignmentKind.OPINION).inspector_id == desk.house.people["inspector"].user_id


def test_with_nobody_else_there_no_opinion_is_asked_until_somebody_is(desk: Desk):
    desk.to(State.RELEASED)
    absent = only_the_reviewer(desk)
    desk.file()
    assert desk.assignments(AssignmentKind.OPINION) == []
    assert sweep(services=desk.services).assigned == 0

    come_back(desk, absent)

    assert sweep(services=desk.services).assigned == 1
    assert desk.assignment(AssignmentKind.OPINION).inspector_id in absent
    assert sweep(services=desk.services).assigned == 0


def only_the_reviewer(desk: Desk) -> list[int]:
    """Everybody but the reviewer is on leave; who."""
    ids = [desk.house.people[login].user_id for login in ("inspector2", "inspector3")]
    _set_away(desk, ids, True)
    return ids


def come_back(desk: Desk, ids: list[int]) -> None:
    _set_away(desk, ids, False)


def _set_away(desk: Desk, ids: list[int], away: bool) -> None:
    with desk.services.transaction() as tx:
        for user_id in ids:
            tx.session.get_one(User, user_id).away = away


def test_when_both_are_in_the_lead_takes_over(desk: Desk):
    desk.to(State.APPEALED)

    desk.leader_opines()
    assert (desk.state, desk.appeal.state) == (State.APPEALED, AppealState.OPEN)
    desk.inspector_opines()

    assert (desk.state, desk.appeal.state) == (State.ADJUDICATION, AppealState.ADJUDICATION)
    assert "opinions_complete" in kinds(desk.notices("lead"))


@pytest.mark.parametrize("opines", [Desk.inspector_opines, Desk.leader_opines], ids=["inspector", "leader"])
def test_before_both_are_in_not_even_the_lead_reads_one(desk: Desk, opines: object):
    desk.to(State.APPEALED)
    opines(desk)

    page = asdict(decision_page(desk.appeal.public_id, **desk.as_("lead")))

    assert page["sealed"] is True
    assert SAID not in repr(page)


def test_after_both_are_in_the_lead_reads_both(desk: Desk):
    desk.to(State.ADJUDICATION)

    page = decision_page(desk.appeal.public_id, **desk.as_("lead"))

    assert not page.sealed
    assert [(item.inspector.text, item.team_leader.text) for item in page.items] == [(SAID, SAID)] * 2


@pytest.mark.parametrize("opines", [Desk.inspector_opines, Desk.leader_opines], ids=["inspector", "leader"])
def test_a_side_speaks_once(desk: Desk, opines: object):
    desk.to(State.APPEALED)
    side = {Desk.inspector_opines: again_as_inspector(desk), Desk.leader_opines: again_as_leader(desk)}[opines]
    opines(desk)

    with nothing_written(desk), pytest.raises(Exception) as told:
        side()

    assert type(told.value).__name__ in {"Conflict", "Refused"}


def again_as_inspector(desk: Desk) -> object:
    assigned, holder, given = (
        desk.assignment(AssignmentKind.OPINION),
        desk.holder(AssignmentKind.OPINION),
        desk.opinions(),
    )
    return lambda: opine.inspector_opinion(assigned.public_id, given, **holder)


def again_as_leader(desk: Desk) -> object:
    public_id, given = desk.appeal.public_id, desk.opinions()
    return lambda: opine.team_leader_opinion(public_id, given, **desk.leader)


def test_every_item_needs_a_stance_and_a_reason(desk: Desk):
    desk.to(State.APPEALED)
    first, second = desk.opinions()
    public_id = desk.appeal.public_id

    for given, code, where in (
        ([first], "opinion_missing", second.key),
        ([first, type(second)(second.key, Stance.ABSENT, SAID)], "opinion_missing", second.key),
        ([first, type(second)(second.key, second.stance, " ")], "reason_missing", second.key),
    ):
        with nothing_written(desk), refused(code, where=where):
            opine.team_leader_opinion(public_id, given, **desk.leader)


def test_a_leader_who_filed_does_not_opine(desk: Desk):
    desk.to(State.RELEASED)
    desk.file(by=desk.leader)

    with nothing_written(desk), refused("own_appeal"):
        desk.leader_opines()


def test_the_leader_of_another_team_does_not_find_the_appeal(desk: Desk):
    desk.to(State.APPEALED)

    with nothing_written(desk), pytest.raises(NotFound):
        opine.team_leader_opinion(desk.appeal.public_id, desk.opinions(), **desk.as_("leader2"))


@pytest.mark.parametrize("login", ["agent8001", "lead", "inspector"])
def test_others_give_no_leaders_opinion(desk: Desk, login: str):
    desk.to(State.APPEALED)

    with nothing_written(desk), pytest.raises(Forbidden):
        opine.team_leader_opinion(desk.appeal.public_id, desk.opinions(), **desk.as_(login))


def test_an_inspector_who_was_not_asked_does_not_find_the_task(desk: Desk):
    desk.to(State.APPEALED)
    assigned = desk.assignment(AssignmentKind.OPINION)

    with nothing_written(desk), pytest.raises(NotFound):
        opine.inspector_opinion(assigned.public_id, desk.opinions(), **desk.as_("inspector", StaffRole.INSPECTOR))


def test_an_opinion_on_an_appeal_that_was_withdrawn_does_not_fall_on_the_next_one(desk: Desk):
    desk.to(State.RELEASED)
    old = desk.file()
    appeal.withdraw(old, **desk.agent)
    desk.clock.forward(minutes=1)
    desk.file()

    with nothing_written(desk), pytest.raises(Conflict):
        opine.team_leader_opinion(old, desk.opinions(), **desk.leader)

    assert desk.opinions_given() == []


def test_what_is_missing_when_the_time_is_over_is_recorded_as_absent(desk: Desk):
    desk.to(State.APPEALED)
    desk.leader_opines()
    desk.clock.now = desk.appeal.opinions_due_at + timedelta(milliseconds=1)

    assert sweep(services=desk.services).opinions_closed == 1

    assert {one.side: one.absent for one in desk.opinions_given()} == {Side.TEAM_LEADER: False, Side.INSPECTOR: True}
    assert desk.state is State.ADJUDICATION
    assert desk.assignments(AssignmentKind.OPINION, AssignmentState.OPEN) == []


def test_both_may_be_absent(desk: Desk):
    desk.to(State.APPEALED)
    desk.clock.now = desk.appeal.opinions_due_at + timedelta(milliseconds=1)

    sweep(services=desk.services)

    assert [one.absent for one in desk.opinions_given()] == [True, True]
    assert isinstance(desk.decide(), float)


def test_an_opinion_counts_until_its_deadline_and_not_a_millisecond_longer(desk: Desk):
    desk.to(State.APPEALED)
    desk.clock.now = desk.appeal.opinions_due_at
    desk.leader_opines()
    desk.clock.forward(milliseconds=1)

    with nothing_written(desk), refused("deadline_passed"):
        desk.inspector_opines()


def test_whoever_decided_the_first_round_is_not_asked_in_the_second(open_desk: Opened):
    desk = open_desk(appeal={"rounds": 2}).to(State.ADJUDICATION)
    desk.decide(by="lead2")
    come_back(desk, [desk.house.people["lead2"].user_id])
    only_the_reviewer(desk)

    desk.file()

    assert len(desk.appeals()) == 2
    assert desk.assignments(AssignmentKind.OPINION, AssignmentState.OPEN) == []
