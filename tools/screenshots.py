"""Photograph the main pages of a running demo, in both languages, for the documentation.

callqc demo --data-dir var/demo        in one terminal
python -m tools.screenshots            in another
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run")
SETTLE_MS = 900


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture. *follow*: a link to click on *path* first, by selector; *press*: a button to press after that."""

    name: str
    login: str
    path: str
    follow: str = ""
    press: str = ""


SHOTS = (
    Shot("sign-in", "", "/sign-in"),
    Shot("inspector-home", "qc1", "/"),
    Shot("inspector-queue", "qc1", "/inspector/queue"),
    Shot("review", "qc1", "/inspector/queue", "main table a[href*='/reviews/']", "form[action$='/open'] button"),
    Shot("inspector-opinion", "qc3", "/opinions", "main table a"),
    Shot("agent-home", "8001", "/"),
    Shot("agent-results", "8001", "/agent/results"),
    Shot("agent-result", "8001", "/agent/results", "main table a[href*='/agent/results/']"),
    Shot("team-leader-home", "tl1", "/"),
    Shot("team-leader-results", "tl1", "/team/results"),
    Shot("lead-home", "lead2", "/"),
    Shot("lead-decisions", "lead2", "/lead/decisions"),
    Shot("lead-decision", "lead2", "/lead/decisions", "main table a"),
    Shot("manager-home", "manager", "/"),
    Shot("manager-recordings", "manager", "/recordings"),
    Shot("admin-home", "admin", "/"),
    Shot("admin-users", "admin", "/admin/users"),
    Shot("admin-audit", "admin", "/admin/audit"),
    Shot("admin-health", "admin", "/admin/health"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8600")
    parser.add_argument("--data-dir", type=Path, default=Path("var/demo"))
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--only", nargs="*", help="names of pictures")
    chosen = parser.parse_args()
    width, height = (int(part) for part in chosen.size.split("x"))
    passwords = json.loads((chosen.data_dir / "sign-ins.json").read_text(encoding="utf-8"))
    chosen.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for shot in SHOTS:
            if chosen.only and shot.name not in chosen.only:
                continue
            for language, page in _pages(browser, chosen.url, shot, passwords, (width, height)):
                target = chosen.out / f"{shot.name}-{language}.png"
                page.screenshot(path=target)
                print(target, page.title())
        browser.close()


def _pages(
    browser: Browser, url: str, shot: Shot, passwords: dict[str, str], size: tuple[int, int]
) -> Iterator[tuple[str, Page]]:
    """The page of *shot*, in Chinese and in English."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.on("console", lambda line: print("console:", line.text) if line.type == "error" else None)
    if shot.login:
        page.goto(f"{url}/sign-in")
        page.fill("input[name=login]", shot.login)
        page.fill("input[name=password]", passwords[shot.login])
        page.press("input[name=password]", "Enter")
        page.wait_for_selector("nav a")
    for language, name in (("zh", "中文"), ("en", "English")):
        page.goto(f"{url}{shot.path}")
        switch = page.locator("form[action='/language'] button", has_text=name)
        if switch.count():
            switch.first.click()
            page.wait_for_load_state("networkidle")
            page.goto(f"{url}{shot.path}")
        if shot.follow and page.query_selector(shot.follow):
            page.click(shot.follow)
            page.wait_for_load_state("networkidle")
        if shot.press and page.query_selector(shot.press):
            page.click(shot.press)
            page.wait_for_load_state("networkidle")
        page.wait_for_timeout(SETTLE_MS)
        yield language, page
    context.close()


if __name__ == "__main__":
    main()
