"""The watch over pages sees what it is there to see."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page

from tests.support.chromium import Watch

pytestmark = pytest.mark.browser

# Without it the browser asks for an icon when it likes, also while the server is already closing.
NO_ICON = "<link rel='icon' href='data:,'>"
PAGES = {
    "good.html": "<meta charset='utf-8'><title>好</title><script src='good.js'></script>",
    "good.js": "document.title = '很好'",
    "logs.html": "<script>console.error('it broke')</script>",
    "throws.html": "<script>throw new Error('nobody caught me')</script>",
    "inline.html": "<meta http-equiv='Content-Security-Policy' content=\"script-src 'self'\"><script>1</script>",
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


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("logs.html", "console: it broke"),
        ("throws.html", "nobody caught me"),
        ("inline.html", "Content Security Policy"),
        ("elsewhere.html", "request to another origin: GET http://localhost:9/picture.png"),
    ],
)
def test_a_bad_page_is_complained_about(page: Page, watch: Watch, site: str, name: str, complaint: str):
    page.goto(f"{site}/{name}")
    page.wait_for_timeout(200)

    assert any(complaint in seen for seen in watch.complaints()), watch.complaints()
    watch.allow("")
