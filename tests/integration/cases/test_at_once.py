"""Many at the same moment: one wins, everybody else is told, and nobody's work is lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from engine.casework.deciding import Decided
from engine.errors import Conflict, Expected, NotFound, Refused
from engine.steps import appeal, approve, assign, decide, opine, release, respond, review
from models.lifecycle import IllegalTransition, State
from models.roles import StaffRole
from models.tables.appeals import AppealState, Decision
from models.tables.cases import Held, ScoreKind
from models.tables.reviews import AssignmentKind, AssignmentState
from tests.support.desk import PRELIMINARY, Desk

WON = "won"


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Start all of *acts* at the same moment; what became of each. Only what people are told may be raised."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        gate.wait(timeout=60)
        try:
            act()
        except (Expected, IllegalTransition) as told:
            return type(told).__name__
        return WON

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_fifty_submissions_one_wins_and_the_rest_keep_their_drafts(desk: Desk):
    first, second = desk.assignment(), desk.house.people["inspector2"].user_id
    holder = desk.holder()
    review.save_draft(first.public_id, desk.draft(comment="第一位的草稿"), 0, **holder)
    assign.reassign(desk.case.public_id, second, "请假", **desk.as_("lead"))
    now_with, now_holder = desk.assignment(), desk.holder()
    review.save_draft(now_with.public_id, desk.draft(comment="第二位的草稿"), 0, **now_holder)
    complete = desk.draft(comment="提交")

    told = at_once(
        *[lambda: review.confirm(first.public_id, complete, 1, **holder)] * 25,
        *[lambda: review.confirm(now_with.public_id, complete, 1, **now_holder)] * 25,
    )

    assert Counter(told) == {WON: 1, Conflict.__name__: 49}
    assert [move[0] for move in desk.moves()].count("confirm") == 1
    assert [one.kind for one in desk.scores()].count(ScoreKind.REVIEWED) == 1
    recalled, done = desk.assignments(AssignmentKind.REVIEW)
    assert (recalled.draft["comment"], done.draft["comment"]) == ("第一位的草稿", "提交")
    assert isinstance(desk.chain(), int)


def test_saving_while_submitting_loses_neither_the_draft_nor_the_result(desk: Desk):
    public_id, holder = desk.assignment().public_id, desk.holder()
    saved = desk.draft(comment="自动保存")

    told = at_once(
        lambda: review.confirm(public_id, desk.draft(comment="提交"), 0, **holder),
        lambda: review.save_draft(public_id, saved, 0, **holder),
    )

    assert Counter(told) == {WON: 1, Conflict.__name__: 1}
    kept = desk.assignments(AssignmentKind.REVIEW)[0]
    assert kept.draft["comment"] == ("提交" if told[0] == WON else "自动保存")
    assert (desk.state is State.CONFIRMED) is (told[0] == WON)


def test_submitting_handing_back_and_recalling_at_once_do_not_wait_for_each_other_for_ever(desk: Desk):
    for _ in range(4):
        if desk.state is not State.IN_REVIEW or not desk.assignments(AssignmentKind.REVIEW, AssignmentState.OPEN):
            break
        public_id, holder, complete = desk.assignment().public_id, desk.holder(), desk.draft()

        told = at_once(
            lambda p=public_id, h=holder, d=complete: review.confirm(p, d, 0, **h),
            lambda p=public_id, h=holder: review.skip(p, "听不清", **h),
            lambda: assign.recall(desk.case.public_id, "请假", **desk.as_("lead")),
            lambda p=public_id, h=holder: assign.recuse(p, "认识", **h),
        )

        assert told.count(WON) >= 1
        assert set(told) <= {WON, Conflict.__name__, Refused.__name__, NotFound.__name__}
    assert isinstance(desk.chain(), int)


def test_of_two_decisions_one_wins_and_the_other_is_told(desk: Desk):
    desk.to(State.ADJUDICATION)
    public_id, version = desk.appeal.public_id, desk.case.version
    overturn, uphold = desk.decisions(Decision.OVERTURN), desk.decisions(Decision.UPHOLD)

    def act(items: list[Decided], lead: str) -> Callable[[], object]:
        return lambda: decide.decide(public_id, items, version, **desk.as_(lead))

    told = at_once(act(overturn, "lead"), act(uphold, "lead3"))

    assert sorted(told) == sorted([WON, Conflict.__name__])
    winner = (Decision.OVERTURN, PRELIMINARY + 6) if told[0] == WON else (Decision.UPHOLD, PRELIMINARY)
    assert ({item.decision for item in desk.appeal.items}, desk.case.final_score) == ({winner[0]}, winner[1])
    assert [one.kind for one in desk.scores()].count(ScoreKind.FINAL) == 1


def test_one_appeal_of_two_is_filed(desk: Desk):
    desk.to(State.RELEASED)

    told = at_once(*[lambda: desk.file("GREET-01")] * 4, lambda: desk.file("CALM-01", by=desk.leader))

    assert Counter(told) == {WON: 1, IllegalTransition.__name__: 4}
    assert [one.state for one in desk.appeals()] == [AppealState.OPEN]
    assert desk.case.appeal_rounds == 1


def test_accepting_and_appealing_at_once_leaves_one_of_both(desk: Desk):
    desk.to(State.RELEASED)

    told = at_once(lambda: respond.acknowledge(desk.case.public_id, **desk.agent), desk.file)

    assert told.count(WON) == 1
    assert desk.state is (State.FINAL if told[0] == WON else State.APPEALED)


def test_both_opinions_at_once_open_the_decision_once(desk: Desk):
    desk.to(State.APPEALED)
    assigned, holder = desk.assignment(AssignmentKind.OPINION), desk.holder(AssignmentKind.OPINION)
    public_id, given = desk.appeal.public_id, desk.opinions()

    told = at_once(
        lambda: opine.inspector_opinion(assigned.public_id, given, **holder),
        lambda: opine.team_leader_opinion(public_id, given, **desk.leader),
    )

    assert told == [WON, WON]
    assert [move[0] for move in desk.moves()].count("opinions_complete") == 1
    assert desk.state is State.ADJUDICATION


def test_one_side_speaking_many_times_at_once_speaks_once(desk: Desk):
    desk.to(State.APPEALED)
    public_id, given = desk.appeal.public_id, desk.opinions()

    told = at_once(*[lambda: opine.team_leader_opinion(public_id, given, **desk.leader)] * 8)

    assert Counter(told) == {WON: 1, Refused.__name__: 7}
    assert len(desk.opinions_given()) == 1


def test_withdrawing_while_an_opinion_is_given_keeps_one_of_both(desk: Desk):
    desk.to(State.APPEALED)
    public_id, given = desk.appeal.public_id, desk.opinions()

    told = at_once(
        lambda: appeal.withdraw(public_id, **desk.agent),
        lambda: opine.team_leader_opinion(public_id, given, **desk.leader),
    )

    assert told.count(WON) == 1
    assert (desk.appeal.state is AppealState.WITHDRAWN) is (told[0] == WON)
    assert len(desk.opinions_given()) == told.count(WON) - (told[0] == WON)


def test_two_leads_releasing_at_once_release_once(desk: Desk):
    desk.to(State.CONFIRMED)

    told = at_once(*[lambda: release.release(desk.case.public_id, **desk.as_("lead"))] * 6)

    assert Counter(told) == {WON: 1, IllegalTransition.__name__: 5}


def test_granting_and_refusing_at_once_is_one_word(desk: Desk):
    desk.to(State.RELEASED)
    asked = desk.correct({"CALM-01": Held.PASS})

    told = at_once(
        lambda: approve.grant(asked, "", **desk.as_("lead")), lambda: approve.refuse(asked, "不", **desk.as_("lead3"))
    )

    assert sorted(told) == sorted([WON, Conflict.__name__])
    assert desk.case.reviewed_score == PRELIMINARY + (3 if told[0] == WON else 0)


def test_stepping_back_many_times_at_once_is_once(desk: Desk):
    public_id, holder = desk.assignment().public_id, desk.as_("inspector", StaffRole.INSPECTOR)

    told = at_once(*[lambda: assign.recuse(public_id, "认识", **holder)] * 6)

    assert Counter(told) == {WON: 1, Conflict.__name__: 5}
    assert len(desk.assignments(AssignmentKind.REVIEW, AssignmentState.OPEN)) == 1
