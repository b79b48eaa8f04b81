"""A browser, and pages that fail their test when they misbehave."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support import chromium, machine
from tests.support.chromium import Watch
from tools.system_packages import CHROMIUM


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    with chromium.launched(machine.need(CHROMIUM)) as browser:
        yield browser


@pytest.fixture
def watched_page(chromium_browser: Browser) -> Iterator[tuple[Page, Watch]]:
    with chromium.new_page(chromium_browser) as (page, watch):
        yield page, watch
    assert watch.complaints() == []


@pytest.fixture
def page(watched_page: tuple[Page, Watch]) -> Page:
    """A new page with its own cookies. The test fails when it logs an error, breaks its Content-Security-Policy,
    or asks another origin for anything."""
    return watched_page[0]


@pytest.fixture
def watch(watched_page: tuple[Page, Watch]) -> Watch:
    """The watch over `page`, for a test that means to see an error: `watch.allow("409")`."""
    return watched_page[1]
