"""More time after an outage: every open deadline, once, and an audit row for each."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.errors import Conflict, Forbidden, Invalid
from engine.reading.extensions import extension_page
from engine.steps import clarify
from engine.steps.extend import extend
from engine.steps.sweep import sweep
from models.lifecycle import State
from models.tables.audit import AuditRow
from models.tables.reviews import AssignmentKind
from models.tables.special_days import Extension
from tests.integration.cases.conftest import CALLS
from tests.support.desk import Desk, kinds, nothing_written, refused

FORM = "a-form-that-asks-once"


def desks(desk: Desk) -> tuple[Desk, Desk, Desk]:
    """A result that may be appealed, an appeal that waits for opinions, one that waits for its decision."""
    names = list(CALLS)
    return (
        Desk(desk.house, names[0]).to(State.RELEASED),
        Desk(desk.house, names[1]).to(State.APPEALED),
        Desk(desk.house, names[2]).to(State.ADJUDICATION),
    )


def test_every_open_deadline_gets_the_same_hours(desk: Desk):
    released, appealed, decided = desks(desk)
    until, opinions = released.case.appeal_until, appealed.appeal.opinions_due_at
    decision, other = appealed.appeal.decision_due_at, decided.appeal.decision_due_at

    done = extend(FORM, 2, "机房断电。", **desk.as_("lead"))

    # Each was due at ten in the morning, so two hours later is two hours later.
    assert released.case.appeal_until == until + timedelta(hours=2)
    assert appealed.appeal.opinions_due_at == opinions + timedelta(hours=2)
    assert appealed.appeal.decision_due_at == decision + timedelta(hours=2)
    assert decided.appeal.decision_due_at == other + timedelta(hours=2)
    assert (done.results, done.opinions, done.decisions) == (1, 1, 2)


def test_what_is_shown_before_is_what_happens(desk: Desk):
    released, *_ = desks(desk)

    shown = extension_page(2, **desk.as_("lead"))
    done = extend(shown.request_id, 2, "机房断电。", **desk.as_("lead"))

    assert (shown.results, shown.opinions, shown.decisions) == (done.results, done.opinions, done.decisions)
    assert shown.first is not None
    assert shown.first.new == min(released.case.appeal_until, Desk(desk.house, "second-call").appeal.opinions_due_at)


def test_looking_changes_nothing(desk: Desk):
    released, *_ = desks(desk)

    with nothing_written(released):
        extension_page(2, **desk.as_("lead"))


def test_a_form_that_is_sent_twice_extends_once(desk: Desk):
    released, *_ = desks(desk)
    extend(FORM, 2, "机房断电。", **desk.as_("lead"))
    until = released.case.appeal_until

    with pytest.raises(Conflict), nothing_written(released):
        extend(FORM, 2, "机房断电。", **desk.as_("lead"))

    assert released.case.appeal_until == until


def test_a_form_that_is_sent_four_times_at_once_extends_once(desk: Desk):
    released, *_ = desks(desk)
    until = released.case.appeal_until

    def send() -> None:
        with suppress(Conflict):
            extend(FORM, 2, "机房断电。", **desk.as_("admin"))

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(send) for _ in range(4)]:
            done.result()

    assert desk.count(Extension) == 1
    assert released.case.appeal_until == until + timedelta(hours=2)


def test_the_chain_tells_of_the_whole_and_of_every_part(desk: Desk):
    released, appealed, _ = desks(desk)
    until = released.case.appeal_until

    extend(FORM, 2, "机房断电。", **desk.as_("lead"))

    with desk.services.transaction.read() as tx:
        (whole,) = tx.session.scalars(select(AuditRow).where(AuditRow.action == "deadlines.extended")).all()
    (part,) = released.told("case.appeal_extended")
    assert whole.details["results"] == 1
    assert whole.why == part.why == "机房断电。"
    assert part.old == until.isoformat(timespec="seconds")
    assert [row.action for row in appealed.told("case.") if "extended" in row.action] == [
        "case.opinions_extended",
        "case.decision_extended",
    ]


def test_a_deadline_that_passed_during_the_outage_is_open_until_somebody_acts(desk: Desk):
    released = desk.to(State.RELEASED)
    desk.clock.now = released.case.appeal_until + timedelta(minutes=30)

    extend(FORM, 9, "一整天没有系统。", **desk.as_("lead"))

    assert sweep(services=desk.services).closed == 0
    assert released.state is State.RELEASED
    assert released.file()


def test_a_deadline_still_acts_once_after_it_was_moved(desk: Desk):
    released = desk.to(State.RELEASED)
    extend(FORM, 2, "机房断电。", **desk.as_("lead"))
    desk.clock.now = released.case.appeal_until + timedelta(milliseconds=1)

    assert [sweep(services=desk.services).closed for _ in range(2)] == [1, 0]


def test_agents_are_told_once(desk: Desk):
    released = desk.to(State.RELEASED)

    extend(FORM, 2, "机房断电。", **desk.as_("lead"))

    told = kinds(desk.notices(desk.house.login_of(released.case.agent_id)))
    assert told.count("deadline_extended") == 1


def test_time_to_answer_a_question_is_extended_too(desk: Desk):
    desk.to(State.APPEALED)
    clarify.ask(desk.appeal.public_id, "哪一句?", **desk.as_("lead"))

    extend(FORM, 2, "机房断电。", **desk.as_("lead"))
    desk.clock.forward(days=2, hours=1)

    assert sweep(services=desk.services).questions_closed == 0


@pytest.mark.parametrize("hours", [0, -1, 90.5, 10_000])
def test_hours_that_cannot_be_are_refused(desk: Desk, hours: float):
    desk.to(State.RELEASED)

    with pytest.raises(Invalid), nothing_written(desk):
        extend(FORM, hours, "机房断电。", **desk.as_("lead"))


def test_a_reason_is_needed_and_something_to_extend(desk: Desk):
    with refused("nothing_open"), nothing_written(desk):
        extend(FORM, 2, "机房断电。", **desk.as_("lead"))
    desk.to(State.RELEASED)
    with refused("reason_missing"), nothing_written(desk):
        extend(FORM, 2, " ", **desk.as_("lead"))


@pytest.mark.parametrize("login", ["manager", "inspector", "leader1", "agent8001"])
def test_who_has_no_right_extends_nothing(desk: Desk, login: str):
    desk.to(State.RELEASED)

    with pytest.raises(Forbidden), nothing_written(desk):
        extend(FORM, 2, "机房断电。", **desk.as_(login))


def test_of_a_deadline_that_was_moved_people_are_told_again_and_once(desk: Desk):
    desk.to(State.APPEALED)
    asked = desk.house.login_of(desk.assignment(AssignmentKind.OPINION).inspector_id)
    desk.clock.now = desk.appeal.opinions_due_at - timedelta(hours=3)
    sweep(services=desk.services)

    extend(FORM, 9, "机房断电。", **desk.as_("lead"))
    desk.clock.now = desk.appeal.opinions_due_at - timedelta(hours=3)
    for _ in range(2):
        sweep(services=desk.services)

    assert kinds(desk.notices(asked)).count("opinion_due") == 2
