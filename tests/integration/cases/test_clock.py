"""The clock: each deadline acts once, each reminder is sent once, in however many processes it runs."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from engine.steps.sweep import sweep
from models.lifecycle import State
from models.tables.audit import AuditRow
from models.tables.notices import Notice
from models.tables.reviews import AssignmentKind
from models.tables.special_days import SpecialDay
from tests.integration.cases.conftest import CALLS
from tests.support.desk import Desk, kinds

THREADS = 4
MS = timedelta(milliseconds=1)


def sweep_at_once(desk: Desk) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(sweep, services=desk.services) for _ in range(THREADS)]:
            done.result()


def desks(desk: Desk, state: State) -> list[Desk]:
    return [Desk(desk.house, story).to(state) for story in CALLS]


def test_a_result_is_closed_once(desk: Desk):
    desk.to(State.RELEASED)
    desk.clock.now = desk.case.appeal_until + MS

    assert [sweep(services=desk.services).closed for _ in range(2)] == [1, 0]

    assert desk.moves()[-1] == ("deadline_passed", "released", "final")
    assert desk.told("case.deadline_passed")[0].acting_as == "clock"


def test_a_holiday_moves_the_deadline(desk: Desk):
    thursday = date(2026, 3, 12)
    with desk.services.transaction() as tx:
        tx.session.add(SpecialDay(day=thursday, working=False, name="放假", created_at=desk.clock()))

    desk.to(State.RELEASED)

    # Tuesday, Wednesday, Friday and then a weekend: the third day ends on Monday.
    assert desk.case.appeal_until == desk.clock() + timedelta(days=6)


@pytest.mark.parametrize(
    ("state", "event"),
    [(State.CONFIRMED, "release"), (State.RELEASED, "deadline_passed"), (State.APPEALED, "opinions_complete")],
)
def test_four_sweeps_at_once_act_once_on_every_case(desk: Desk, state: State, event: str):
    cases = desks(desk, state)
    if state is not State.CONFIRMED:
        desk.clock.forward(days=20)

    sweep_at_once(desk)

    for one in cases:
        assert Counter(name for name, _, _ in one.moves())[event] == 1
    assert isinstance(desk.chain(), int)


def test_four_sweeps_at_once_give_work_to_one_inspector(desk: Desk):
    cases = desks(desk, State.IN_REVIEW)
    for one in cases:
        with desk.services.transaction() as tx:
            tx.session.delete(tx.session.merge(one.assignment()))

    sweep_at_once(desk)

    assert [len(one.assignments(AssignmentKind.REVIEW)) for one in cases] == [1, 1, 1]


def test_four_sweeps_at_once_remind_once(desk: Desk):
    desks(desk, State.RELEASED)
    desk.clock.forward(days=2, hours=1)

    for _ in range(2):
        sweep_at_once(desk)

    told = Counter((notice.user_id, notice.kind.value) for notice in desk.notices())
    for agent_no in CALLS.values():
        assert told[desk.house.people[f"agent{agent_no}"].user_id, "deadline_near"] == 1


def test_whoever_owes_an_opinion_is_reminded_once_and_who_gave_it_is_not(desk: Desk):
    desk.to(State.APPEALED)
    asked = desk.house.login_of(desk.assignment(AssignmentKind.OPINION).inspector_id)
    desk.leader_opines()
    desk.clock.forward(days=1, hours=1)

    for _ in range(3):
        sweep(services=desk.services)
        desk.clock.forward(minutes=10)

    assert kinds(desk.notices(asked)).count("opinion_due") == 1
    assert kinds(desk.notices("leader1")).count("opinion_due") == 0


def test_a_decision_that_is_overdue_is_told_to_the_leads_once(desk: Desk):
    desk.to(State.ADJUDICATION)
    desk.clock.now = desk.appeal.decision_due_at + MS

    for _ in range(3):
        sweep(services=desk.services)

    assert kinds(desk.notices("lead")).count("overdue") == 1
    assert desk.state is State.ADJUDICATION


def test_a_sweep_with_nothing_to_do_writes_nothing(desk: Desk):
    desk.to(State.RELEASED)
    before = (desk.count(AuditRow), desk.count(Notice))

    for _ in range(3):
        sweep(services=desk.services)

    assert (desk.count(AuditRow), desk.count(Notice)) == before


def test_an_appeal_filed_while_the_clock_sweeps_is_kept_or_refused_never_lost(desk: Desk):
    desk.to(State.RELEASED)
    desk.clock.now = desk.case.appeal_until

    with ThreadPoolExecutor(2) as pool:
        filed, swept = pool.submit(desk.file), pool.submit(sweep, services=desk.services)

    assert filed.exception() is None
    assert swept.exception() is None
    assert desk.state is State.APPEALED


def test_released_during_a_holiday_the_time_begins_on_the_next_working_day(desk: Desk):
    saturday = desk.clock.forward(days=4)

    desk.to(State.RELEASED)

    assert saturday.weekday() == 5
    # From the midnight before Monday in Shanghai, three days later.
    assert desk.case.appeal_until.isoformat() == "2026-03-18T16:00:00+00:00"
