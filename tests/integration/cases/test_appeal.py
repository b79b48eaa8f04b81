"""Filing an appeal and taking it back: who may, until when, about what."""

from datetime import timedelta

import pytest

from engine.errors import Conflict, Forbidden, NotFound
from engine.steps import appeal
from engine.steps.appeal import AppealAsk
from engine.steps.sweep import sweep
from models.lifecycle import IllegalTransition, State
from models.tables.appeals import AppealState
from models.tables.cases import Held
from models.tables.reviews import AssignmentKind, AssignmentState
from tests.integration.cases.conftest import Opened
from tests.support.desk import Desk, kinds, nothing_written, refused

MS = timedelta(milliseconds=1)


def test_at_the_very_deadline_an_appeal_is_accepted(desk: Desk):
    desk.to(State.RELEASED)
    desk.clock.now = desk.case.appeal_until
    assert sweep(services=desk.services).closed == 0

    desk.file()

    assert desk.state is State.APPEALED


def test_a_millisecond_later_it_is_refused_whether_the_clock_came_by_or_not(desk: Desk):
    desk.to(State.RELEASED)
    desk.clock.now = desk.case.appeal_until + MS

    with nothing_written(desk), refused("deadline_passed"):
        desk.file()
    assert sweep(services=desk.services).closed == 1
    with nothing_written(desk), refused("deadline_passed"):
        desk.file()

    assert desk.state is State.FINAL


def test_a_plain_number_of_seconds_may_be_the_time_to_appeal(open_desk: Opened):
    desk = open_desk(appeal={"window_s": 3600}).to(State.RELEASED)

    assert desk.case.appeal_until == desk.clock() + timedelta(hours=1)


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.CONFIRMED, State.APPEALED, State.ADJUDICATION])
def test_what_is_not_released_cannot_be_appealed(desk: Desk, state: State):
    desk.to(state)
    asks = [AppealAsk("GREET-01", Held.PASS, "请再听")]
    expected = IllegalTransition if state in (State.APPEALED, State.ADJUDICATION) else Exception

    with nothing_written(desk), pytest.raises(expected):
        appeal.file(desk.case.public_id, asks, **desk.agent)


def test_the_leader_of_the_team_may_file_for_the_agent(desk: Desk):
    desk.to(State.RELEASED)

    desk.file(by=desk.leader)

    assert desk.appeal.filed_by_id == desk.house.people["leader1"].user_id
    assert "appeal_filed" in kinds(desk.notices("agent8001"))


@pytest.mark.parametrize("login", ["agent8002", "leader2"])
def test_another_agent_and_the_leader_of_another_team_do_not_find_the_case(desk: Desk, login: str):
    desk.to(State.RELEASED)

    with nothing_written(desk), pytest.raises(NotFound):
        desk.file(by=desk.as_(login))


@pytest.mark.parametrize("login", ["inspector", "lead", "manager", "admin"])
def test_those_who_judge_do_not_appeal(desk: Desk, login: str):
    desk.to(State.RELEASED)

    with nothing_written(desk), pytest.raises(Forbidden):
        desk.file(by=desk.as_(login))


@pytest.mark.parametrize(
    ("asks", "code", "where"),
    [
        ([], "no_items", ""),
        ([AppealAsk("GREET-01", Held.PASS, " ")], "reason_missing", "GREET-01"),
        ([AppealAsk("GREET-01", Held.FAIL, "请再听")], "wanted_not_better", "GREET-01"),
        ([AppealAsk("GREET-01", Held.UNSURE, "请再听")], "wanted_not_better", "GREET-01"),
        ([AppealAsk("CLOSE-01", Held.PASS, "请再听")], "item_not_contestable", "CLOSE-01"),
        ([AppealAsk("NO-SUCH", Held.PASS, "请再听")], "item_not_contestable", "NO-SUCH"),
    ],
)
def test_only_what_cost_something_is_contested_and_with_a_reason(
    desk: Desk, asks: list[AppealAsk], code: str, where: str
):
    desk.to(State.RELEASED)

    with nothing_written(desk), refused(code, where=where):
        appeal.file(desk.case.public_id, asks, **desk.agent)


def test_a_second_appeal_while_one_is_open_is_no_appeal(desk: Desk):
    desk.to(State.APPEALED)

    with nothing_written(desk), pytest.raises(IllegalTransition):
        desk.file()


def test_withdrawing_leaves_the_deadline_and_the_round_as_they_were(desk: Desk):
    desk.to(State.RELEASED)
    until = desk.case.appeal_until
    desk.clock.forward(hours=5)
    public_id = desk.file()

    appeal.withdraw(public_id, **desk.agent)

    assert (desk.state, desk.case.appeal_until, desk.case.appeal_rounds) == (State.RELEASED, until, 0)
    assert desk.appeal.state is AppealState.WITHDRAWN
    assert desk.assignments(AssignmentKind.OPINION, AssignmentState.OPEN) == []


def test_after_withdrawing_one_may_file_again_until_the_deadline(desk: Desk):
    desk.to(State.RELEASED)
    appeal.withdraw(desk.file(), **desk.agent)
    desk.clock.forward(hours=1)

    desk.file("CALM-01")

    assert [(one.round, one.state) for one in desk.appeals()] == [(1, AppealState.WITHDRAWN), (2, AppealState.OPEN)]
    assert [item.judgement.key for item in desk.appeal.items] == ["CALM-01"]
    assert len(desk.assignments(AssignmentKind.OPINION, AssignmentState.OPEN)) == 1


def test_after_withdrawing_late_the_time_is_over(desk: Desk):
    desk.to(State.APPEALED)
    until = desk.case.appeal_until
    desk.clock.now = until + MS
    with desk.services.transaction() as tx:
        tx.session.merge(desk.appeal).opinions_due_at = until + timedelta(days=1)
    appeal.withdraw(desk.appeal.public_id, **desk.agent)

    with refused("deadline_passed"):
        desk.file()

    assert sweep(services=desk.services).closed == 1
    assert desk.case.final_score == desk.case.reviewed_score


@pytest.mark.parametrize("opines", [Desk.inspector_opines, Desk.leader_opines], ids=["inspector", "leader"])
def test_once_an_opinion_is_in_there_is_no_way_back(desk: Desk, opines: object):
    desk.to(State.APPEALED)
    opines(desk)

    with nothing_written(desk), refused("opinion_given"):
        appeal.withdraw(desk.appeal.public_id, **desk.agent)


def test_only_whoever_filed_withdraws(desk: Desk):
    desk.to(State.RELEASED)
    public_id = desk.file(by=desk.leader)

    with nothing_written(desk), pytest.raises(NotFound):
        appeal.withdraw(public_id, **desk.agent)


def test_an_old_appeal_cannot_be_withdrawn_in_place_of_the_open_one(desk: Desk):
    desk.to(State.RELEASED)
    old = desk.file()
    appeal.withdraw(old, **desk.agent)
    desk.clock.forward(minutes=1)
    desk.file()

    with nothing_written(desk), pytest.raises(Conflict):
        appeal.withdraw(old, **desk.agent)

    assert desk.appeal.state is AppealState.OPEN


def test_accepting_a_result_closes_it_for_good(desk: Desk):
    desk.to(State.RELEASED)

    desk.house.acknowledge(desk.story)

    assert (desk.state, desk.case.final_score) == (State.FINAL, desk.case.reviewed_score)
    with nothing_written(desk), refused("deadline_passed"):
        desk.file()
