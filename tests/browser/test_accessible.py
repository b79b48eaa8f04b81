"""Everybody can use the pages: axe finds nothing serious, the keyboard reaches everything, and shows where it is.

axe-core judges each kind of page once per role and language; it is put into the page by the browser's own tools,
so the page's Content-Security-Policy stays as it is; it loads no style sheets of its own, which the policy forbids.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial

import pytest
from playwright.sync_api import Page

from models.roles import StaffRole
from review_app.app import create_app
from tests.integration.pages.test_blindness import WHO
from tests.support.crawl import Crawl, kind_of
from tests.support.filled import fill
from tests.support.machine import ROOT
from tests.support.pages import Visitor
from tests.support.seed import House
from tests.support.serving import copied, served, sign_in

pytestmark = pytest.mark.browser

# The address, and one page of every kind that a role may open.
Served = tuple[str, Callable[[StaffRole], list[str]]]
AXE = ROOT / "tests" / "vendor" / "axe.min.js"
GRAVE = ("serious", "critical")
JUDGE = """async () => {
    const told = await axe.run(document, {resultTypes: ["violations"], preload: false});
    return told.violations.map((one) => ({
        id: one.id, impact: one.impact,
        nodes: one.nodes.map((node) => `${node.target.join(" ")} | ${node.html.slice(0, 120)}`),
    }));
}"""
# Walked through with Tab, beside the home page.
MAIN = {
    StaffRole.INSPECTOR: ("/inspector/queue",),
    StaffRole.QC_LEAD: ("/lead/cases",),
    StaffRole.AGENT: ("/agent/results",),
    StaffRole.TEAM_LEADER: ("/team/results",),
    StaffRole.QC_MANAGER: ("/recordings",),
    StaffRole.ADMIN: ("/admin/users",),
}
# Everything a person can act on, in the order of the page.
FOCUSABLE = """() => {
    const able = "a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], [tabindex]";
    window.reachable = [...document.querySelectorAll(able)].filter((one) =>
        one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true})
        && !(one.type === "radio" && one !== [...document.getElementsByName(one.name)].find((each) => each.checked)
             && [...document.getElementsByName(one.name)].some((each) => each.checked)));
    return {count: window.reachable.length, ahead: window.reachable.filter((one) => one.tabIndex > 0).length};
}"""
# Where Tab is now, and whether anything about the element shows it.
HERE = """() => {
    const here = document.activeElement, place = window.reachable.indexOf(here);
    const look = () => {
        const style = getComputedStyle(here);
        return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor,
                style.borderColor, style.transform, style.top].join();
    };
    const focused = look();
    here.blur();
    const plain = look();
    here.focus({focusVisible: true, preventScroll: true});
    return {place: place, shown: focused !== plain, what: here.outerHTML.slice(0, 140)};
}"""


@pytest.fixture(scope="module")
def house_served(tmp_path_factory: pytest.TempPathFactory, template: House) -> Iterator[Served]:
    made = copied(template, tmp_path_factory.mktemp("house") / "house")
    fill(made)
    with served(made.services) as url:
        yield url, cache(partial(one_of_each, made))


def one_of_each(made: House, role: StaffRole) -> list[str]:
    """An address of every kind of page that *role* may open."""
    app = create_app(made.services)
    found: dict[str, str] = {}
    for asked, answer in Crawl(app, Visitor(app, WHO[role]), role, made).pages():
        if answer.status_code == 200 and answer.mimetype == "text/html" and "<html" in answer.text:
            found.setdefault(kind_of(asked), asked.removeprefix("GET "))
    return sorted(found.values())


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    told = page.evaluate(JUDGE)
    return [f"{one['id']} ({one['impact']}): {node}" for one in told if one["impact"] in GRAVE for node in one["nodes"]]


@pytest.mark.parametrize("role", WHO)
def test_no_page_has_a_grave_obstacle(page: Page, house_served: Served, role: StaffRole):
    url, kinds_for = house_served

    assert obstacles(page, url, role, "zh", kinds_for(role)) == {}


@pytest.mark.parametrize("role", WHO)
def test_nor_have_the_main_pages_in_english(page: Page, house_served: Served, role: StaffRole):
    assert obstacles(page, house_served[0], role, "en", ["/", *MAIN[role]]) == {}


@pytest.mark.nightly
@pytest.mark.parametrize("role", WHO)
def test_nor_has_any_page_in_english(page: Page, house_served: Served, role: StaffRole):
    url, kinds_for = house_served

    assert obstacles(page, url, role, "en", kinds_for(role)) == {}


def obstacles(page: Page, url: str, role: StaffRole, language: str, addresses: list[str]) -> dict[str, list[str]]:
    sign_in(page, url, WHO[role], language=language)
    found = {}
    for address in addresses:
        page.goto(f"{url}{address}")
        found[address] = violations(page)
    return {address: told for address, told in found.items() if told}


def test_an_obstacle_is_found(page: Page, house_served: Served):
    page.goto(f"{house_served[0]}/sign-in")
    page.evaluate("document.querySelector('form').insertAdjacentHTML('beforeend', '<input name=nameless>')")

    assert any("label" in told for told in violations(page))


def walk(page: Page) -> tuple[list[int], list[str]]:
    """Tab from the top of the page: the places that were reached, and what was reached without showing it."""
    count = page.evaluate(FOCUSABLE)["count"]
    places, hidden = [], []
    for _ in range(min(count, 150)):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here["place"] in places or here["place"] < 0:
            continue
        places.append(here["place"])
        hidden += [] if here["shown"] else [here["what"]]
    return places, hidden


@pytest.mark.parametrize("role", WHO)
def test_the_keyboard_goes_through_a_page_in_its_order_and_shows_where_it_is(
    page: Page, house_served: Served, role: StaffRole
):
    url, kinds_for = house_served
    sign_in(page, url, WHO[role])
    wrong = {}

    for address in kinds_for(role):
        page.goto(f"{url}{address}")
        ahead = page.evaluate(FOCUSABLE)["ahead"]
        places, hidden = walk(page) if address in ("/", *MAIN[role]) else ([], [])
        if ahead or hidden or places != sorted(places):
            wrong[address] = (ahead, hidden, places)

    assert wrong == {}
