"""One recording from the upload to the final result: real sound, the real recogniser, six people in real browsers."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine.drain import drain
from engine.queueing import Job
from engine.speech.hear import Models
from engine.speech.registry import diarizer, transcriber
from engine.steps.route import route
from engine.steps.score import score
from engine.steps.sweep import sweep
from engine.steps.transcribe import transcribe
from models.lifecycle import State
from models.tables.cases import CaseScore, ScoreKind
from models.tables.organisation import User
from models.tables.reviews import AssignmentKind
from tests.support.seed import DEMO, House, house
from tests.support.serving import desk

pytestmark = pytest.mark.browser

CALL, SOUND = "loan-promise", DEMO / "audio" / "loan-promise.ogg"
AGENT, LEADER = "agent8008", "leader2"


@pytest.fixture
def made(tmp_path: Path, sqlite_url: str) -> House:
    empty = house(tmp_path / "data", sqlite_url)
    with empty.services.transaction() as tx:
        # Who holds two roles would have to choose one first; this story is about the path.
        tx.session.get_one(User, empty.people["lead2"].user_id).away = True
    return empty


def test_a_call_goes_from_upload_to_final(chromium_browser: Browser, made: House, address: str):
    with desk(chromium_browser, address, "manager") as page:
        page.goto(f"{address}/recordings/upload")
        page.set_input_files("input[name=sound]", SOUND)
        page.fill("input[name=call_id]", CALL)
        page.fill("input[name=project]", "贷款业务")
        page.fill("input[name=agent_no]", "8008")
        page.click("main form button.btn-primary")
        expect(page.get_by_role("status")).to_contain_text("正在排队转写")
    hear_judge_and_route(made)
    assert made.case(CALL).state is State.IN_REVIEW

    reviewer = made.login_of(made.open_assignment(CALL).inspector_id)
    with desk(chromium_browser, address, reviewer) as page:
        page.goto(f"{address}/inspector/queue")
        page.click("[data-next]")
        page.wait_for_selector("[data-open-count]")
        assert "8008" not in page.content()
        while int(page.locator("[data-open-count]").inner_text()):
            page.keyboard.press("y")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(lambda url: "done=submitted" in url)
    sweep(services=made.services)
    reviewed = made.case(CALL).reviewed_score
    assert made.case(CALL).state is State.RELEASED

    with desk(chromium_browser, address, AGENT) as page:
        page.goto(f"{address}/agent/results")
        page.click(f"main table a[href$='{made.case(CALL).public_id}']")
        page.locator("details.contest summary").first.click()
        page.locator("details.contest textarea").first.fill("我转述的是客户的原话。")
        page.click("form#appeal button")
        expect(page.get_by_role("status")).to_contain_text("申诉已提交")

    asked = made.open_assignment(CALL, AssignmentKind.OPINION)
    assert made.login_of(asked.inspector_id) != reviewer
    give_opinion(chromium_browser, address, made.login_of(asked.inspector_id), f"/opinions/{asked.public_id}")
    give_opinion(chromium_browser, address, LEADER, f"/team/opinions/{made.open_appeal(CALL).public_id}")
    assert made.case(CALL).state is State.ADJUDICATION

    with desk(chromium_browser, address, "lead") as page:
        page.goto(f"{address}/lead/decisions/{made.open_appeal(CALL).public_id}")
        page.locator("input[type=radio][value=overturn]").first.check()
        page.locator("select[name^=reason_code]").first.select_option("context")
        page.locator("input[name^=note]").first.fill("转述客户的话,不算承诺。")
        page.click(".decide-bar .btn-primary")
        expect(page.get_by_role("status")).to_contain_text("裁定已生效")

    case = made.case(CALL)
    assert case.state is State.FINAL
    assert reviewed is not None
    assert case.final_score is not None
    assert case.final_score > reviewed
    with made.services.transaction.read() as tx:
        kinds = [row.kind for row in tx.session.query(CaseScore).filter_by(case_id=case.id).order_by(CaseScore.number)]
    assert kinds == [ScoreKind.PRELIMINARY, ScoreKind.REVIEWED, ScoreKind.FINAL]

    with desk(chromium_browser, address, "admin") as page:
        page.goto(f"{address}/admin/audit")
        for action in (
            "case.route",
            "case.confirm",
            "case.release",
            "case.appeal",
            "case.opinions_complete",
            "case.decide",
        ):
            expect(page.locator("table code", has_text=action).first).to_be_visible()
        page.click("form[action='/admin/audit/verify'] button")
        expect(page.get_by_role("status")).to_contain_text("链条完整")


def hear_judge_and_route(made: House) -> None:
    """What the workers' jobs do, in this process."""
    services = made.services
    speech = services.settings.speech.model_copy(update={"cpu_threads": 1})
    models = Models(transcriber(speech), diarizer(speech))
    drain(Job.TRANSCRIBE, lambda claims: transcribe(claims, models=lambda: models, services=services), services)
    drain(Job.SCORE, lambda claims: score(claims[0], services=services), services)
    drain(Job.ROUTE, lambda claims: route(claims[0], services=services), services)


def give_opinion(browser: Browser, address: str, login: str, path: str) -> None:
    with desk(browser, address, login) as page:
        page.goto(f"{address}{path}")
        page.locator("main input[type=radio]").first.check()
        page.locator("main textarea:visible").first.fill("复听后同意坐席。")
        page.click("main form button.btn-primary")
        expect(page.get_by_role("status")).to_contain_text("意见已提交")
