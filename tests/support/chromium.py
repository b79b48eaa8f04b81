"""The system's Chromium, driven by Playwright, and a watch that reports every breach of a page's manners."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, sync_playwright

_INLINE = {"data", "blob", "about", "chrome-error"}


class Watch:
    """Listens to a browser context: errors on the console, uncaught exceptions, breaches of the page's own
    Content-Security-Policy, and requests to any other origin than the first page's."""

    def __init__(self, context: BrowserContext) -> None:
        self._complaints: list[str] = []
        self._allowed: list[re.Pattern[str]] = []
        self._origin: str | None = None
        context.on("console", self._heard)
        context.on("weberror", lambda error: self._complaints.append(f"uncaught: {error.error}"))
        context.on("request", self._asked)

    def allow(self, pattern: str) -> None:
        """Complaints in which *pattern* is found are meant by the test, such as an answer 409."""
        self._allowed.append(re.compile(pattern))

    def complaints(self) -> list[str]:
        """What was seen so far and not allowed."""
        return [text for text in self._complaints if not any(pattern.search(text) for pattern in self._allowed)]

    def _heard(self, message: ConsoleMessage) -> None:
        # Chromium reports breaches of the Content-Security-Policy as errors on the console.
        if message.type == "error":
            self._complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in _INLINE:
            return
        origin = f"{parts.scheme}://{parts.netloc}"
        self._origin = self._origin or origin
        if origin != self._origin:
            self._complaints.append(f"request to another origin: {request.method} {request.url}")


# The watch over each context, so that whoever opens one and whoever looks after it mean the same.
_WATCHES: WeakKeyDictionary[BrowserContext, Watch] = WeakKeyDictionary()


def watch_over(context: BrowserContext) -> Watch:
    """The one watch over *context*."""
    if context not in _WATCHES:
        _WATCHES[context] = Watch(context)
    return _WATCHES[context]


@contextmanager
def minding(browser: Browser) -> Iterator[Browser]:
    """*browser*, every context of which is watched from its first page on.

    Raises:
        AssertionError: on leaving, with every complaint that was not allowed.
    """
    watches: list[Watch] = []
    plain = browser.new_context

    def new_context(**options: Any) -> BrowserContext:
        context = plain(**options)
        watches.append(watch_over(context))
        return context

    browser.new_context = new_context  # type: ignore[method-assign]
    try:
        yield browser
    finally:
        browser.new_context = plain  # type: ignore[method-assign]
    complaints = [complaint for watch in watches for complaint in watch.complaints()]
    if complaints:
        raise AssertionError("; ".join(complaints))


@contextmanager
def launched(binary: Path) -> Iterator[Browser]:
    """A headless Chromium for a whole session."""
    # Chromium's sandbox refuses to run as root; nothing but our own pages is opened.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(binary), args=[*arguments, "--disable-dev-shm-usage", "--disable-gpu"]
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def new_page(browser: Browser, *, language: str = "zh-CN") -> Iterator[tuple[Page, Watch]]:
    """A page in a context of its own (its own cookies), and the watch over it."""
    context = browser.new_context(locale=language, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    watch = watch_over(context)
    try:
        yield context.new_page(), watch
    finally:
        try:
            context.close()
        except Error:  # the browser itself is gone: the test has failed on that already
            watch.allow("")
