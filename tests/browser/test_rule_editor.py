"""A manager writes a rule: form and YAML say the same, sentences light its conditions, and nothing typed is lost."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from engine.reading.rule_editor import draft_texts
from models.tables.organisation import SignIn
from rules.load import load_rulebook_text
from tests.support.chromium import Watch
from tests.support.publishing import begun
from tests.support.seed import House
from tests.support.serving import sign_in

pytestmark = pytest.mark.browser

READY = "[data-rule-editor][data-ready]"


@pytest.fixture
def draft_id(made: House) -> str:
    return begun(made)


def opened(page: Page, address: str, path: str) -> Page:
    sign_in(page, address, "manager")
    page.goto(f"{address}{path}")
    page.wait_for_selector(READY)
    return page


def test_a_manager_writes_tries_and_saves_a_rule(page: Page, address: str, made: House, draft_id: str) -> None:
    sign_in(page, address, "manager")
    page.goto(f"{address}/rules/drafts/{draft_id}")
    page.get_by_role("link", name="规则清单").click()
    page.get_by_role("link", name="新规则").click()
    page.wait_for_selector(READY)
    yaml, state = page.locator("#yaml"), page.locator("[data-region=state]")

    page.locator("[name='title.zh']").fill("催促客户")
    page.locator("[name='c0.words']").fill("快点说\n别磨蹭")
    expect(yaml).to_have_value(re.compile(r"words: \[快点说, 别磨蹭\]"))
    page.locator("#call").fill("C 我想想\nA 你快点说行不行")
    page.locator("#call").press("Control+Enter")
    expect(page.locator("[data-lit=c1][data-truth=true]")).to_be_visible()
    expect(page.locator(".said-list mark")).to_have_text("快点说")
    expect(page.locator(".trial-verdict")).to_contain_text("不通过")

    page.get_by_role("button", name="加为测试").click()
    expect(page.locator(".rule-tests li")).to_have_count(1)
    expect(page.locator(".rule-tests .chip-pass")).to_be_visible()

    good = yaml.input_value()
    yaml.fill(good.replace("points: -1", "points: 1").replace("when: c1", "when: c1 && c9"))
    expect(state).to_contain_text("要改")
    expect(page.locator("#f-effect\\.points, [data-fold=effect] .field-problem").last).to_be_visible()
    expect(page.locator(".yaml-notes")).to_contain_text("effect")
    yaml.fill(good.replace("severity: minor", "severity: minor: x"))
    expect(page.locator("[data-line]")).to_have_text("第 4 行")
    expect(page.locator("[name=severity]")).to_be_disabled()
    page.locator("[data-line]").click()
    assert page.evaluate("getSelection().toString()") == "severity: minor: x"

    yaml.fill(good)
    expect(state).to_contain_text("未保存")
    page.keyboard.press("Control+s")
    page.wait_for_url(f"**/rules/drafts/{draft_id}/rules/NEW-01*")
    expect(page.locator("[data-region=state]")).to_contain_text("已保存")

    rule = load_rulebook_text(draft_texts(draft_id, **made.as_("manager")).files).rule("NEW-01")
    assert rule.title.zh == "催促客户"
    assert [(test.expect, test.call) for test in rule.tests] == [("fail", "C 我想想\nA 你快点说行不行")]


def test_the_yaml_renews_the_form(page: Page, address: str, draft_id: str) -> None:
    opened(page, address, f"/rules/drafts/{draft_id}/rules/COURT-01")
    yaml = page.locator("#yaml")

    yaml.fill(yaml.input_value().replace("times: 3", "times: 5").replace("severity: minor", "severity: major"))

    expect(page.locator("[name=severity]")).to_have_value("major")
    expect(page.locator("[name='c2.times']")).to_have_value("5")


def test_typing_goes_on_while_the_other_side_is_renewed(page: Page, address: str, draft_id: str) -> None:
    opened(page, address, f"/rules/drafts/{draft_id}/rules/COURT-01")
    words = page.locator("[name='c0.words']")

    words.focus()
    words.press("Control+End")
    for letter in "\n劳驾\n拜托":
        page.keyboard.press("Enter") if letter == "\n" else page.keyboard.insert_text(letter)
        page.wait_for_timeout(300)

    expect(page.locator("#yaml")).to_have_value(re.compile(r"words: \[请, 麻烦, 劳驾, 拜托\]"))
    assert words.input_value() == "请\n麻烦\n劳驾\n拜托"
    assert page.evaluate("document.activeElement.name") == "c0.words"


def test_what_was_typed_is_there_after_the_sign_in_ended(
    page: Page, address: str, made: House, draft_id: str, watch: Watch
) -> None:
    watch.allow("401")
    here = f"/rules/drafts/{draft_id}/rules/COURT-01"
    opened(page, address, here)
    with made.services.transaction() as tx:
        for row in tx.session.scalars(select(SignIn)):
            row.revoked_at = made.clock()
    page.locator("#yaml").fill(page.locator("#yaml").input_value().replace("times: 3", "times: 7"))
    expect(page.locator("[data-trouble]")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())

    opened(page, address, here)
    page.locator("[data-restore]").click()

    expect(page.locator("[name='c2.times']")).to_have_value("7")


def test_the_editor_works_by_keyboard_and_shows_a_place_of_a_problem(page: Page, address: str, draft_id: str) -> None:
    opened(page, address, f"/rules/drafts/{draft_id}/rules/COURT-01")

    page.locator("[name='effect.points']").fill("3")
    page.locator("[data-field=effect]").focus()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.closest('[data-fold]').dataset.fold") == "effect"


def test_an_input_method_is_left_alone_until_a_word_is_chosen(page: Page, address: str, draft_id: str) -> None:
    opened(page, address, f"/rules/drafts/{draft_id}/rules/COURT-01")
    words = page.locator("[name='c0.words']")
    words.fill("")
    expect(page.locator("#yaml")).to_have_value(re.compile(r"please: \{op: keyword, scope"))
    keys = page.context.new_cdp_session(page)

    words.focus()
    keys.send("Input.imeSetComposition", {"text": "laojia", "selectionStart": 6, "selectionEnd": 6})
    page.wait_for_timeout(1200)
    assert "laojia" not in page.locator("#yaml").input_value()
    keys.send("Input.insertText", {"text": "劳驾"})

    expect(page.locator("#yaml")).to_have_value(re.compile(r"words: \[劳驾\]"))
    assert words.input_value() == "劳驾"


def test_enter_in_a_field_renews_the_other_side_and_leaves_the_page_alone(
    page: Page, address: str, draft_id: str
) -> None:
    opened(page, address, f"/rules/drafts/{draft_id}/rules/COURT-01")

    page.locator("[name='effect.points']").fill("-5")
    page.keyboard.press("Enter")

    expect(page.locator("#yaml")).to_have_value(re.compile("points: -5"))
    assert page.evaluate("document.activeElement.name") == "effect.points"
