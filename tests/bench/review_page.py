"""How quick the review page of a long call is: ten minutes, 120 utterances, up to 40 findings.

    python -m tests.bench.review_page

From the click in the queue until the page can be worked with, and from every key until the browser has painted what
it changed, as the browser itself measures it. Nothing is asserted: the figures belong to the machine they were
taken on; the goals stand beside them.
"""

import os
import platform
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from playwright.sync_api import Page

from engine.errors import Environment
from tests.bench.long_call import TEN_MINUTES, furnished_house, lengthen
from tests.support import chromium
from tests.support.serving import served, sign_in
from tools.system_packages import CHROMIUM

Measure = dict[str, Any]

OPEN_GOAL_MS, KEY_GOAL_MS = 1000.0, 100.0
# Every key that does something, in an order in which it has something to do.
KEYS = (
    *("n", "y", "p", "u", "n", "0", "Escape", "u", "f", "f", "]", "[", ".", ",", "v", "v", "v", "1", "3", "2", "g"),
    *("g", "=", "-", "m", "Escape", "a", "Escape", "?", "Escape", "/", "Escape", "r", "k", "k", "s"),
    *("ArrowRight", "ArrowLeft", "Shift+ArrowRight", "Shift+ArrowLeft"),
)
# The browser tells nothing of what took less than this.
SHORTEST_TOLD_MS = 16.0
WAIT_AFTER_KEY_MS = 150
WATCH = """
    const now = () => performance.timeOrigin + performance.now();
    addEventListener("click", () => sessionStorage.setItem("clicked", now()), true);
    window.reached = {};
    new MutationObserver(() => {
        const sinceClick = now() - sessionStorage.getItem("clicked");
        for (const what of ["interactive", "ready"]) {
            if (document.querySelector(`[data-review][data-${what}]`)) window.reached[what] ??= sinceClick;
        }
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-interactive", "data-ready"] });
    window.answered = 0;
    new PerformanceObserver((list) => {
        for (const event of list.getEntries()) window.answered = Math.max(window.answered, event.duration);
    }).observe({ type: "event", durationThreshold: 16 });
"""


def main() -> int:
    try:
        measures = measure()
    except Environment as missing:
        print(missing, file=sys.stderr)
        return 3
    for one in measures:
        print(f"{one['name']:<36} p50 {one['ours']:6.0f}  p95 {one['setup']['p95']:6.0f} ms")
    return 0


def measure(*, quick: bool = False) -> list[Measure]:
    """All measures; *quick* for a look at the shape, not at the figures.

    Raises:
        Environment: there is no Chromium.
    """
    binary = CHROMIUM.binary()
    if binary is None:
        raise Environment("Chromium is missing", "apt-get install chromium")
    with furnished_house() as made:
        public_id = lengthen(made, TEN_MINUTES)
        with (
            served(made.services) as address,
            chromium.launched(binary) as browser,
            chromium.new_page(browser) as (page, _),
        ):
            page.set_viewport_size({"width": 1366, "height": 768})
            page.context.add_init_script(WATCH)
            sign_in(page, address, "inspector")
            return [*_opened(page, address, public_id, 3 if quick else 15), *_pressed(page, 1 if quick else 8)]


def _opened(page: Page, address: str, public_id: str, times: int) -> Iterator[Measure]:
    """The first visit has nothing in the browser's cache; the others are an ordinary day."""
    taken: dict[str, list[float]] = {"answer": [], "interactive": [], "lanes": []}
    for _ in range(times + 1):
        page.goto(f"{address}/inspector/queue")
        page.click(f"td.id a[href$='{public_id}']")
        page.wait_for_selector("[data-review][data-ready]")
        taken["answer"].append(page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd"))
        taken["interactive"].append(page.evaluate("window.reached.interactive"))
        taken["lanes"].append(page.evaluate("window.reached.ready"))
    yield _measure("web.review.first_visit", taken["interactive"][:1], OPEN_GOAL_MS)
    for what, values in taken.items():
        yield _measure(f"web.review.{what}", values[1:], OPEN_GOAL_MS)


def _pressed(page: Page, times: int) -> Iterator[Measure]:
    taken: dict[str, list[float]] = {}
    for _ in range(times):
        for key in KEYS:
            page.evaluate("window.answered = 0")
            page.keyboard.press(key)
            page.wait_for_timeout(WAIT_AFTER_KEY_MS)
            taken.setdefault(key, []).append(max(SHORTEST_TOLD_MS, page.evaluate("window.answered")))
    yield _measure("web.review.key", [value for values in taken.values() for value in values], KEY_GOAL_MS)
    for key, values in taken.items():
        yield _measure(f"web.review.key.{key}", values, KEY_GOAL_MS)


def _measure(name: str, values_ms: Sequence[float], goal_ms: float) -> Measure:
    ours = statistics.median(values_ms)
    return {
        "name": name,
        "unit": "ms",
        "ours": ours,
        "baselines": {"goal": goal_ms},
        "ratios": {"goal": goal_ms / ours},
        "equal_answers": None,
        "setup": _setup(values_ms),
    }


def _setup(values_ms: Sequence[float]) -> Mapping[str, object]:
    ordered = sorted(values_ms)
    return {
        "p95": ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))],
        "slowest": ordered[-1],
        "times": len(ordered),
        "call": f"{TEN_MINUTES.length_s:.0f} s, {TEN_MINUTES.utterances} utterances, {TEN_MINUTES.findings} findings",
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    sys.exit(main())
