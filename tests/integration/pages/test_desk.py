"""The lead's, the administrator's and the curators' pages, used as people use them."""

import io
import re

import pytest
from sqlalchemy import select

from models.roles import StaffRole
from models.tables.appeals import Appeal, AppealState
from models.tables.clarifications import Clarification
from models.tables.organisation import Conflict, FormerTeam, User
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.tables.special_days import Extension, SpecialDay, WorkingWeek
from tests.integration.pages.conftest import Visit
from tests.support.pages import Visitor
from tests.support.seed import House

STORY = "loan-promise"


def rows(made: House, table: type) -> list:
    with made.services.transaction.read() as tx:
        return list(tx.session.scalars(select(table).order_by(table.id)))


def until_in(page: str) -> str:
    """What the calendar promises a result that is released now."""
    found = re.search(r'可申诉至\s*<strong class="num">([\d: -]+)', page)
    assert found
    return found[1]


# The calendar


def add_day(admin: Visitor, day: str, working: str = "false", **more: str) -> int:
    return admin.post("/admin/calendar/day", day=day, working=working, name="调整", **more).status_code


def test_the_calendar_shows_what_a_change_does_to_what_is_released_now(made: House, visit: Visit):
    admin = visit("admin")
    before = until_in(admin.page("/admin/calendar"))
    following = made.clock().date().toordinal() + 1

    for ordinal in range(following, following + 3):
        assert add_day(admin, type(made.clock().date()).fromordinal(ordinal).isoformat()) == 303

    assert until_in(admin.page("/admin/calendar")) > before


def test_a_change_of_the_calendar_moves_no_promise(made: House, visit: Visit):
    promised = made.case(STORY).appeal_until
    admin = visit("admin")

    add_day(admin, "2026-03-12", until="2026-03-20")
    admin.post("/admin/calendar/week", timezone="Asia/Shanghai", works__6="1", opens__6="10:00", closes__6="12:00")

    assert made.case(STORY).appeal_until == promised
    assert [week.hours for week in rows(made, WorkingWeek)] == [{"6": [600, 720]}]


def test_several_days_in_a_row_are_added_and_one_is_taken_back(made: House, visit: Visit):
    admin = visit("admin")

    add_day(admin, "2026-10-01", until="2026-10-07")
    admin.post("/admin/calendar/day/remove", day="2026-10-04")

    assert [row.day.day for row in rows(made, SpecialDay)] == [1, 2, 3, 5, 6, 7]


def test_a_year_is_imported_and_a_second_time_changes_nothing(made: House, visit: Visit):
    admin = visit("admin")
    table = "日期,类型,名称\n2026-10-01,休,国庆节\n2026-10-10,班,调休\n".encode("gb18030")

    answers = [
        admin.post("/admin/calendar/import", table=(io.BytesIO(table), "2026.csv")).status_code for _ in range(2)
    ]

    assert answers == [303, 303]
    assert [(row.day.isoformat(), row.working) for row in rows(made, SpecialDay)] == [
        ("2026-10-01", False),
        ("2026-10-10", True),
    ]


def test_a_table_with_a_bad_line_says_which_and_imports_nothing(made: House, visit: Visit):
    table = "2026-10-01,休,国庆节\n2026-10-02,也许,国庆节\n".encode()

    answer = visit("admin").post("/admin/calendar/import", table=(io.BytesIO(table), "2026.csv"))

    assert answer.status_code == 422
    assert "第 2 行" in answer.text
    assert "第二列应为" in answer.text
    assert rows(made, SpecialDay) == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"timezone": "Asia/Nowhere", "works__0": "1", "opens__0": "09:00", "closes__0": "18:00"}, "时区"),
        ({"timezone": "Asia/Shanghai"}, "至少要有一个工作日"),
        ({"timezone": "Asia/Shanghai", "works__0": "1", "opens__0": "18:00", "closes__0": "09:00"}, "结束早于开始"),
        ({"timezone": "Asia/Shanghai", "works__0": "1", "opens__0": "soon", "closes__0": "09:00"}, "02:11"),
    ],
)
def test_a_week_that_cannot_be_is_refused_in_words(made: House, visit: Visit, fields: dict[str, str], says: str):
    answer = visit("admin").post("/admin/calendar/week", **fields)

    assert answer.status_code == 422
    assert says in answer.text
    assert rows(made, WorkingWeek) == []


# More time after an outage


def test_deadlines_are_extended_in_two_steps_and_once(made: House, visit: Visit):
    lead = visit("lead")
    before = made.case(STORY).appeal_until
    page = lead.page("/lead/deadlines?hours=2")
    token = re.search(r'name="request_id" value="([^"]+)"', page)
    assert token and before

    answers = [
        lead.post("/lead/deadlines/extend", request_id=token[1], hours="2", reason="断电").status_code for _ in range(2)
    ]

    assert answers == [303, 409]
    assert made.case(STORY).appeal_until > before
    assert len(rows(made, Extension)) == 1
    assert "断电" in lead.page("/lead/deadlines")


def test_looking_at_the_effect_extends_nothing(made: House, visit: Visit):
    before = made.case(STORY).appeal_until

    page = visit("admin").page("/lead/deadlines?hours=2")

    assert "最早到期" in page
    assert made.case(STORY).appeal_until == before


# Conflicts and leave


def test_a_lead_adds_a_conflict_by_number_and_lifts_it(made: House, visit: Visit):
    lead = visit("lead")
    inspector = made.people["inspector"].user_id

    added = lead.post("/lead/conflicts/pairs", inspector=str(inspector), agent_no="8008", kind="kin", reason="表亲")
    (row,) = rows(made, Conflict)
    page = lead.page("/lead/conflicts")
    lifted = lead.post(f"/lead/conflicts/pairs/{row.id}/remove", reason="登记有误")

    assert (added.status_code, lifted.status_code) == (303, 303)
    assert "表亲" in page
    assert "唐雨薇" not in page
    assert rows(made, Conflict) == []


def test_a_former_team_is_added(made: House, visit: Visit):
    answer = visit("manager").post(
        "/lead/conflicts/teams", inspector=str(made.people["inspector"].user_id), team="1", reason=""
    )

    assert answer.status_code == 303
    assert len(rows(made, FormerTeam)) == 1


def test_an_inspector_on_leave_has_nothing_in_hand(made: House, visit: Visit):
    lead, inspector = visit("lead"), made.people["inspector"].user_id

    answer = lead.post(f"/lead/inspectors/{inspector}/away", away="true", recall="true")

    with made.services.transaction.read() as tx:
        held = select(Assignment.id).where(
            Assignment.inspector_id == inspector, Assignment.state == AssignmentState.OPEN
        )
        assert tx.session.scalars(held).all() == []
        assert tx.session.get_one(User, inspector).away
    assert answer.status_code == 303
    assert "返岗" in lead.page("/lead/inspectors")


def test_an_inspector_steps_back_from_a_review_and_from_an_opinion(made: House, visit: Visit):
    made.appeal(STORY)
    with made.services.transaction.read() as tx:
        review = tx.session.scalars(
            select(Assignment).where(Assignment.state == AssignmentState.OPEN, Assignment.kind == AssignmentKind.REVIEW)
        ).first()
    opinion = made.open_assignment(STORY, AssignmentKind.OPINION)
    assert review is not None

    for work, path in ((review, "/inspector/reviews/{}/recuse"), (opinion, "/opinions/{}/recuse")):
        who = visit(made.login_of(work.inspector_id), StaffRole.INSPECTOR)
        assert who.post(path.format(work.public_id), reason="旧同事").status_code in (302, 303)
        assert who.post(path.format(work.public_id), reason="旧同事").status_code == 409

    assert {row.kind.value for row in rows(made, Conflict)} == {"recused"}


# Questions to an appellant


def test_a_question_is_asked_answered_and_shown_to_both(made: House, visit: Visit):
    made.appeal(STORY)
    appeal = made.open_appeal(STORY)
    lead, case = visit("lead"), made.case(STORY)
    agent = visit(made.login_of(case.agent_id))

    asked = lead.post(f"/lead/decisions/{appeal.public_id}/ask", question="您说的是哪一句?")
    (question,) = rows(made, Clarification)
    page = agent.page(f"/agent/results/{case.public_id}")
    answered = agent.post(
        f"/agent/results/{case.public_id}/questions/{question.public_id}/answer", answer="唐雨薇说的第三句"
    )

    assert (asked.status_code, answered.status_code) == (303, 303)
    assert "您说的是哪一句?" in page
    assert "罗质检" not in page
    shown = lead.page(f"/lead/decisions/{appeal.public_id}")
    assert "说的第三句" in shown
    assert "唐雨薇" not in shown


def test_while_a_question_waits_the_lead_is_offered_no_decision(made: House, visit: Visit):
    with made.services.transaction.read() as tx:
        appeal = tx.session.scalars(select(Appeal).where(Appeal.state == AppealState.ADJUDICATION)).first()
    assert appeal is not None
    lead = visit("lead")
    lead.post(f"/lead/decisions/{appeal.public_id}/ask", question="哪一句?")

    page = lead.page(f"/lead/decisions/{appeal.public_id}")
    (question,) = rows(made, Clarification)
    lead.post(f"/lead/questions/{question.public_id}/take-back")

    assert "作出裁定" not in page
    assert "期限暂停" in page
    assert "作出裁定" in lead.page(f"/lead/decisions/{appeal.public_id}")


# The homes


def test_homes_say_what_today_brought_and_who_is_asked(made: House, visit: Visit):
    made.appeal(STORY)
    case = made.case(STORY)
    visit("lead").post(f"/lead/decisions/{made.open_appeal(STORY).public_id}/ask", question="哪一句?")

    agent = visit(made.login_of(case.agent_id)).page("/")

    assert "今日结果" in agent
    assert f"/agent/results/{case.public_id}" in agent
    assert "质检班长请您说明一件申诉" in agent
    assert "今日结果" in visit("leader2").page("/")


def test_the_manager_is_told_what_is_overdue_and_who_is_missing(made: House, visit: Visit):
    lead = visit("lead")
    for login in ("inspector", "inspector2", "lead2"):
        lead.post(f"/lead/inspectors/{made.people[login].user_id}/away", away="true", recall="true")
    made.clock.forward(days=20)

    page = visit("manager").page("/")

    assert "超过裁定期限" in page
    assert "没有人可接" in page
    assert "后台进程没有响应" in page
