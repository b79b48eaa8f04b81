"""Whatever comes between an inspector and the server, what was written is there afterwards."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from engine.steps import assign
from engine.steps import review as step
from models.tables.organisation import SignIn, User
from models.tables.reviews import Assignment
from tests.support.chromium import Watch, watch_over
from tests.support.seed import House
from tests.support.serving import sign_in

pytestmark = pytest.mark.browser

READY = "[data-review][data-interactive]"


def opened(page: Page, address: str, language: str = "zh") -> Page:
    """The first review of the queue."""
    sign_in(page, address, "inspector", language=language)
    page.goto(f"{address}/inspector/queue")
    page.keyboard.press("n")
    page.wait_for_selector(READY)
    return page


def assignment(made: House, page: Page) -> Assignment:
    public_id = page.url.rsplit("/", 1)[1].split("?")[0]
    with made.services.transaction.read() as tx:
        return tx.session.scalars(select(Assignment).where(Assignment.public_id == public_id)).one()


def end_sign_ins(made: House) -> None:
    """As if the time of every sign-in were over."""
    with made.services.transaction() as tx:
        for row in tx.session.scalars(select(SignIn)):
            row.revoked_at = made.clock()


def test_after_signing_in_again_the_draft_is_there(page: Page, address: str, made: House, watch: Watch) -> None:
    watch.allow("401")
    review = opened(page, address)
    end_sign_ins(made)
    review.locator("[name=comment]").fill("登录到期时写的")
    trouble = review.locator("[data-kind=trouble].notice-line")
    expect(trouble).to_contain_text("登录已结束")
    here = review.url

    sign_in(review, address, "inspector")
    review.goto(here)
    review.wait_for_selector(READY)

    expect(review.locator("[name=comment]")).to_have_value("登录到期时写的")
    expect(review.locator("[data-saved]")).to_contain_text("已保存")
    assert assignment(made, review).draft["comment"] == "登录到期时写的"


def test_signing_in_again_in_another_window_saves_the_draft_by_itself(
    page: Page, address: str, made: House, watch: Watch
) -> None:
    watch.allow("401")
    watch.allow("400")
    review = opened(page, address)
    end_sign_ins(made)
    review.locator("[name=comment]").fill("没有离开这一页")
    expect(review.locator("[data-kind=trouble].notice-line")).to_be_visible()

    sign_in(review.context.new_page(), address, "inspector")

    expect(review.locator("[data-saved]")).to_contain_text("已保存", timeout=15_000)
    expect(review.locator("[data-kind=trouble].notice-line")).to_have_count(0)
    assert assignment(made, review).draft["comment"] == "没有离开这一页"
    review.locator("[name=comment]").fill("继续写")
    expect(review.locator("[data-saved]")).to_contain_text("已保存")


def test_a_draft_written_offline_survives_a_closed_browser(
    chromium_browser: Browser, address: str, made: House, tmp_path: Path
) -> None:
    context = chromium_browser.new_context()
    watch_over(context).allow("ERR_INTERNET_DISCONNECTED")
    review = opened(context.new_page(), address)
    here = review.url
    context.set_offline(True)
    review.locator("[name=comment]").fill("断网后关掉了浏览器")
    expect(review.locator("[data-kind=trouble].notice-line")).to_be_visible()
    kept = context.storage_state(path=tmp_path / "left.json")
    context.close()

    later = chromium_browser.new_context(storage_state=kept).new_page()
    later.goto(here)
    later.wait_for_selector(READY)

    expect(later.locator("[name=comment]")).to_have_value("断网后关掉了浏览器")
    expect(later.locator("[data-saved]")).to_contain_text("已保存")
    assert assignment(made, later).draft["comment"] == "断网后关掉了浏览器"
    later.context.close()


@pytest.mark.parametrize(
    ("language", "newer", "taken"),
    [
        ("zh", "另一个窗口保存过更新的草稿", "已被收回或已提交"),
        ("en", "Another window", "taken back or already submitted"),
    ],
)
def test_a_conflict_is_told_in_the_readers_language(
    page: Page, address: str, made: House, watch: Watch, language: str, newer: str, taken: str
) -> None:
    watch.allow("409")
    review = opened(page, address, language)
    mine = assignment(made, review)
    step.save_draft(mine.public_id, step.ReviewDraft(comment="x"), mine.draft_version, **made.as_("inspector"))
    review.locator("[name=comment]").fill("第一次")
    conflict = review.locator("[data-kind=conflict].notice-line")
    expect(conflict).to_contain_text(newer)
    conflict.get_by_role("button").nth(2).click()
    expect(review.locator("[data-saved]")).to_contain_text(re.compile("已保存|Saved"))

    assign.recall(mine.case.public_id, "请假", **made.as_("lead"))
    review.locator("[name=comment]").fill("第二次")

    expect(conflict).to_contain_text(taken)
    expect(review.locator("[name=comment]")).to_have_value("第二次")
    assert "第二次" in review.evaluate("Object.values(localStorage).join()")


def test_how_one_listens_follows_the_account_to_another_browser(
    chromium_browser: Browser, page: Page, address: str, made: House
) -> None:
    review = opened(page, address)
    review.keyboard.press("1")
    review.keyboard.press("]")
    with review.expect_response("**/preferences"):
        review.keyboard.press("g")

    other = chromium_browser.new_context()
    elsewhere = opened(other.new_page(), address)

    expect(elsewhere.locator("[data-hear=agent]")).to_have_attribute("aria-pressed", "true")
    expect(elsewhere.locator("[data-speed]")).to_have_text("1.25×")
    elsewhere.keyboard.press("k")
    expect(elsewhere.locator("[data-hear=agent]")).to_have_attribute("aria-pressed", "true")
    with made.services.transaction.read() as tx:
        wishes = tx.session.scalars(select(User).where(User.login == "inspector")).one().preferences["review"]
    assert (wishes["voices"], wishes["speed"]) == ("agent", 1.25)
    other.close()


def test_keys_are_known_when_an_input_method_makes_signs_wide(page: Page, address: str) -> None:
    review = opened(page, address)
    wide = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '%s', code: '%s', bubbles: true}))"
    review.evaluate(wide % ("】", "BracketRight"))
    expect(review.locator("[data-speed]")).to_have_text("1.25×")

    review.evaluate(wide % ("？", "Slash"))

    expect(review.locator("[data-help]")).to_be_visible()


def test_a_key_that_is_taken_is_refused_and_the_usual_ones_come_back(page: Page, address: str) -> None:
    review = opened(page, address)
    review.keyboard.press("?")
    review.locator("[data-rebind=replay]").click()
    review.keyboard.press("y")
    expect(review.locator("[data-note]")).to_contain_text("Y")
    review.evaluate(
        "document.querySelector('[data-help]').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'q', code: 'KeyQ', bubbles: true, keyCode: 229}))"
    )
    expect(review.locator("[data-keys=replay]")).to_have_text("R")
    review.keyboard.press("q")
    expect(review.locator("[data-keys=replay]")).to_have_text("Q")

    with review.expect_response("**/preferences"):
        review.locator("[data-usual]").click()

    expect(review.locator("[data-keys=replay]")).to_have_text("R")
