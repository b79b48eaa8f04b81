"""Second rounds, corrections and reopenings: by other people, by two persons, and on top of what holds already."""

from datetime import timedelta

import pytest

from engine.errors import Conflict, Forbidden, NotFound
from engine.steps import appeal, approve, correct, reopen
from engine.steps.sweep import sweep
from models.lifecycle import IllegalTransition, State, WrongActor
from models.tables.appeals import AppealState, Decision
from models.tables.cases import Held, ScoreKind
from models.tables.reviews import AssignmentKind, AssignmentState
from tests.integration.cases.conftest import Opened
from tests.support.desk import PRELIMINARY, Desk, kinds, nothing_written, refused


@pytest.fixture
def twice(open_desk: Opened) -> Desk:
    """A first round that was decided, where two are allowed: GREET-01 and BAN-01 overturned."""
    desk = open_desk(appeal={"rounds": 2}).to(State.ADJUDICATION)
    desk.decide(Decision.OVERTURN)
    return desk


def test_one_round_is_all_there_is_by_default(desk: Desk):
    desk.to(State.FINAL)

    with nothing_written(desk), refused("rounds_used_up"):
        desk.file("CALM-01")


def test_a_second_round_is_decided_by_other_people(twice: Desk):
    first = {one.inspector_id for one in twice.assignments(AssignmentKind.OPINION)} | {
        one.inspector_id for one in twice.assignments(AssignmentKind.REVIEW)
    }
    twice.file("CALM-01")

    assert twice.assignment(AssignmentKind.OPINION).inspector_id not in first
    twice.inspector_opines()
    twice.leader_opines()
    with nothing_written(twice), refused("involved_before"):
        twice.decide(by="lead")

    assert twice.decide(Decision.OVERTURN, by="lead3") == PRELIMINARY + 6 + 3


def test_a_second_round_has_a_deadline_too(twice: Desk):
    assert twice.case.appeal_until == twice.clock() + timedelta(days=3)
    twice.clock.now = twice.case.appeal_until + timedelta(milliseconds=1)

    with nothing_written(twice), refused("deadline_passed"):
        twice.file("CALM-01")


def test_what_was_given_back_cannot_be_contested_again(twice: Desk):
    with nothing_written(twice), refused("item_not_contestable", where="GREET-01"):
        twice.file("GREET-01")


def test_only_the_agent_goes_into_a_second_round(twice: Desk):
    with nothing_written(twice), pytest.raises(WrongActor):
        twice.file("CALM-01", by=twice.leader)


def test_withdrawing_a_second_round_keeps_what_the_first_decided(twice: Desk):
    decided = PRELIMINARY + 6
    appeal.withdraw(twice.file("CALM-01"), **twice.agent)
    assert twice.state is State.RELEASED
    twice.clock.now = twice.case.appeal_until + timedelta(milliseconds=1)

    sweep(services=twice.services)

    assert (twice.state, twice.case.final_score) == (State.FINAL, decided)
    assert (twice.row("GREET-01").reviewed, twice.row("GREET-01").final) == (Held.FAIL, Held.PASS)


def test_a_second_round_may_be_filed_again_after_it_was_withdrawn(twice: Desk):
    appeal.withdraw(twice.file("CALM-01"), **twice.agent)
    twice.clock.forward(minutes=1)

    with refused("item_not_contestable", where="GREET-01"):
        twice.file("GREET-01")
    twice.file("CALM-01")

    assert (twice.state, twice.case.appeal_rounds, len(twice.appeals())) == (State.APPEALED, 2, 3)


def test_a_correction_needs_an_inspector_and_a_lead(desk: Desk):
    desk.to(State.RELEASED)

    asked = desk.correct({"CALM-01": Held.PASS})
    assert (desk.state, desk.case.reviewed_score) == (State.RELEASED, PRELIMINARY)
    assert "approval_asked" in kinds(desk.notices("lead"))
    approve.grant(asked, "", **desk.as_("lead"))

    assert (desk.state, desk.case.reviewed_score) == (State.RELEASED, PRELIMINARY + 3)
    assert [one.kind for one in desk.scores()][-1] is ScoreKind.CORRECTED
    assert [(one.field, one.old, one.new, one.why) for one in desk.modifications()][-1] == (
        "CALM-01", "fail", "pass", "点错了选项。",
    )  # fmt: skip
    assert desk.moves()[-1] == ("correct", "released", "released")
    assert "corrected" in kinds(desk.notices("agent8001"))


def test_a_correction_gives_the_whole_time_to_appeal_again(desk: Desk):
    desk.to(State.RELEASED)
    asked = desk.correct({"CALM-01": Held.PASS})
    desk.clock.forward(days=2)

    approve.grant(asked, "", **desk.as_("lead"))

    assert desk.case.appeal_until > desk.clock() + timedelta(days=2)


def test_a_refused_correction_changes_nothing(desk: Desk):
    desk.to(State.RELEASED)
    asked = desk.correct({"CALM-01": Held.PASS})

    approve.refuse(asked, "录音里没有安抚", **desk.as_("lead"))

    assert (desk.case.reviewed_score, len(desk.scores()), desk.moves()[-1][0]) == (PRELIMINARY, 2, "release")


@pytest.mark.parametrize(
    ("verdicts", "reason", "code", "where"),
    [
        ({"CALM-01": Held.PASS}, " ", "reason_missing", ""),
        ({}, "错", "no_items", ""),
        ({"NO-SUCH": Held.PASS}, "错", "unknown_item", "NO-SUCH"),
        ({"CALM-01": Held.UNSURE}, "错", "verdict_unsure", "CALM-01"),
    ],
)
def test_what_a_correction_needs(desk: Desk, verdicts: dict[str, Held], reason: str, code: str, where: str):
    desk.to(State.RELEASED)

    with nothing_written(desk), refused(code, where=where):
        desk.correct(verdicts, reason)


@pytest.mark.parametrize("state", [State.CONFIRMED, State.APPEALED, State.FINAL])
def test_only_a_released_result_is_corrected(desk: Desk, state: State):
    desk.to(state)

    with nothing_written(desk), pytest.raises(IllegalTransition):
        desk.correct({"CALM-01": Held.PASS})


def test_only_whoever_reviewed_asks_for_a_correction(desk: Desk):
    desk.to(State.RELEASED)
    done = desk.assignments(AssignmentKind.REVIEW, AssignmentState.DONE)[0]

    with nothing_written(desk), pytest.raises(NotFound):
        correct.ask(done.public_id, {"CALM-01": Held.PASS}, "错", **desk.as_("inspector2"))


def test_a_correction_that_an_appeal_overtook_is_told_so(desk: Desk):
    desk.to(State.RELEASED)
    asked = desk.correct({"CALM-01": Held.PASS})
    desk.file()

    with nothing_written(desk), pytest.raises(Conflict) as told:
        approve.grant(asked, "", **desk.as_("lead"))

    assert (told.value.kind, told.value.now) == ("case", "appealed")


def test_a_reopening_needs_a_lead_and_the_administrator(desk: Desk):
    desk.to(State.FINAL)

    asked = reopen.ask(desk.case.public_id, ["CALM-01"], "发现新的证据。", **desk.as_("lead2"))
    with nothing_written(desk), pytest.raises(Forbidden):
        approve.grant(asked, "", **desk.as_("lead"))
    approve.grant(asked, "", **desk.as_("admin"))

    assert (desk.state, desk.appeal.state, desk.case.finalized_at) == (
        State.ADJUDICATION, AppealState.ADJUDICATION, None,
    )  # fmt: skip
    assert desk.moves()[-1] == ("reopen", "final", "adjudication")


def test_a_reopened_case_is_decided_by_a_third_person(desk: Desk):
    desk.to(State.FINAL)
    desk.reopen("CALM-01", by="lead2")

    for login in ("lead", "lead2"):
        with nothing_written(desk), refused("involved_before"):
            desk.decide(by=login)

    assert desk.decide(Decision.OVERTURN, by="lead3") == PRELIMINARY + 3
    assert desk.state is State.FINAL


def test_a_case_that_nobody_disputed_can_be_reopened(desk: Desk):
    desk.to(State.RELEASED)
    desk.house.acknowledge(desk.story)

    desk.reopen("CALM-01")

    assert desk.state is State.ADJUDICATION
    assert desk.decide(Decision.UPHOLD, by="lead3") == PRELIMINARY


def test_of_two_reopenings_the_second_is_told(desk: Desk):
    desk.to(State.FINAL)
    first, second = (
        reopen.ask(desk.case.public_id, ["CALM-01"], "新的证据", **desk.as_(login)) for login in ("lead2", "lead3")
    )
    approve.grant(first, "", **desk.as_("admin"))

    with nothing_written(desk), pytest.raises(Conflict):
        approve.grant(second, "", **desk.as_("admin"))


@pytest.mark.parametrize(
    ("keys", "reason", "code", "where"),
    [
        (["CALM-01"], "", "reason_missing", ""),
        ([], "因", "no_items", ""),
        (["NO-SUCH"], "因", "unknown_item", "NO-SUCH"),
    ],
)
def test_what_a_reopening_needs(desk: Desk, keys: list[str], reason: str, code: str, where: str):
    desk.to(State.FINAL)

    with nothing_written(desk), refused(code, where=where):
        reopen.ask(desk.case.public_id, keys, reason, **desk.as_("lead"))


@pytest.mark.parametrize("login", ["admin", "manager", "inspector", "agent8001"])
def test_only_a_lead_asks_for_a_reopening(desk: Desk, login: str):
    desk.to(State.FINAL)

    with nothing_written(desk), pytest.raises(Forbidden):
        reopen.ask(desk.case.public_id, ["CALM-01"], "因", **desk.as_(login))


def test_only_a_final_case_is_reopened(desk: Desk):
    desk.to(State.RELEASED)

    with nothing_written(desk), pytest.raises(IllegalTransition):
        reopen.ask(desk.case.public_id, ["CALM-01"], "因", **desk.as_("lead"))


def test_a_correction_after_a_withdrawn_second_round_changes_what_holds(twice: Desk):
    appeal.withdraw(twice.file("CALM-01"), **twice.agent)
    approve.grant(twice.correct({"CALM-01": Held.PASS}), "", **twice.as_("lead3"))
    twice.clock.now = twice.case.appeal_until + timedelta(milliseconds=1)

    sweep(services=twice.services)

    assert twice.case.final_score == PRELIMINARY + 6 + 3
    assert twice.row("CALM-01").final is Held.PASS
