"""The watch over pages sees what it is there to see."""

import ast
import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from tests.support import chromium
from tests.support.chromium import Watch
from tests.support.source import calls_of, place

pytestmark = pytest.mark.browser

# Without it the browser asks for an icon when it likes, also while the server is already closing.
NO_ICON = "<link rel='icon' href='data:,'>"
PAGES = {
    "good.html": "<meta charset='utf-8'><title>好</title><script src='good.js'></script>",
    "good.js": "document.title = '很好'",
    "logs.html": "<script>console.error('it broke')</script>",
    "throws.html": "<script>throw new Error('nobody caught me')</script>",
    "inline.html": "<meta http-equiv='Content-Security-Policy' content=\"script-src 'self'\"><script>1</script>",
    "lost.html": "<script src='not-there.js'></script>",
    "elsewhere.html": "<img src='http://localhost:9/picture.png'>",
}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    for name, body in PAGES.items():
        icon = NO_ICON if name.endswith(".html") else ""
        (tmp_path / name).write_text(icon + body, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_good_page_has_no_complaints(page: Page, watch: Watch, site: str):
    page.goto(f"{site}/good.html")

    assert page.title() == "很好"
    assert watch.complaints() == []


BAD = pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("logs.html", "console: it broke"),
        ("throws.html", "nobody caught me"),
        ("inline.html", "Content Security Policy"),
        ("elsewhere.html", "request to another origin: GET http://localhost:9/picture.png"),
        ("lost.html", "404"),
    ],
)


@BAD
def test_a_bad_page_is_complained_about(page: Page, watch: Watch, site: str, name: str, complaint: str):
    page.goto(f"{site}/{name}")
    page.wait_for_timeout(200)

    assert any(complaint in seen for seen in watch.complaints()), watch.complaints()
    watch.allow("")


@BAD
def test_a_test_with_a_bad_page_fails(one_chromium: Browser, site: str, name: str, complaint: str):
    """The control: whatever a test asserts, it fails when one of its pages is bad."""
    with pytest.raises(AssertionError, match=re.escape(complaint)), chromium.minding(one_chromium) as browser:
        page = browser.new_context().new_page()
        page.goto(f"{site}/{name}")
        page.wait_for_timeout(200)


def test_no_browser_test_opens_a_page_past_the_watch():
    strays = [
        place(path, call)
        for path in sorted(Path(__file__).parent.glob("*.py"))
        for call in [*calls_of("launch", path), *calls_of("new_page", path)]
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and ("browser" in call.func.value.id or call.func.attr == "launch")
    ]

    assert strays == []
