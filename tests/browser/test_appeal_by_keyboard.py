"""An appeal from the agent to the decision, by keyboard alone, each person in a browser of their own."""

import pytest
from playwright.sync_api import Browser, Page, expect

from models.lifecycle import State
from models.tables.reviews import AssignmentKind
from tests.support import chromium
from tests.support.seed import House
from tests.support.serving import desk, sign_in

pytestmark = pytest.mark.browser

STORY, AGENT, LEADER = "loan-promise", "agent8008", "leader2"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on *selector*, as somebody without a mouse does."""
    for _ in range(120):
        if page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def test_an_agent_appeals_and_the_lead_decides_without_a_mouse(chromium_browser: Browser, made: House, address: str):
    case = made.case(STORY)

    with desk(chromium_browser, address, AGENT) as page:
        page.goto(f"{address}/agent/results/{case.public_id}")
        tab_to(page, "details.contest summary")
        page.keyboard.press("Enter")
        expect(page.locator("details.contest textarea").first).to_be_focused()
        page.keyboard.type("我转述的是客户的原话。")
        tab_to(page, "form#appeal button")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("申诉已提交")

    made.inspector_opinion(STORY)

    with desk(chromium_browser, address, LEADER) as page:
        page.goto(f"{address}/team/opinions/{made.open_appeal(STORY).public_id}")
        tab_to(page, "input[type=radio]")
        page.keyboard.press("Space")
        tab_to(page, "textarea")
        page.keyboard.type("复听后同意坐席。")
        tab_to(page, "main form button")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("意见已提交")

    with desk(chromium_browser, address, "lead") as page:
        page.goto(f"{address}/lead/decisions/{made.open_appeal(STORY).public_id}")
        tab_to(page, "input[type=radio]")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#preview")).to_contain_text("44 → 50")
        tab_to(page, "select[name^=reason_code]")
        page.keyboard.press("ArrowDown")
        tab_to(page, "input[name^=note]")
        page.keyboard.type("转述客户的话,不算承诺。")
        tab_to(page, ".decide-bar .btn-primary")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("裁定已生效")

    assert made.case(STORY).state is State.FINAL
    assert made.case(STORY).final_score == 50


def test_a_form_that_is_refused_keeps_what_was_typed(chromium_browser: Browser, made: House, address: str):
    made.appeal(STORY)
    task = made.open_assignment(STORY, AssignmentKind.OPINION)
    appeal = made.open_appeal(STORY).public_id

    with chromium.new_page(chromium_browser) as (page, watch):
        watch.allow("409")
        sign_in(page, address, LEADER)
        page.goto(f"{address}/team/opinions/{appeal}")
        page.locator("input[value=supports_appeal]").check()
        page.locator("main textarea").fill("写了很久的理由")
        # Meanwhile the agent takes the appeal back.
        made.withdraw(STORY)
        page.get_by_role("button", name="提交意见").click()
        expect(page.get_by_role("alert")).to_be_visible()
        kept = page.locator("main textarea").input_value()

    assert task.public_id
    assert kept == "写了很久的理由"


def test_a_quoted_sentence_plays_three_seconds_either_side(chromium_browser: Browser, made: House, address: str):
    case = made.case(STORY)

    with desk(chromium_browser, address, AGENT) as page:
        page.goto(f"{address}/agent/results/{case.public_id}")
        button = page.locator("a.clip-play").first
        tab_to(page, "a.clip-play")
        with page.expect_request(f"**/media/case/{case.public_id}/audio") as asked:
            page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        page.keyboard.press("Escape")
        expect(button).to_have_attribute("aria-pressed", "false")

    assert asked.value.url.startswith(address)
