"""The decision: by a lead who took no part, on every item, never to the agent's harm."""

import pytest
from sqlalchemy import select

from engine.casework.deciding import Decided
from engine.errors import Conflict, Forbidden, NotFound
from engine.review_draft import AdjustmentDraft
from engine.steps import appeal, approve, decide
from models.lifecycle import State
from models.tables.appeals import AppealState, Decision, ReasonCode
from models.tables.cases import Held, ScoreKind
from models.tables.reviews import Approval
from tests.integration.cases.conftest import Opened
from tests.support.desk import PRELIMINARY, Desk, kinds, nothing_written, refused


def one(key: str, decision: Decision, points: float | None = None, note: str = "结合上下文。") -> Decided:
    return Decided(key, decision, ReasonCode.CONTEXT, note, points)


def decided(desk: Desk, *items: Decided) -> float | None:
    return decide.decide(desk.appeal.public_id, items, desk.case.version, **desk.as_("lead"))


@pytest.fixture
def disputed(desk: Desk) -> Desk:
    """An appeal about GREET-01 (-2) and BAN-01 (two hits, -4), before the lead."""
    return desk.to(State.ADJUDICATION)


def test_upheld_changes_nothing(disputed: Desk):
    assert disputed.decide(Decision.UPHOLD) == PRELIMINARY

    assert {row.key for row in disputed.case.judgements if row.final is not row.reviewed} == set()


def test_overturned_gives_back_what_it_cost(disputed: Desk):
    assert disputed.decide(Decision.OVERTURN) == PRELIMINARY + 2 + 4

    assert disputed.row("GREET-01").final is Held.PASS
    assert disputed.row("GREET-01").reviewed is Held.FAIL
    assert [(one.field, one.old, one.new) for one in disputed.modifications()][-2:] == [
        ("GREET-01", "fail", "pass"),
        ("BAN-01", "fail", "pass"),
    ]


def test_partly_overturned_costs_what_the_lead_says_for_all_hits_together(disputed: Desk):
    score = decided(disputed, one("GREET-01", Decision.UPHOLD), one("BAN-01", Decision.PARTIAL, -1))

    assert score == PRELIMINARY + 3
    assert (disputed.row("BAN-01").final, disputed.row("BAN-01").final_points) == (Held.FAIL, -1)
    assert ("BAN-01", "fail", "-1") in [(row.field, row.old, row.new) for row in disputed.modifications()]


@pytest.mark.parametrize("points", [1, -4.5])
def test_a_partial_decision_neither_gives_points_nor_costs_more_than_before(disputed: Desk, points: float):
    with nothing_written(disputed), refused("points_invalid", where="BAN-01"):
        decided(disputed, one("GREET-01", Decision.UPHOLD), one("BAN-01", Decision.PARTIAL, points))


def test_every_item_is_decided_with_a_reason(disputed: Desk):
    greet = one("GREET-01", Decision.UPHOLD)

    for items, code, where in (
        ((greet,), "decision_missing", "BAN-01"),
        ((greet, one("BAN-01", Decision.UPHOLD, note=" ")), "reason_missing", "BAN-01"),
        ((greet, one("BAN-01", Decision.PARTIAL)), "points_missing", "BAN-01"),
        ((greet, one("BAN-01", Decision.UPHOLD), one("CALM-01", Decision.OVERTURN)), "unknown_item", "CALM-01"),
    ):
        with nothing_written(disputed), refused(code, where=where):
            decided(disputed, *items)


def test_the_preview_is_what_the_decision_then_gives(disputed: Desk):
    items = disputed.decisions(Decision.OVERTURN)

    before, after = decide.preview(disputed.appeal.public_id, items, **disputed.as_("lead"))

    assert disputed.state is State.ADJUDICATION
    assert (before, after) == (PRELIMINARY, disputed.decide(Decision.OVERTURN))


def test_the_preview_of_half_a_decision_leaves_the_rest_as_it_is(disputed: Desk):
    half = [one("GREET-01", Decision.OVERTURN)]

    assert decide.preview(disputed.appeal.public_id, half, **disputed.as_("lead")) == (PRELIMINARY, PRELIMINARY + 2)
    with refused("unknown_item", where="CALM-01"):
        decide.preview(disputed.appeal.public_id, [one("CALM-01", Decision.OVERTURN)], **disputed.as_("lead"))


def test_an_item_that_no_longer_applies_never_lowers_the_score(desk: Desk):
    desk.to(State.RELEASED)
    appeal.file(desk.case.public_id, desk.asks("CALM-01", wanted=Held.NOT_APPLICABLE), **desk.agent)
    desk.inspector_opines()
    desk.leader_opines()

    final = desk.decide(Decision.OVERTURN)

    assert final >= PRELIMINARY
    assert desk.row("CALM-01").final is Held.NOT_APPLICABLE


def test_deciding_closes_the_appeal_and_tells_everybody(disputed: Desk):
    disputed.decide(Decision.OVERTURN)

    closed = disputed.appeal
    assert (closed.state, closed.decided_by_id) == (AppealState.DECIDED, disputed.house.people["lead"].user_id)
    assert [(item.decision, item.reason_code) for item in closed.items] == [(Decision.OVERTURN, ReasonCode.CONTEXT)] * 2
    assert disputed.scores()[-1].kind is ScoreKind.FINAL
    for login in ("agent8001", "leader1"):
        assert "decided" in kinds(disputed.notices(login))


@pytest.mark.parametrize("login", ["agent8001", "leader1", "inspector", "manager", "admin"])
def test_only_a_lead_decides(disputed: Desk, login: str):
    with nothing_written(disputed), pytest.raises(Forbidden):
        disputed.decide(by=login)


def test_a_lead_who_granted_the_adjustment_leaves_the_decision_to_another(desk: Desk):
    desk.confirm(desk.draft(adjustment=AdjustmentDraft(points=5, reason="情绪激动")))
    with desk.services.transaction.read() as tx:
        asked = tx.session.scalars(select(Approval)).one()
    approve.grant(asked.public_id, "", **desk.as_("lead"))
    desk.house.release(desk.story)
    desk.file()
    desk.inspector_opines()
    desk.leader_opines()

    with nothing_written(desk), refused("involved_before"):
        desk.decide(by="lead")

    assert isinstance(desk.decide(by="lead3"), float)


def test_before_the_opinions_are_in_nothing_is_decided(desk: Desk):
    desk.to(State.APPEALED)

    with nothing_written(desk), pytest.raises(Conflict):
        desk.decide()


def test_an_older_version_of_the_case_is_told_that_somebody_was_faster(disputed: Desk):
    with nothing_written(disputed), pytest.raises(Conflict) as told:
        decide.decide(
            disputed.appeal.public_id, disputed.decisions(), disputed.case.version - 1, **disputed.as_("lead")
        )

    assert told.value.kind == "case"


def test_what_is_decided_stays_decided(disputed: Desk):
    version = disputed.case.version
    items = disputed.decisions(Decision.OVERTURN)
    disputed.decide(Decision.UPHOLD)

    for seen in (version, disputed.case.version):
        with nothing_written(disputed), pytest.raises(Conflict):
            decide.decide(disputed.appeal.public_id, items, seen, **disputed.as_("lead3"))


def test_an_appeal_that_does_not_exist_is_not_found(desk: Desk):
    with pytest.raises(NotFound):
        decide.decide("no-such-appeal", [], 0, **desk.as_("lead"))


def test_the_adjustment_still_counts_after_the_decision(open_desk: Opened):
    desk = open_desk()
    desk.confirm(desk.draft(adjustment=AdjustmentDraft(points=2, reason="情绪激动")))
    desk.house.release(desk.story)
    desk.file()
    desk.inspector_opines()
    desk.leader_opines()

    assert desk.decide(Decision.OVERTURN) == PRELIMINARY + 2 + 6
