"""Giving a confirmed result to the agent: by the clock or the QC lead, never before its adjustment is settled."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.errors import Conflict, Forbidden, NotFound
from engine.review_draft import AdjustmentDraft
from engine.steps import approve, release
from engine.steps.sweep import sweep
from models.lifecycle import IllegalTransition, State
from models.roles import StaffRole
from models.tables.reviews import Approval, ApprovalState
from tests.integration.cases.conftest import Opened
from tests.support.desk import Desk, kinds, nothing_written, refused


def adjusted(desk: Desk, points: float) -> Approval | None:
    desk.confirm(desk.draft(adjustment=AdjustmentDraft(points=points, reason="客户来电情绪激动")))
    with desk.services.transaction.read() as tx:
        return tx.session.scalars(select(Approval)).one_or_none()


def test_the_lead_releases_and_the_time_to_appeal_begins(desk: Desk):
    desk.confirm()

    release.release(desk.case.public_id, **desk.as_("lead"))

    # Three working days from Tuesday ten o'clock.
    assert desk.case.appeal_until == desk.clock() + timedelta(days=3)
    assert desk.case.released_at == desk.clock()
    assert kinds(desk.notices(desk.house.login_of(desk.case.agent_id))) == ["released"]


def test_the_clock_releases_once_the_result_has_rested(open_desk: Opened):
    desk = open_desk(review={"release_delay_s": 3600})
    desk.confirm()

    desk.clock.forward(seconds=3599)
    assert sweep(services=desk.services).released == 0
    desk.clock.forward(seconds=1)

    assert sweep(services=desk.services).released == 1
    assert desk.state is State.RELEASED


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.RELEASED, State.APPEALED, State.ADJUDICATION, State.FINAL])
def test_only_a_confirmed_case_can_be_released(desk: Desk, state: State):
    desk.to(state)

    with nothing_written(desk), pytest.raises(IllegalTransition):
        release.release(desk.case.public_id, **desk.as_("lead"))


@pytest.mark.parametrize("login", ["inspector", "manager", "admin", "leader1", "agent8001"])
def test_nobody_else_releases(desk: Desk, login: str):
    desk.to(State.CONFIRMED)

    with nothing_written(desk), pytest.raises(Forbidden):
        release.release(desk.case.public_id, **desk.as_(login))


def test_a_case_that_does_not_exist_is_not_found(desk: Desk):
    with pytest.raises(NotFound):
        release.release("no-such-case", **desk.as_("lead"))


def test_an_adjustment_within_the_limit_counts_at_once(desk: Desk):
    plain = desk.case.preliminary_score

    assert adjusted(desk, 3.0) is None

    assert desk.case.reviewed_score == plain + 3.0
    assert sweep(services=desk.services).released == 1


@pytest.mark.parametrize("points", [3.5, -3.5])
def test_above_the_limit_nobody_releases_before_the_lead_has_said_yes_or_no(desk: Desk, points: float):
    adjusted(desk, points)

    with nothing_written(desk), refused("approval_open"):
        release.release(desk.case.public_id, **desk.as_("lead"))
    assert sweep(services=desk.services).released == 0

    assert desk.state is State.CONFIRMED


def test_a_granted_adjustment_counts(desk: Desk):
    approval = adjusted(desk, 5.0)
    with_it = desk.case.reviewed_score

    approve.grant(approval.public_id, "", **desk.as_("lead"))
    sweep(services=desk.services)

    assert (desk.state, desk.case.reviewed_score) == (State.RELEASED, with_it)
    assert desk.case.reviewed_score == desk.case.preliminary_score + 5.0


def test_a_refused_adjustment_does_not_count(desk: Desk):
    approval = adjusted(desk, 5.0)

    approve.refuse(approval.public_id, "不符合条件", **desk.as_("lead"))
    sweep(services=desk.services)

    assert (desk.state, desk.case.reviewed_score) == (State.RELEASED, desk.case.preliminary_score)
    desk.clock.forward(days=10)
    sweep(services=desk.services)
    assert desk.case.final_score == desk.case.preliminary_score


def test_refusing_says_why(desk: Desk):
    approval = adjusted(desk, 5.0)

    with nothing_written(desk), refused("reason_missing"):
        approve.refuse(approval.public_id, "  ", **desk.as_("lead"))


def test_whoever_asked_does_not_grant(desk: Desk):
    lead_as_inspector = desk.as_("lead2", StaffRole.INSPECTOR)["actor"]
    with desk.services.transaction() as tx:
        tx.session.merge(desk.assignment()).inspector_id = lead_as_inspector.user_id
    approval = adjusted(desk, 5.0)

    with nothing_written(desk), refused("same_person"):
        approve.grant(approval.public_id, "", **desk.as_("lead2"))


@pytest.mark.parametrize("login", ["admin", "manager", "inspector", "leader1", "agent8001"])
def test_only_a_lead_decides_an_adjustment(desk: Desk, login: str):
    approval = adjusted(desk, 5.0)

    with nothing_written(desk), pytest.raises(Forbidden):
        approve.grant(approval.public_id, "", **desk.as_(login))


def test_what_was_decided_is_not_decided_again(desk: Desk):
    approval = adjusted(desk, 5.0)
    approve.grant(approval.public_id, "", **desk.as_("lead"))

    with nothing_written(desk), pytest.raises(Conflict) as told:
        approve.refuse(approval.public_id, "迟了", **desk.as_("lead3"))

    assert told.value.now == ApprovalState.GRANTED.value
