"""An inspector at work: a review from opening to "submit and next" without the mouse, and the nets under it."""

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from engine.steps import review as step
from models.tables.cases import Held
from models.tables.organisation import User
from models.tables.reviews import Assignment, AssignmentState
from review_app.filters import clock
from tests.support.chromium import Watch
from tests.support.seed import House
from tests.support.serving import sign_in

pytestmark = pytest.mark.browser

READY = "[data-review][data-ready]"


@pytest.fixture
def review(address: str, page: Page) -> Page:
    """The next review, opened from the queue with one key."""
    sign_in(page, address, "inspector")
    page.goto(f"{address}/inspector/queue")
    page.keyboard.press("n")
    page.wait_for_selector(READY)
    return page


def id_of(page: Page) -> str:
    return page.url.rsplit("/", 1)[1].split("?")[0]


def assignment(made: House, page: Page) -> Assignment:
    with made.services.transaction.read() as tx:
        return tx.session.scalars(select(Assignment).where(Assignment.public_id == id_of(page))).one()


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("已保存")


def test_a_whole_review_by_keyboard_only(review: Page, made: House) -> None:
    before = assignment(made, review)

    while int(review.locator("[data-open-count]").inner_text()):
        review.keyboard.press("y")
    review.keyboard.press("m")
    review.keyboard.type("语气可以再缓和一些")
    review.keyboard.press("Enter")
    expect(review.locator("[data-remark-list] li")).to_have_count(1)
    review.keyboard.press("Control+Enter")

    review.wait_for_url(lambda url: "done=submitted" in url)
    review.wait_for_selector(READY)
    assert id_of(review) != before.public_id
    with made.services.transaction.read() as tx:
        after = tx.session.get_one(Assignment, before.id)
        assert after.state is AssignmentState.DONE
        assert all(row.reviewed is not Held.UNSURE for row in after.case.judgements)


def test_marks_are_set_and_taken_back_with_one_key(review: Page, made: House) -> None:
    review.keyboard.press("7")
    review.keyboard.press("9")
    review.keyboard.press("9")

    saved(review)
    expect(review.locator("[name=marks]:checked")).to_have_count(1)
    assert assignment(made, review).draft["marks"] == ["positive"]


def test_a_closer_look_shows_the_whole_call_in_a_strip_above(review: Page) -> None:
    strip = review.locator("[data-overview]")
    expect(strip).to_be_hidden()

    review.keyboard.press("=")
    expect(strip).to_be_visible()
    strip.click(position={"x": 5, "y": 8})
    expect(review.locator("[data-now]")).to_have_text("00:00")

    review.keyboard.press("-")
    expect(strip).to_be_hidden()


def test_a_click_on_a_place_in_the_lanes_goes_to_its_finding(review: Page) -> None:
    place = review.locator("[data-lanes] [part~='region'][title]").first
    title = place.get_attribute("title") or ""

    place.click(force=True)

    expect(review.locator("[data-finding].is-current .finding-title")).to_have_text(title)


def test_stop_goes_back_to_the_beginning(review: Page) -> None:
    review.locator("[data-utterance]").nth(3).locator(".words").click()

    review.keyboard.press("s")

    expect(review.locator("[data-now]")).to_have_text("00:00")
    assert review.evaluate("document.querySelector('audio').paused")


def test_a_changed_verdict_wants_its_reason_and_changes_the_score_at_once(review: Page) -> None:
    total = review.locator("[data-score-total]")
    before = float(total.inner_text())

    while review.locator(".is-current[data-judgement='OPEN-01']").count() == 0:
        review.keyboard.press("n")
    review.keyboard.press("x")
    expect(review.locator(".is-current.wants-reason")).to_have_count(1)
    review.keyboard.type("语境不同")
    review.keyboard.press("Enter")

    saved(review)
    expect(review.locator("[data-judgement='OPEN-01'].is-judged")).to_contain_text("机检不正确")
    assert float(total.inner_text()) > before


def test_submitting_too_early_goes_to_what_is_open(review: Page, watch: Watch) -> None:
    watch.allow("422")

    review.keyboard.press("Control+Enter")

    expect(review.locator("[data-notices] .notice-line")).to_be_visible()
    expect(review.locator("[data-judgement].is-current")).to_have_count(1)


def test_what_was_written_is_saved_by_itself_and_there_again(review: Page, made: House) -> None:
    review.locator("[name=comment]").fill("整体服务规范")
    saved(review)

    review.reload()

    expect(review.locator("[name=comment]")).to_have_value("整体服务规范")
    assert assignment(made, review).draft["comment"] == "整体服务规范"


def test_a_newer_draft_of_another_window_is_told_and_nothing_is_lost(review: Page, made: House, watch: Watch) -> None:
    watch.allow("409")
    draft = step.ReviewDraft(comment="另一个窗口写的")
    step.save_draft(id_of(review), draft, 0, **made.as_("inspector"))

    review.locator("[name=comment]").fill("这个窗口写的")

    conflict = review.locator("[data-kind=conflict].notice-line")
    expect(conflict).to_contain_text("另一个窗口")
    conflict.get_by_role("button", name="以我的为准").click()
    saved(review)
    assert assignment(made, review).draft["comment"] == "这个窗口写的"


def test_a_case_that_was_taken_away_says_so_and_keeps_the_draft(review: Page, made: House, watch: Watch) -> None:
    watch.allow("409")
    with made.services.transaction() as tx:
        row = tx.session.scalars(select(Assignment).where(Assignment.public_id == id_of(review))).one()
        row.state, row.closed_at = AssignmentState.RECALLED, made.clock()

    review.locator("[name=comment]").fill("写到一半")

    expect(review.locator("[data-kind=conflict].notice-line")).to_contain_text("收回")
    kept = review.evaluate("Object.values(localStorage).join()")
    assert "写到一半" in kept


def test_a_draft_that_found_no_server_is_kept_and_sent_later(review: Page, made: House, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    review.context.set_offline(True)
    review.locator("[name=comment]").fill("断网时写的")
    expect(review.locator("[data-kind=trouble].notice-line")).to_be_visible()

    review.context.set_offline(False)

    saved(review)
    assert assignment(made, review).draft["comment"] == "断网时写的"


def test_speed_and_keys_stay_with_the_account(review: Page, made: House) -> None:
    review.keyboard.press("]")
    expect(review.locator("[data-speed]")).to_have_text("1.25×")
    review.keyboard.press("?")
    review.locator("[data-rebind=replay]").click()
    with review.expect_response("**/preferences"):
        review.keyboard.press("q")
    review.keyboard.press("Escape")

    review.reload()
    review.wait_for_selector(READY)

    expect(review.locator("[data-speed]")).to_have_text("1.25×")
    expect(review.locator("[data-keys=replay]")).to_have_text("Q")
    with made.services.transaction.read() as tx:
        person = tx.session.scalars(select(User).where(User.login == "inspector")).one()
        assert person.preferences["review"]["keys"] == {"replay": ["Q"]}


def test_the_key_of_the_input_method_can_never_be_chosen(review: Page) -> None:
    review.keyboard.press("?")
    review.locator("[data-rebind=replay]").click()

    review.keyboard.press("Control+Space")

    expect(review.locator("[data-note]")).to_contain_text("Ctrl+Space")
    expect(review.locator("[data-keys=replay]")).to_have_text("R")


def test_keys_stay_out_of_typing_and_of_input_methods(review: Page) -> None:
    review.keyboard.press("n")
    composing = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'y', code: 'KeyY', bubbles: true, %s}))"
    review.evaluate(composing % "isComposing: true")
    review.evaluate(composing % "keyCode: 229")
    review.locator("[name=comment]").focus()
    review.keyboard.type("yxn")

    expect(review.locator(".finding.is-judged")).to_have_count(0)
    expect(review.locator("[name=comment]")).to_have_value("yxn")


def test_a_click_on_an_utterance_plays_it_and_the_current_one_is_followed(review: Page) -> None:
    rows = review.locator("[data-utterance]")
    third = rows.nth(2)
    start_s = float(third.get_attribute("data-start") or 0)

    third.locator(".words").click()

    expect(third).to_have_attribute("aria-current", "true")
    expect(review.locator("[data-now]")).to_have_text(clock(start_s + 1))
    expect(rows.nth(3)).to_have_attribute("aria-current", "true", timeout=10_000)


def test_one_side_is_heard_alone(review: Page) -> None:
    module = review.locator("script[src*='review/main.js']").get_attribute("src") or ""
    heard = review.evaluate(
        """async (module) => {
            const { Listening } = await import(module.replace("main.js", "listening.js"));
            const audio = new Audio(document.querySelector("audio").src);
            await new Promise((ready) => audio.addEventListener("canplaythrough", ready, { once: true }));
            const listening = new Listening(audio, ["agent", "customer"]);
            const levels = {};
            for (const side of ["agent", "customer", "both"]) {
                listening.hear(side);
                levels[side] = listening.gains.map((gain) => gain.gain.value);
            }
            const meters = listening.gains.map((gain) => {
                const meter = listening.context.createAnalyser();
                gain.connect(meter);
                return meter;
            });
            listening.hear("agent");
            audio.currentTime = 1;
            await audio.play();
            const loudest = [0, 0];
            for (let turn = 0; turn < 60; turn += 1) {
                await new Promise((done) => setTimeout(done, 30));
                meters.forEach((meter, channel) => {
                    const samples = new Float32Array(meter.fftSize);
                    meter.getFloatTimeDomainData(samples);
                    loudest[channel] = Math.max(loudest[channel], ...samples.map(Math.abs));
                });
            }
            audio.pause();
            return { levels, loudest };
        }""",
        module,
    )

    assert heard["levels"] == {"agent": [1, 0], "customer": [0, 1], "both": [1, 1]}
    assert heard["loudest"][0] > 0.01
    assert heard["loudest"][1] == 0


def test_a_missed_finding_is_added_with_the_words_it_was_heard_in(review: Page, made: House) -> None:
    review.locator("[data-utterance]").nth(3).locator(".words").click()
    review.keyboard.press("a")
    rule = review.locator("[data-missed-rule]")
    key = review.locator("details[data-undetected] [data-judgement]").first.get_attribute("data-judgement") or ""
    rule.select_option(key)
    review.locator("[data-missed-reason]").fill("机检没有听到")
    review.keyboard.press("Enter")

    saved(review)
    verdict = assignment(made, review).draft["verdicts"][key]
    assert verdict["held"] == "fail"
    assert verdict["spans"][0]["quote"]
    assert verdict["spans"][0]["utterances"] == [4]


def test_an_utterance_gets_a_verdict_of_its_own(review: Page, made: House) -> None:
    review.locator("[data-utterance]").nth(1).locator(".words").click()
    review.keyboard.press("k")
    review.keyboard.press("v")
    review.keyboard.press("v")

    saved(review)
    assert assignment(made, review).draft["sentence_verdicts"] == {"2": "wrong"}


def test_words_are_found_in_the_call(review: Page) -> None:
    words = review.locator("[data-utterance]").nth(4).locator("[data-said]").inner_text()[:3]

    review.keyboard.press("/")
    review.keyboard.type(words)

    expect(review.locator(".sentence.is-found").first).to_be_visible()
    expect(review.locator("[data-search-count]")).to_contain_text("/")


def test_low_risk_findings_are_judged_together(review: Page) -> None:
    low = review.locator("[data-low-risk]").count()

    review.keyboard.press("b")

    expect(review.locator("[data-low-risk].is-judged")).to_have_count(low)
    saved(review)


def test_a_call_is_replaced_with_a_reason(review: Page, made: House) -> None:
    before = assignment(made, review)

    review.keyboard.press("Shift+R")
    review.locator("#replace-reason").select_option(index=1)
    review.locator("[data-replace] button").first.click()

    review.wait_for_url(lambda url: "done=skipped" in url)
    with made.services.transaction.read() as tx:
        assert tx.session.get_one(Assignment, before.id).state is AssignmentState.RECALLED


def test_seconds_of_work_are_sent(review: Page, made: House) -> None:
    review.wait_for_timeout(2500)
    review.evaluate("window.dispatchEvent(new Event('pagehide'))")
    review.wait_for_timeout(500)

    assert assignment(made, review).active_s >= 1


def test_the_list_stays_fresh_without_touching_the_row_in_use(address: str, page: Page, made: House) -> None:
    sign_in(page, address, "inspector")
    page.goto(f"{address}/inspector/queue")
    rows = page.locator("tbody tr")
    count = rows.count()
    used = rows.first.get_attribute("data-row") or ""
    rows.first.locator("button").focus()
    with made.services.transaction() as tx:
        for row in tx.session.scalars(select(Assignment).where(Assignment.public_id.in_([used]))):
            row.state, row.closed_at = AssignmentState.RECALLED, made.clock()
        other = rows.nth(1).get_attribute("data-row")
        gone = tx.session.scalars(select(Assignment).where(Assignment.public_id == other)).one()
        gone.state, gone.closed_at = AssignmentState.RECALLED, made.clock()

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(rows).to_have_count(count - 1)
    assert page.evaluate("document.activeElement.closest('tr').dataset.row") == used


def test_without_scripts_the_review_is_a_form_that_works(chromium_browser: Browser, address: str, made: House) -> None:
    context = chromium_browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    sign_in(page, address, "inspector")
    page.goto(f"{address}/inspector/queue")
    page.locator("[data-next]").click()
    before = assignment(made, page)
    for fieldset in page.locator("[data-needs] fieldset").all():
        fieldset.locator("label").first.click()
    page.locator("[name=comment]").fill("没有脚本也能提交")
    page.locator("[data-submit=confirm]").click()

    page.wait_for_url(lambda url: "done=submitted" in url)
    with made.services.transaction.read() as tx:
        assert tx.session.get_one(Assignment, before.id).state is AssignmentState.DONE
    context.close()
