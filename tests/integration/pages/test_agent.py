"""An agent and their results: what is shown, what can be done, until when, and in which words it is refused."""

import io
import zipfile

import pytest

from models.lifecycle import State
from models.tables.cases import Held
from tests.integration.pages.conftest import Visit
from tests.support.seed import House

STORY = "loan-promise"
WHO = "agent8008"


@pytest.fixture
def case_id(made: House) -> str:
    return made.case(STORY).public_id


def failed(made: House, story: str = STORY) -> list[str]:
    return [row.key for row in made.case(story).judgements if row.reviewed is Held.FAIL]


def test_every_deduction_shows_its_words_its_reason_and_a_way_to_hear_them(visit: Visit, made: House, case_id: str):
    page = visit(WHO).page(f"/agent/results/{case_id}")

    assert "违规承诺" in page
    assert "<mark>我保证</mark>" in page
    assert "做不到的承诺就是下一次投诉" in page
    assert f'data-media="/media/case/{case_id}/audio"' in page
    assert "不出现这类情况即可" in page  # and a call that would have passed
    assert '<ul class="plain dialogue"><li' in page


def test_accepting_a_result_makes_it_final(visit: Visit, made: House, case_id: str):
    answer = visit(WHO).post(f"/agent/results/{case_id}/acknowledge")

    assert answer.location == f"/agent/results/{case_id}?done=acknowledged"
    assert made.case(STORY).state is State.FINAL


def test_an_appeal_takes_only_the_chosen_items(visit: Visit, made: House, case_id: str):
    key = failed(made)[0]
    fields = {f"wanted.{key}": "pass", f"reason.{key}": "客户先要求保证", "item": key}

    answer = visit(WHO).post(f"/agent/results/{case_id}/appeal", **fields)

    assert answer.location == f"/agent/results/{case_id}?done=appealed"
    assert [item.judgement.key for item in made.open_appeal(STORY).items] == [key]
    assert made.case(STORY).state is State.APPEALED


@pytest.mark.parametrize(
    ("reason", "wanted", "says"),
    [("", "pass", "理由：不能为空"), ("有理由", "fail", "申诉只能要求改判"), ("有理由", "nonsense", "不在可选范围内")],
)
def test_an_appeal_that_cannot_be_says_why_and_loses_nothing(
    visit: Visit, made: House, case_id: str, reason: str, wanted: str, says: str
):
    key = failed(made)[0]
    fields = {f"wanted.{key}": wanted, f"reason.{key}": reason, "item": key}

    answer = visit(WHO).post(f"/agent/results/{case_id}/appeal", **fields)

    assert answer.status_code == 422
    assert says in answer.text
    assert made.case(STORY).state is State.RELEASED


def test_what_was_typed_is_given_back_where_scripts_do_not_run(visit: Visit, case_id: str, made: House):
    key = failed(made)[0]
    written = "这是一段写了很久的理由,不能丢"

    answer = visit(WHO).post(
        f"/agent/results/{case_id}/appeal", **{f"wanted.{key}": "fail", f"reason.{key}": written, "item": key}
    )

    assert written in answer.text


def test_a_form_sent_by_a_script_gets_only_the_problem(visit: Visit, case_id: str):
    answer = visit(WHO).post(f"/agent/results/{case_id}/appeal", headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "请至少选择一项" in answer.text
    assert "<html" not in answer.text


def test_a_form_sent_by_a_script_moves_the_page_on(visit: Visit, case_id: str):
    answer = visit(WHO).post(f"/agent/results/{case_id}/acknowledge", headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].endswith("?done=acknowledged")


def test_after_the_deadline_nothing_can_be_contested(visit: Visit, made: House, case_id: str):
    until = made.case(STORY).appeal_until
    assert until is not None
    made.clock.now = until
    agent, key = visit(WHO), failed(made)[0]
    fields = {f"wanted.{key}": "pass", f"reason.{key}": "理由", "item": key}
    at_the_last_moment = "提交申诉" in agent.page(f"/agent/results/{case_id}")
    made.clock.forward(milliseconds=1)

    page = agent.page(f"/agent/results/{case_id}")
    answer = agent.post(f"/agent/results/{case_id}/appeal", **fields)

    assert at_the_last_moment
    assert "提交申诉" not in page
    assert "申诉期已过" in page
    assert answer.status_code == 422
    assert "申诉期限已过" in answer.text


def test_an_appeal_without_opinions_can_be_taken_back(visit: Visit, made: House, case_id: str):
    appeal = made.appeal(STORY)
    agent = visit(WHO)
    offered = "撤回这次申诉" in agent.page(f"/agent/results/{case_id}")

    agent.post(f"/agent/results/{case_id}/appeals/{appeal.public_id}/withdraw")

    assert offered
    assert made.case(STORY).state is State.RELEASED


def test_once_an_opinion_is_in_the_appeal_stands(visit: Visit, made: House, case_id: str):
    appeal = made.appeal(STORY)
    made.leader_opinion(STORY)
    agent = visit(WHO)

    page = agent.page(f"/agent/results/{case_id}")
    answer = agent.post(f"/agent/results/{case_id}/appeals/{appeal.public_id}/withdraw")

    assert "撤回这次申诉" not in page
    assert "意见 1/2" in page
    assert answer.status_code == 422


def test_sealed_opinions_are_not_on_the_page(visit: Visit, made: House, case_id: str):
    made.appeal(STORY)
    made.inspector_opinion(STORY)
    made.leader_opinion(STORY)

    page = visit(WHO).page(f"/agent/results/{case_id}")

    assert "复听后仍认为命中成立" not in page
    assert "坐席已先安抚客户" not in page


def test_a_decision_is_told_with_its_reason_and_the_new_score(visit: Visit, made: House, case_id: str):
    before = made.case(STORY).reviewed_score
    made.appeal(STORY)
    made.inspector_opinion(STORY)
    made.leader_opinion(STORY)
    made.decide(STORY)

    page = visit(WHO).page(f"/agent/results/{case_id}")

    assert "推翻" in page
    assert "语境不同" in page
    assert "结合上下文" in page
    assert f"{before:g} → {made.case(STORY).final_score:g}" in page


def test_the_spreadsheet_holds_what_the_list_shows_and_no_formula(visit: Visit, made: House):
    with made.services.transaction() as tx:
        tx.session.get_one(type(made.case(STORY).recording), made.case(STORY).recording_id).project = "=1+1"

    answer = visit(WHO).get("/agent/results?format=xlsx&state=released")

    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        sheet, strings = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/sharedStrings.xml").decode()
        properties = book.read("docProps/core.xml").decode()
    assert "=1+1" in strings
    assert "<f>" not in sheet
    assert sheet.count("<row ") == 2
    assert "<dc:creator></dc:creator>" in properties
    assert answer.headers["Content-Disposition"] == 'attachment; filename="results.xlsx"'


def test_the_list_finds_by_project_and_by_ticket(visit: Visit, made: House, case_id: str):
    agent = visit(WHO)
    ticket = made.case(STORY).recording.details["ticket"]

    by_ticket, by_nothing = agent.page(f"/agent/results?q={ticket}"), agent.page("/agent/results?q=没有这样的")

    assert case_id in by_ticket
    assert case_id not in by_nothing
    assert "请放宽筛选条件" in by_nothing


def test_a_statement_lists_the_month_and_no_other(visit: Visit):
    agent = visit(WHO)

    this_month, other_month, no_month = (
        agent.get(f"/agent/statement{ask}") for ask in ("", "?month=2020-01", "?month=13")
    )

    assert "违规承诺" in this_month.text
    assert "这个月没有结果" in other_month.text
    assert no_month.status_code == 422
