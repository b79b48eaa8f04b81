"""A house that is served, a browser, and pages that fail their test when they misbehave."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support import chromium, machine
from tests.support.chromium import Watch
from tests.support.seed import House, furnished_once
from tests.support.serving import copied, served
from tools.system_packages import ATOMIC, CHINESE_FONT, CHROMIUM


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> House:
    return copied(furnished_once(sqlite_template), tmp_path_factory.mktemp("house") / "house")


@pytest.fixture
def made(template: House, tmp_path: Path) -> House:
    """The furnished house, for one test to change."""
    return copied(template, tmp_path / "house")


@pytest.fixture
def address(made: House) -> Iterator[str]:
    with served(made.services) as url:
        yield url


@pytest.fixture(scope="session")
def one_chromium() -> Iterator[Browser]:
    machine.need(ATOMIC)
    machine.need(CHINESE_FONT)
    with chromium.launched(machine.need(CHROMIUM)) as browser:
        yield browser


@pytest.fixture
def chromium_browser(one_chromium: Browser) -> Iterator[Browser]:
    """The browser. The test fails when any page of any context logs an error, breaks its Content-Security-Policy,
    or asks another origin for anything."""
    with chromium.minding(one_chromium) as browser:
        yield browser


@pytest.fixture
def watched_page(chromium_browser: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[Page, Watch]]:
    if "address" in request.fixturenames:
        # What serves the page ends after it: a server that still has a visitor waits for seconds.
        request.getfixturevalue("address")
    with chromium.new_page(chromium_browser) as watched:
        yield watched


@pytest.fixture
def page(watched_page: tuple[Page, Watch]) -> Page:
    """A new page with its own cookies."""
    return watched_page[0]


@pytest.fixture
def watch(watched_page: tuple[Page, Watch]) -> Watch:
    """The watch over `page`, for a test that means to see an error: `watch.allow("409")`."""
    return watched_page[1]
