"""What an inspector sees without moving anything, at both sizes and in both languages. The pictures are kept to be
looked at: `tests/output/review/`."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.support.chromium import Watch
from tests.support.machine import ROOT
from tests.support.seed import House
from tests.support.serving import copied, served, sign_in

pytestmark = pytest.mark.browser

PICTURES = ROOT / "tests" / "output" / "review"
SIZES = [(1366, 768), (1920, 1080)]
ALWAYS_SEEN = (
    "[data-lanes]",
    "[data-play-pause]",
    "[data-score-total]",
    "[data-score-outcome]",
    "[data-submit=confirm]",
)
# Counts what lies wholly inside its pane and inside the window.
WHOLLY_SEEN = """([selector, pane]) => {
    const frame = document.querySelector(pane).getBoundingClientRect();
    return [...document.querySelectorAll(selector)].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.height > 0 && box.top >= frame.top - 1 && box.bottom <= Math.min(frame.bottom, innerHeight) + 1;
    }).length;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, template: House) -> Iterator[str]:
    made = copied(template, tmp_path_factory.mktemp("house") / "house")
    with served(made.services) as url:
        yield url


@pytest.fixture
def at_work(page: Page, address: str) -> Page:
    PICTURES.mkdir(parents=True, exist_ok=True)
    return page


def open_review(page: Page, address: str, language: str) -> None:
    sign_in(page, address, "inspector", language=language)
    page.goto(f"{address}/inspector/queue")
    page.keyboard.press("n")
    page.wait_for_selector("[data-review][data-ready]")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_everything_that_matters_is_seen_without_scrolling(
    at_work: Page, address: str, width: int, height: int, language: str
) -> None:
    at_work.set_viewport_size({"width": width, "height": height})
    open_review(at_work, address, language)
    at_work.screenshot(path=PICTURES / f"review-{language}-{width}.png")

    assert at_work.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert at_work.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert at_work.evaluate(WHOLLY_SEEN, [".finding[open]", ".findings .pane-body"]) >= 2
    assert at_work.evaluate(WHOLLY_SEEN, ["[data-utterance]", ".sentences"]) >= 6
    for part in ALWAYS_SEEN:
        box = at_work.locator(part).first.bounding_box()
        assert box is not None, part
        assert box["x"] >= 0 and box["x"] + box["width"] <= width + 1, part
        assert box["y"] >= 0 and box["y"] + box["height"] <= height + 1, part


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", ["queue", "done"])
def test_the_lists_fit_their_window(at_work: Page, address: str, place: str, language: str) -> None:
    at_work.set_viewport_size({"width": 1366, "height": 768})
    sign_in(at_work, address, "inspector", language=language)
    at_work.goto(f"{address}/inspector/{place}")
    at_work.screenshot(path=PICTURES / f"{place}-{language}-1366.png")

    assert at_work.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = at_work.evaluate("[...document.querySelectorAll('tbody tr')].map((row) => row.offsetHeight)")
    assert max(heights) <= 40


def test_english_pages_hold_no_chinese_but_what_people_said_and_named(at_work: Page, address: str) -> None:
    open_review(at_work, address, "en")
    at_work.keyboard.press("?")

    left = at_work.evaluate(
        """() => {
            const spoken = "[data-utterance] .words, q, .why, .review-about, .who-name, .top-button, script, template";
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const found = [];
            while (walker.nextNode()) {
                const node = walker.currentNode;
                const isChinese = /[\\u4e00-\\u9fff]/.test(node.data);
                if (isChinese && !node.parentElement.closest(spoken)) found.push(node.data.trim());
            }
            return found;
        }"""
    )

    assert left == []


def test_every_control_has_a_name(at_work: Page, address: str) -> None:
    open_review(at_work, address, "zh")

    nameless = at_work.evaluate(
        """() => [...document.querySelectorAll("main :is(button, input:not([type=hidden]), select, textarea)")]
            .filter((control) => !(control.textContent.trim() || control.getAttribute("aria-label") || control.title
                || control.querySelector("[aria-label]") || (control.labels && [...control.labels].some((label) =>
                    label.textContent.trim() || label.querySelector("[aria-label]")))))
            .map((control) => control.outerHTML.slice(0, 120))"""
    )

    assert nameless == []


def test_the_empty_queue_says_what_comes_next(at_work: Page, address: str, watch: Watch) -> None:
    sign_in(at_work, address, "inspector")
    at_work.goto(f"{address}/inspector/queue?project=没有这个项目")

    assert at_work.locator(".empty").is_visible()
