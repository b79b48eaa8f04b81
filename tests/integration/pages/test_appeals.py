"""Opinions and decisions on pages: sealed until both are in, made in the open, once."""

import re

import pytest
from sqlalchemy import select

from models.lifecycle import State
from models.roles import StaffRole
from models.tables.appeals import AppealState
from models.tables.cases import Held
from models.tables.reviews import Assignment, AssignmentKind
from tests.integration.pages.conftest import Visit
from tests.support.pages import Visitor
from tests.support.seed import House

STORY = "loan-promise"
LEADER = "leader2"


@pytest.fixture
def appealed(made: House) -> House:
    made.appeal(STORY, "我转述的是客户的话。")
    return made


def opinion_fields(house: House, stance: str = "supports_appeal", text: str = "听过了,同意。") -> dict[str, str]:
    (key,) = [item.judgement.key for item in house.open_appeal(STORY).items]
    return {"item": key, f"stance.{key}": stance, f"text.{key}": text}


def decision_fields(house: House, decision: str = "overturn", **more: str) -> dict[str, str]:
    (key,) = [item.judgement.key for item in house.open_appeal(STORY).items]
    told = {"reason_code": "context", "note": "语境不同", **more}
    return {
        "item": key,
        "version": str(house.case(STORY).version),
        f"decision.{key}": decision,
        **{f"{name}.{key}": value for name, value in told.items()},
    }


def asked_inspector(house: House, visit: Visit) -> tuple[Visitor, str]:
    assignment = house.open_assignment(STORY, AssignmentKind.OPINION)
    return visit(house.login_of(assignment.inspector_id), StaffRole.INSPECTOR), assignment.public_id


def with_both_opinions(house: House) -> str:
    house.inspector_opinion(STORY)
    house.leader_opinion(STORY)
    return house.open_appeal(STORY).public_id


def test_the_inspector_reads_machine_inspector_and_agent_side_by_side(appealed: House, visit: Visit):
    inspector, task = asked_inspector(appealed, visit)

    page = inspector.page(f"/opinions/{task}")

    assert "我转述的是客户的话。" in page
    assert f"/media/assignment/{task}/audio" in page
    assert re.search(r'<div class="voices">', page)


def test_two_opinions_open_the_way_to_the_decision(appealed: House, visit: Visit):
    inspector, task = asked_inspector(appealed, visit)
    appeal = appealed.open_appeal(STORY).public_id

    first = inspector.post(f"/opinions/{task}", **opinion_fields(appealed, "supports_result"))
    in_between = appealed.case(STORY).state
    second = visit(LEADER).post(f"/team/opinions/{appeal}", **opinion_fields(appealed))

    assert (first.status_code, second.status_code) == (303, 303)
    assert in_between is State.APPEALED
    assert appealed.case(STORY).state is State.ADJUDICATION


@pytest.mark.parametrize(("stance", "text"), [("", "有话说"), ("supports_appeal", ""), ("absent", "有话说")])
def test_an_opinion_needs_a_stance_and_a_reason(appealed: House, visit: Visit, stance: str, text: str):
    inspector, task = asked_inspector(appealed, visit)

    answer = inspector.post(f"/opinions/{task}", **opinion_fields(appealed, stance, text))

    assert answer.status_code == 422
    assert appealed.open_appeal(STORY).opinions == []


def test_nobody_reads_the_other_opinion_before_giving_their_own(appealed: House, visit: Visit):
    appealed.inspector_opinion(STORY)
    appeal = appealed.open_appeal(STORY).public_id

    leader = visit(LEADER).page(f"/team/opinions/{appeal}")
    lead = visit("lead").page(f"/lead/decisions/{appeal}")

    assert "复听后仍认为命中成立" not in leader + lead
    assert "双方都提交后才公开" in lead


def test_a_leader_sees_the_agent_and_an_inspector_does_not(appealed: House, visit: Visit):
    inspector, task = asked_inspector(appealed, visit)
    appeal = appealed.open_appeal(STORY).public_id

    assert "唐雨薇" in visit(LEADER).page(f"/team/opinions/{appeal}")
    assert "唐雨薇" not in inspector.page(f"/opinions/{task}")


def test_a_leader_of_another_team_has_no_such_appeal(appealed: House, visit: Visit):
    appeal = appealed.open_appeal(STORY).public_id

    assert visit("leader1").get(f"/team/opinions/{appeal}").status_code == 404


def test_who_filed_for_an_agent_gives_no_opinion(made: House, visit: Visit):
    case, leader = made.case(STORY), visit(LEADER)
    key = next(row.key for row in case.judgements if row.reviewed is Held.FAIL)
    leader.post(
        f"/team/results/{case.public_id}/appeal",
        **{"item": key, f"wanted.{key}": "pass", f"reason.{key}": "代坐席申诉"},
    )
    appeal = made.open_appeal(STORY)

    answer = leader.post(f"/team/opinions/{appeal.public_id}", **opinion_fields(made))

    assert answer.status_code == 422
    assert "自己提出的申诉" in answer.text


def test_the_lead_sees_both_opinions_and_the_effect_before_deciding(appealed: House, visit: Visit):
    appeal = with_both_opinions(appealed)
    lead = visit("lead")
    before = appealed.case(STORY).reviewed_score

    page = lead.page(f"/lead/decisions/{appeal}")
    preview = lead.post(
        f"/lead/decisions/{appeal}/preview", headers={"HX-Request": "true"}, **decision_fields(appealed)
    )

    assert "复听后仍认为命中成立" in page
    assert "坐席已先安抚客户" in page
    assert f"{before:g} → <strong>50</strong>" in preview.text
    assert appealed.case(STORY).state is State.ADJUDICATION


def test_the_preview_works_without_scripts_and_keeps_what_was_chosen(appealed: House, visit: Visit):
    appeal = with_both_opinions(appealed)

    page = visit("lead").post(f"/lead/decisions/{appeal}/preview", **decision_fields(appealed, note="还在想")).text

    assert "<strong>50</strong>" in page
    assert 'value="还在想"' in page
    assert re.search(r'value="overturn" required checked', page)


def test_the_effect_that_was_shown_is_the_score_that_follows(appealed: House, visit: Visit):
    appeal = with_both_opinions(appealed)
    lead = visit("lead")

    answer = lead.post(f"/lead/decisions/{appeal}", **decision_fields(appealed))

    assert answer.location == "/lead/decisions?done=decided"
    assert appealed.case(STORY).final_score == 50


def test_a_partial_decision_costs_what_is_written_without_its_sign(appealed: House, visit: Visit):
    appeal = with_both_opinions(appealed)

    visit("lead").post(f"/lead/decisions/{appeal}", **decision_fields(appealed, "partial", points="1"))

    assert appealed.case(STORY).final_score == 49


@pytest.mark.parametrize(
    ("decision", "more", "says"),
    [
        ("", {}, "每一项都要作出裁定"),
        ("overturn", {"note": ""}, "不能为空"),
        ("overturn", {"reason_code": ""}, "不能为空"),
        ("partial", {}, "请写明仍扣几分"),
        ("partial", {"points": "many"}, "不是数字"),
    ],
)
def test_a_decision_that_lacks_something_says_what(
    appealed: House, visit: Visit, decision: str, more: dict[str, str], says: str
):
    appeal = with_both_opinions(appealed)

    answer = visit("lead").post(f"/lead/decisions/{appeal}", **decision_fields(appealed, decision, **more))

    assert answer.status_code == 422
    assert says in answer.text
    assert appealed.open_appeal(STORY).state is AppealState.ADJUDICATION


def test_of_two_leads_one_is_told_that_the_other_was_faster(appealed: House, visit: Visit):
    appeal = with_both_opinions(appealed)
    fields = decision_fields(appealed)
    one, other = visit("lead"), visit("lead2")

    first = one.post(f"/lead/decisions/{appeal}", **fields)
    second = other.post(f"/lead/decisions/{appeal}", **fields)

    assert first.status_code == 303
    assert second.status_code == 409
    assert "刚刚有人先处理了" in second.text


def test_who_took_part_before_is_not_offered_the_decision(made: House, visit: Visit):
    story = next(
        story
        for story in ("loan-promise", "move-house", "no-empathy", "refund-promise", "talk-over", "repair-banned")
        if made.case(story).state is State.RELEASED and _reviewed_by(made, story) == "lead2"
    )
    appeal = made.appeal(story)
    made.inspector_opinion(story)
    made.leader_opinion(story)

    page = visit("lead2").page(f"/lead/decisions/{appeal.public_id}")

    assert "您参与过这张质检单" in page
    assert "作出裁定" not in page


def _reviewed_by(made: House, story: str) -> str:
    with made.services.transaction.read() as tx:
        reviewer = tx.session.scalars(
            select(Assignment.inspector_id).where(Assignment.case_id == made.case(story).id)
        ).first()
    return made.login_of(reviewer)
