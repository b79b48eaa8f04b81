"""Questions to an appellant: the deadlines rest for exactly the working time that the answer takes."""

from datetime import timedelta

import pytest

from engine.errors import Conflict, Forbidden, NotFound
from engine.steps import appeal, clarify
from engine.steps.sweep import sweep
from models.lifecycle import State
from models.tables.appeals import AppealState
from models.tables.clarifications import Clarification, ClosedBy
from tests.support.desk import Desk, kinds, nothing_written, refused

MS = timedelta(milliseconds=1)


def ask(desk: Desk, by: str = "lead") -> str:
    return clarify.ask(desk.appeal.public_id, "您说的是哪一句?", **desk.as_(by))


def question(desk: Desk) -> Clarification:
    with desk.services.transaction.read() as tx:
        return tx.session.query(Clarification).one()


def test_the_deadlines_get_back_the_working_time_that_the_answer_took(desk: Desk):
    desk.to(State.APPEALED)
    opinions, decision = desk.appeal.opinions_due_at, desk.appeal.decision_due_at

    asked = ask(desk)
    desk.clock.forward(hours=30)
    clarify.answer(asked, "第三句。", **desk.agent)

    assert desk.appeal.opinions_due_at - opinions == timedelta(hours=30)
    # The decision was due on the Tuesday after, so the weekend lies before it either way.
    assert desk.appeal.decision_due_at - decision == timedelta(hours=30)


def test_a_weekend_of_waiting_costs_nothing_and_gives_nothing(desk: Desk):
    desk.to(State.APPEALED)
    desk.clock.forward(days=1)
    due = desk.appeal.opinions_due_at
    asked = ask(desk)
    desk.clock.forward(days=4)

    clarify.answer(asked, "周末想起来了。", **desk.agent)

    # From Wednesday to Sunday two and a half working days went by; what was left is left again from Monday on.
    assert desk.appeal.opinions_due_at > due
    assert desk.clock() < desk.appeal.opinions_due_at


def test_no_opinion_is_absent_while_a_question_is_open(desk: Desk):
    desk.to(State.APPEALED)
    ask(desk)
    desk.clock.now = desk.appeal.opinions_due_at + timedelta(minutes=1)
    late = sweep(services=desk.services)

    assert late.opinions_closed == 0
    assert desk.state is State.APPEALED


def test_an_opinion_may_be_given_while_the_time_rests(desk: Desk):
    desk.to(State.APPEALED)
    ask(desk)
    desk.clock.now = desk.appeal.opinions_due_at + MS

    desk.leader_opines()

    assert len(desk.opinions_given()) == 1


def test_a_question_that_nobody_answers_is_closed_by_the_clock_once(desk: Desk):
    desk.to(State.APPEALED)
    ask(desk)
    desk.clock.now = question(desk).answer_until + MS

    assert [sweep(services=desk.services).questions_closed for _ in range(2)] == [1, 0]

    assert question(desk).closed_by is ClosedBy.CLOCK
    assert desk.appeal.opinions_due_at > desk.clock()


def test_nothing_is_decided_while_a_question_is_open(desk: Desk):
    desk.to(State.ADJUDICATION)
    asked = ask(desk)

    with refused("question_open"), nothing_written(desk):
        desk.decide()
    clarify.take_back(asked, **desk.as_("lead"))
    desk.decide()

    assert desk.state is State.FINAL
    assert question(desk).closed_by is ClosedBy.LEAD


def test_a_decision_is_not_overdue_while_its_time_rests(desk: Desk):
    desk.to(State.ADJUDICATION)
    ask(desk)
    desk.clock.now = desk.appeal.decision_due_at + timedelta(hours=1)

    sweep(services=desk.services)

    assert "overdue" not in kinds(desk.notices("lead"))


def test_who_filed_is_asked_and_nobody_else_answers(desk: Desk):
    desk.to(State.APPEALED)
    asked = ask(desk)

    with pytest.raises(NotFound), nothing_written(desk):
        clarify.answer(asked, "我来答。", **desk.as_("agent8002"))
    with pytest.raises(Forbidden), nothing_written(desk):
        clarify.answer(asked, "我来答。", **desk.as_("inspector"))
    clarify.answer(asked, "第三句。", **desk.agent)

    assert "clarification_asked" in kinds(desk.notices(desk.house.login_of(desk.case.agent_id)))
    assert "clarification_closed" in kinds(desk.notices("lead"))
    assert question(desk).answer == "第三句。"


def test_a_team_leader_who_filed_is_asked(desk: Desk):
    desk.to(State.RELEASED)
    desk.file(by=desk.leader)

    asked = ask(desk)
    clarify.answer(asked, "代他说明。", **desk.leader)

    assert question(desk).closed_by is ClosedBy.ANSWER


def test_one_question_at_a_time_and_one_answer(desk: Desk):
    desk.to(State.APPEALED)
    asked = ask(desk)

    with pytest.raises(Conflict), nothing_written(desk):
        ask(desk)
    clarify.answer(asked, "第三句。", **desk.agent)
    with pytest.raises(Conflict), nothing_written(desk):
        clarify.answer(asked, "又想起一句。", **desk.agent)
    with pytest.raises(Conflict), nothing_written(desk):
        clarify.take_back(asked, **desk.as_("lead"))


@pytest.mark.parametrize("text", ["", "  "])
def test_a_question_and_an_answer_have_words(desk: Desk, text: str):
    desk.to(State.APPEALED)

    with refused("reason_missing", where="question"), nothing_written(desk):
        clarify.ask(desk.appeal.public_id, text, **desk.as_("lead"))
    asked = ask(desk)
    with refused("reason_missing", where="answer"), nothing_written(desk):
        clarify.answer(asked, text, **desk.agent)


def test_a_withdrawn_appeal_has_no_open_question(desk: Desk):
    desk.to(State.APPEALED)
    ask(desk)

    appeal.withdraw(desk.appeal.public_id, **desk.agent)

    assert question(desk).closed_at == desk.clock()
    assert desk.appeal.state is AppealState.WITHDRAWN


def test_a_reopened_case_has_nobody_to_ask(desk: Desk):
    desk.to(State.FINAL)
    desk.reopen()

    with refused("nobody_to_ask"), nothing_written(desk):
        ask(desk, by="lead3")


def test_who_took_part_asks_no_questions(desk: Desk):
    desk.to(State.FINAL)
    desk.reopen(by="lead2")

    with refused("involved_before"), nothing_written(desk):
        ask(desk, by="lead2")


def test_every_change_of_a_deadline_is_in_the_chain(desk: Desk):
    desk.to(State.APPEALED)
    before = desk.appeal.decision_due_at
    asked = ask(desk)
    desk.clock.forward(hours=5)

    clarify.answer(asked, "第三句。", **desk.agent)

    (row,) = desk.told("clarification.closed_by_answer")
    assert (row.old, row.new) == (
        before.isoformat(timespec="seconds"),
        desk.appeal.decision_due_at.isoformat(timespec="seconds"),
    )
    assert "第三句" not in str(row.details)
    assert isinstance(desk.chain(), int)
