"""Moving work: recall, reassign, step back; the conflict list is kept and nobody opines on their own review."""

import pytest
from sqlalchemy import select

from engine.errors import Conflict, Forbidden, NotFound
from engine.steps import assign, opine, review
from engine.steps.sweep import sweep
from models.lifecycle import IllegalTransition, State
from models.roles import StaffRole
from models.tables.organisation import Conflict as ConflictRow
from models.tables.organisation import ConflictKind, User
from models.tables.reviews import AssignmentKind, AssignmentState
from tests.support.desk import Desk, kinds, nothing_written, refused


def id_of(desk: Desk, login: str) -> int:
    return desk.house.people[login].user_id


def test_recalled_work_goes_to_somebody_else_by_the_clock(desk: Desk):
    first = desk.assignment()

    assign.recall(desk.case.public_id, "请假", **desk.as_("lead"))
    assert desk.assignments(AssignmentKind.REVIEW, AssignmentState.OPEN) == []
    assert sweep(services=desk.services).assigned == 1

    assert desk.assignment().inspector_id != first.inspector_id
    assert desk.assignment().public_id != first.public_id
    assert "recalled" in kinds(desk.notices("inspector"))
    assert desk.moves()[-1] == ("reassign", "in_review", "in_review")


def test_recalled_work_keeps_the_draft_and_takes_no_more(desk: Desk):
    assigned, holder = desk.assignment(), desk.holder()
    review.save_draft(assigned.public_id, desk.draft(comment="写到一半"), 0, **holder)
    assign.recall(desk.case.public_id, "请假", **desk.as_("lead"))

    with pytest.raises(Conflict) as told:
        review.save_draft(assigned.public_id, desk.draft(comment="迟了"), 1, **holder)
    with pytest.raises(Conflict):
        review.confirm(assigned.public_id, desk.draft(), 1, **holder)

    assert (told.value.kind, told.value.now) == ("assignment", "recalled")
    assert desk.assignments(AssignmentKind.REVIEW)[0].draft["comment"] == "写到一半"


def test_the_lead_gives_work_to_whom_they_choose(desk: Desk):
    assign.reassign(desk.case.public_id, id_of(desk, "inspector3"), "专长", **desk.as_("lead"))

    assert desk.assignment().inspector_id == id_of(desk, "inspector3")
    assert [row.why for row in desk.told("case.reassign")] == ["专长"]


@pytest.mark.parametrize("login", ["lead2", "agent8002", "lead"])
def test_work_is_not_given_to_those_who_are_away_or_do_not_inspect(desk: Desk, login: str):
    with nothing_written(desk), refused("not_eligible"):
        assign.reassign(desk.case.public_id, id_of(desk, login), "专长", **desk.as_("lead"))


def test_the_conflict_list_binds_the_lead_too(desk: Desk):
    with desk.services.transaction() as tx:
        agent, inspector = id_of(desk, "agent8001"), id_of(desk, "inspector2")
        row = ConflictRow(
            inspector_id=inspector, agent_id=agent, kind=ConflictKind.KIN, why="亲属", created_at=desk.clock()
        )
        tx.session.add(row)

    with nothing_written(desk), refused("not_eligible"):
        assign.reassign(desk.case.public_id, inspector, "专长", **desk.as_("lead"))


def test_somebody_of_the_agents_own_team_gets_no_work(desk: Desk):
    with desk.services.transaction() as tx:
        tx.session.get_one(User, id_of(desk, "inspector2")).team_id = desk.case.team_id

    with nothing_written(desk), refused("not_eligible"):
        assign.reassign(desk.case.public_id, id_of(desk, "inspector2"), "专长", **desk.as_("lead"))


def test_the_opinion_is_never_moved_to_the_reviewer(desk: Desk):
    desk.to(State.APPEALED)

    with nothing_written(desk), refused("not_eligible"):
        assign.reassign(desk.case.public_id, id_of(desk, "inspector"), "专长", **desk.as_("lead"))


@pytest.mark.parametrize("step_back", ["skip", "recuse"])
def test_whoever_steps_back_from_an_opinion_is_not_followed_by_the_reviewer(desk: Desk, step_back: str):
    desk.to(State.APPEALED)
    reviewer, asked = id_of(desk, "inspector"), set()
    verb = {"skip": review.skip, "recuse": assign.recuse}[step_back]

    while desk.assignments(AssignmentKind.OPINION, AssignmentState.OPEN):
        asked.add(desk.assignment(AssignmentKind.OPINION).inspector_id)
        verb(desk.assignment(AssignmentKind.OPINION).public_id, "认识坐席", **desk.holder(AssignmentKind.OPINION))
    sweep(services=desk.services)

    assert asked == {id_of(desk, "inspector2"), id_of(desk, "inspector3")}
    assert reviewer not in asked
    assert desk.assignments(AssignmentKind.OPINION, AssignmentState.OPEN) == []


def test_a_recalled_opinion_is_asked_of_somebody_else(desk: Desk):
    desk.to(State.APPEALED)
    first = desk.assignment(AssignmentKind.OPINION)

    assign.recall(desk.case.public_id, "请假", **desk.as_("lead"))
    sweep(services=desk.services)

    second = desk.assignment(AssignmentKind.OPINION)
    assert second.inspector_id not in (first.inspector_id, id_of(desk, "inspector"))
    with pytest.raises(Conflict):
        opine.inspector_opinion(first.public_id, desk.opinions(), **desk.as_("inspector2", StaffRole.INSPECTOR))


def test_an_opinion_that_nobody_has_is_given_by_the_lead_as_an_opinion(desk: Desk):
    desk.to(State.APPEALED)
    assign.recall(desk.case.public_id, "请假", **desk.as_("lead"))

    assign.reassign(desk.case.public_id, id_of(desk, "inspector3"), "专长", **desk.as_("lead"))

    assert desk.assignment(AssignmentKind.OPINION).inspector_id == id_of(desk, "inspector3")
    assert desk.assignments(AssignmentKind.REVIEW, AssignmentState.OPEN) == []


@pytest.mark.parametrize("state", [State.CONFIRMED, State.RELEASED, State.ADJUDICATION])
def test_where_no_work_waits_there_is_none_to_move(desk: Desk, state: State):
    desk.to(state)

    with nothing_written(desk), refused("no_open_work"):
        assign.reassign(desk.case.public_id, id_of(desk, "inspector3"), "专长", **desk.as_("lead"))
    with nothing_written(desk), refused("no_open_work"):
        assign.recall(desk.case.public_id, "请假", **desk.as_("lead"))


def test_an_opinion_that_was_given_is_not_asked_again(desk: Desk):
    desk.to(State.APPEALED)
    desk.inspector_opines()

    with nothing_written(desk), refused("no_open_work"):
        assign.reassign(desk.case.public_id, id_of(desk, "inspector3"), "专长", **desk.as_("lead"))
    assert sweep(services=desk.services).assigned == 0


def test_a_final_case_is_nobodys_work(desk: Desk):
    desk.to(State.FINAL)

    with nothing_written(desk), pytest.raises((IllegalTransition, Exception)):
        assign.reassign(desk.case.public_id, id_of(desk, "inspector3"), "专长", **desk.as_("lead"))


def test_whoever_knows_the_agent_never_meets_them_again(desk: Desk):
    first = desk.assignment()

    assign.recuse(first.public_id, "是我表弟", **desk.holder())

    assert desk.assignment().inspector_id != first.inspector_id
    with desk.services.transaction.read() as tx:
        kept = tx.session.scalars(select(ConflictRow)).one()
    assert (kept.inspector_id, kept.agent_id, kept.why) == (first.inspector_id, desk.case.agent_id, "是我表弟")
    assert [row.why for row in desk.told("assignment.recused")] == ["是我表弟"]


def test_stepping_back_and_moving_need_a_reason(desk: Desk):
    public_id, holder = desk.assignment().public_id, desk.holder()

    for act in (
        lambda: assign.recuse(public_id, " ", **holder),
        lambda: assign.recall(desk.case.public_id, "", **desk.as_("lead")),
        lambda: assign.reassign(desk.case.public_id, 1, "\n", **desk.as_("lead")),
    ):
        with nothing_written(desk), refused("reason_missing"):
            act()


@pytest.mark.parametrize("login", ["inspector", "manager", "admin", "leader1", "agent8001"])
def test_only_a_lead_moves_work(desk: Desk, login: str):
    with nothing_written(desk), pytest.raises(Forbidden):
        assign.recall(desk.case.public_id, "请假", **desk.as_(login))


def test_nobody_steps_back_for_another(desk: Desk):
    with nothing_written(desk), pytest.raises(NotFound):
        assign.recuse(desk.assignment().public_id, "认识", **desk.as_("inspector2"))
