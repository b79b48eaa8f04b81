"""Take the pictures of docs/screenshots from a house with cases in every state.

python -m tools.screenshots [FOLDER]
"""

import io
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import av
from playwright.sync_api import Browser, Page

from models.database import Database
from models.migrate import upgrade
from tests.support import chromium
from tests.support.seed import House, furnished
from tests.support.serving import served, sign_in
from tools.system_packages import CHROMIUM

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
# picture -> who looks, and where
PLACES: dict[str, tuple[str, str]] = {
    "sign-in": ("", "/sign-in"),
    "home-inspector": ("inspector", "/"),
    "queue": ("inspector", "/inspector/queue"),
    "review": ("inspector", "/inspector/queue#open"),
    "opinion": ("inspector", "/opinions/#open"),
    "home-agent": ("agent8006", "/"),
    "results": ("agent8006", "/agent/results"),
    "result": ("agent8006", "/agent/results#open"),
    "home-leader": ("leader2", "/"),
    "team": ("leader2", "/team/"),
    "home-lead": ("lead", "/"),
    "decisions": ("lead", "/lead/decisions"),
    "decision": ("lead", "/lead/decisions#open"),
    "cases": ("lead", "/lead/cases"),
    "home-manager": ("manager", "/"),
    "recordings": ("manager", "/recordings"),
    "upload": ("manager", "/recordings/upload"),
    "users": ("admin", "/admin/users"),
    "audit": ("admin", "/admin/audit"),
    "health": ("admin", "/admin/health"),
    "notices": ("agent8006", "/notices"),
}


def main() -> int:
    folder = Path(sys.argv[1]) if sys.argv[1:] else FOLDER
    binary = CHROMIUM.binary()
    if binary is None:
        print("Chromium is missing; type: apt-get install chromium", file=sys.stderr)
        return 3
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        served(_house(Path(home)).services) as address,
        chromium.launched(binary) as browser,
    ):
        for language, locale in LANGUAGES.items():
            for name in PLACES:
                _take(browser, address, name, language, locale, folder)
    return 0


def _house(folder: Path) -> House:
    url = f"sqlite:///{folder / 'callqc.db'}"
    with closing(Database(url)) as database:
        upgrade(database)
    return furnished(folder / "data", url)


def _take(browser: Browser, address: str, name: str, language: str, locale: str, folder: Path) -> None:
    login, place = PLACES[name]
    with chromium.new_page(browser, language=locale) as (page, _):
        page.set_viewport_size({"width": 1366, "height": 768})
        if login:
            sign_in(page, address, login, language=language)
        else:
            page.context.add_cookies([{"name": "language", "value": language, "url": address}])
        path, _, opens = place.partition("#")
        page.goto(address + path)
        if opens:
            _open_first(page, path)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(400)
        _keep(page.screenshot(), folder / f"{name}-{language}.webp")
        print(f"{name}-{language}")


def _keep(png: bytes, path: Path) -> None:
    """WebP without loss holds a page of text in half the bytes; the repository stays small."""
    with av.open(io.BytesIO(png)) as taken, av.open(str(path), "w", format="webp") as file:
        frame = next(taken.decode(video=0)).reformat(format="bgra")
        stream = file.add_stream("libwebp", rate=1, options={"lossless": "1", "compression_level": "6"})
        stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "bgra"
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def _open_first(page: Page, path: str) -> None:
    """Open the first thing of a list, as a person with a mouse does."""
    if path == "/inspector/queue":
        page.keyboard.press("n")
        page.wait_for_selector("[data-review][data-ready]")
    else:
        page.locator(f"main a[href^='{path.rstrip('/')}/']").first.click()


if __name__ == "__main__":
    sys.exit(main())
