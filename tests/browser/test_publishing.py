"""From a draft to a published rulebook: two persons, in real browsers, with a replay between them and calls to hear."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from engine.reading.rulebooks import draft_page
from engine.steps.prove import prove
from tests.support import publishing
from tests.support.chromium import Watch
from tests.support.seed import House
from tests.support.serving import desk, sign_in

pytestmark = pytest.mark.browser

OLD, NEW = "[我保证, 向您保证,", "[海岸银行, 向您保证,"


def worth(page: Page, number: int) -> Locator:
    """The points of an item of the first section."""
    return page.locator(f"[name='s.0.i.{number}.worth']")


def test_a_draft_is_replayed_heard_asked_for_and_published(chromium_browser: Browser, made: House, address: str):
    with desk(chromium_browser, address, "manager") as page:
        page.goto(f"{address}/rules")
        page.get_by_role("button", name="新草稿").click()
        page.wait_for_url(lambda url: "/drafts/" in url)
        draft_id = page.url.split("/drafts/")[1].partition("?")[0]
        publishing.rewritten(made, draft_id, OLD, NEW)
        page.reload()
        page.get_by_role("button", name="回放").click()
        expect(page.get_by_role("status")).to_contain_text("回放已排队")
        expect(page.locator("[data-phase=queued]")).to_be_visible()
        prove(services=made.services, processes=1)
        # The page follows by itself.
        expect(page.locator("tr.is-chosen")).to_contain_text("PROM-01", timeout=15_000)
        expect(page.locator("mark").first).to_have_text("海岸银行")
        page.locator("a.clip-play").first.click()
        expect(page.locator("a.clip-play.is-playing")).to_have_count(1)
        page.goto(f"{address}/rules/drafts/{draft_id}")
        page.get_by_role("button", name="申请发布").click()
        expect(page.get_by_role("status")).to_contain_text("等待第二人审批")

    with desk(chromium_browser, address, "lead") as page:
        page.goto(f"{address}/notices")
        page.get_by_role("link", name="规则草稿等待您审批").click()
        page.get_by_role("link", name="会改变什么").click()
        expect(page.locator("tr.is-chosen")).to_contain_text("违规承诺")
        assert re.search(r"(?<!\d)800\d(?!\d)", page.locator("main").inner_text()) is None
        page.goto(f"{address}/rules/drafts/{draft_id}")
        page.fill("[name=note]", "听过示例，同意。")
        page.get_by_role("button", name="同意并发布").click()
        expect(page.get_by_role("status")).to_contain_text("已同意")

    with desk(chromium_browser, address, "manager") as page:
        page.goto(f"{address}/notices")
        expect(page.get_by_text("听过示例，同意。")).to_be_visible()
        page.get_by_role("link", name="您的规则草稿已发布").click()
        expect(page.locator("h1")).to_contain_text("已发布")


def test_the_maximum_follows_every_key_and_only_a_whole_form_is_saved(
    page: Page, watch: Watch, address: str, made: House
):
    draft_id = publishing.begun(made)
    sign_in(page, address, "manager")
    page.goto(f"{address}/rules/drafts/{draft_id}")
    page.get_by_role("link", name="通用服务评分表").click()
    total, opening, warmth = page.locator("[data-total]"), worth(page, 0), worth(page, 1)
    expect(total).to_have_text("50/50")

    opening.fill("5.5")

    expect(total).to_have_text("51.5/50")
    expect(page.locator("#sum-0")).to_have_text("19.5")
    expect(page.locator("#says")).to_contain_text("各项合计 51.5 分，满分写的是 50 分")
    watch.allow("422")
    page.get_by_role("button", name="保存评分表").last.click()
    expect(page.get_by_role("alert")).to_contain_text("没有保存")
    expect(opening).to_have_value("5.5")
    warmth.fill("2.5")
    expect(total).to_have_text("50/50")
    page.locator("[data-item=warmth]").get_by_title("上移").click()
    expect(page.locator("[name='s.0.i.0.id']")).to_have_value("warmth")
    page.get_by_role("button", name="保存评分表").last.click()
    expect(page.get_by_role("status")).to_contain_text("已保存")

    text = draft_page(draft_id, **made.as_("manager")).files["scorecard.yaml"]
    assert text.index("id: warmth") < text.index("id: opening")
    assert "points: 5.5" in text and "# 五十分评分表" in text


def test_what_a_rule_costs_is_seen_in_the_preview(page: Page, address: str, made: House):
    draft_id = publishing.begun(made)
    sign_in(page, address, "manager")
    page.goto(f"{address}/rules/drafts/{draft_id}/forms/zh-50")
    page.get_by_role("link", name="预览与试算").click()
    expect(page.locator(".form-sheet .part")).not_to_have_count(0)

    page.fill("#verdicts", "OPEN-01 不通过\nPROM-01 不通过 2")
    page.get_by_role("button", name="试算").click()

    expect(page.locator(".score-value").first).to_have_text("42/50")


def test_what_was_typed_into_a_draft_is_not_lost_unasked(page: Page, address: str, made: House):
    draft_id, asked = publishing.begun(made), []
    sign_in(page, address, "manager")
    page.goto(f"{address}/rules/drafts/{draft_id}")
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    expect(page.locator(".rail a[aria-current]")).to_contain_text("规则与评分表")

    page.fill("[name=note]", "多写一句")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    assert asked == []
    page.fill("[name=note]", "再写一句")
    page.get_by_role("link", name="规则清单").click()
    page.wait_for_url("**/rules")
    assert asked == ["beforeunload"]


def test_by_keyboard_one_sees_which_button_is_next(page: Page, address: str, made: House):
    draft_id = publishing.begun(made)
    sign_in(page, address, "manager")
    page.goto(f"{address}/rules/drafts/{draft_id}")

    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "保存草稿":
            break

    save = page.get_by_role("button", name="保存草稿")
    expect(save).to_be_focused()
    expect(save).to_have_css("outline-style", "solid")
    expect(save).to_have_css("outline-width", "2px")
