"""How quick the review page of a long call is: ten minutes, 120 utterances, up to 40 findings.

    python -m tests.bench.review_page

Prints, in milliseconds: the server's answer, the click until the page can be worked with, and the slowest of many
keys. Nothing is asserted: the figures belong to the machine they were taken on.
"""

import statistics
import sys
import tempfile
import time
import wave
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page
from sqlalchemy import select

from models.database import Database
from models.migrate import upgrade
from models.tables.cases import Held, JudgementKind, JudgementRow
from models.tables.recordings import ScoreRun, TranscriptRow
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from tests.support import chromium
from tests.support.seed import House, furnished
from tests.support.serving import served, sign_in
from tools.system_packages import CHROMIUM

LENGTH_S, UTTERANCES, FINDINGS = 600.0, 120, 40
KEYS = ("n", "n", "y", "p", "]", "[", ".", ",", "v", "f", "f", "g", "m", "Escape", "?", "Escape", "k", "k")
# From the key until the browser has painted what it changed.
UNTIL_PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))"


def main() -> int:
    binary = CHROMIUM.binary()
    if binary is None:
        print("Chromium is missing", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as folder:
        made = _house(Path(folder))
        public_id = _lengthen(made)
        with (
            served(made.services) as address,
            chromium.launched(binary) as browser,
            chromium.new_page(browser) as (page, _),
        ):
            sign_in(page, address, "inspector")
            for name, value_ms in _measure(page, f"{address}/inspector/reviews/{public_id}").items():
                print(f"{name:<42} {value_ms:8.0f} ms")
    return 0


def _measure(page: Page, url: str) -> dict[str, float]:
    opens, draws, answers = [], [], []
    for _ in range(5):
        started = time.perf_counter()
        page.goto(url, wait_until="commit")
        page.wait_for_selector("[data-review][data-interactive]")
        opens.append((time.perf_counter() - started) * 1000)
        page.wait_for_selector("[data-review][data-ready]")
        draws.append((time.perf_counter() - started) * 1000)
        answers.append(page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd"))
    keys = []
    for key in KEYS:
        started = time.perf_counter()
        page.keyboard.press(key)
        page.evaluate(UNTIL_PAINTED)
        keys.append((time.perf_counter() - started) * 1000)
    return {
        "server's answer, first": answers[0],
        "server's answer, median of the rest": statistics.median(answers[1:]),
        "click until it can be worked with, first": opens[0],
        "click until it can be worked with, median": statistics.median(opens[1:]),
        "click until both lanes are drawn, median": statistics.median(draws[1:]),
        "key until painted, median": statistics.median(keys),
        "key until painted, slowest": max(keys),
    }


def _house(folder: Path) -> House:
    url = f"sqlite:///{folder / 'callqc.db'}"
    with closing(Database(url)) as database:
        upgrade(database)
    return furnished(folder, url)


def _lengthen(made: House) -> str:
    """Make one waiting call of the inspector ten minutes long, with many utterances and findings."""
    step_s = LENGTH_S / UTTERANCES
    with made.services.transaction() as tx:
        assignment = tx.session.scalars(
            select(Assignment)
            .where(
                Assignment.inspector_id == made.people["inspector"].user_id,
                Assignment.kind == AssignmentKind.REVIEW,
                Assignment.state == AssignmentState.OPEN,
            )
            .order_by(Assignment.id)
            .limit(1)
        ).one()
        assignment.opened_at = made.clock()
        case = assignment.case
        case.recording.duration_s = LENGTH_S
        case.recording.playable_sha256 = made.services.storage.put(_hiss(made.services.settings.data_dir / "long.wav"))
        run = tx.session.get_one(ScoreRun, case.score_run_id)
        heard = tx.session.get_one(TranscriptRow, run.transcript_id)
        said = heard.body["utterances"]
        heard.body = {**heard.body, "utterances": [_turn(said, place, step_s) for place in range(UTTERANCES)]}
        count = int(LENGTH_S * 20)
        heard.peaks = {"rate_hz": 20, "duration_s": LENGTH_S, "channels": [[(n % 17) / 17 for n in range(count)]] * 2}
        rows = tx.session.scalars(select(JudgementRow).where(JudgementRow.case_id == case.id)).all()
        rules = [row for row in rows if row.kind is JudgementKind.RULE]
        for place, row in enumerate(rules[:FINDINGS]):
            row.machine, row.machine_hits = Held.FAIL, 1
            row.evidence = [_proof(1 + place * UTTERANCES // FINDINGS, step_s)]
        print(f"{UTTERANCES} utterances, {len(rules[:FINDINGS])} findings, {LENGTH_S:.0f} s")
        return assignment.public_id


def _hiss(path: Path) -> Path:
    """Ten minutes of quiet noise on two channels, telephone rate."""
    samples = np.random.default_rng(1).integers(-300, 300, size=(int(LENGTH_S * 8000), 2), dtype=np.int16)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(samples.tobytes())
    return path


def _turn(said: list[dict[str, Any]], place: int, step_s: float) -> dict[str, Any]:
    start_s = place * step_s
    return {**said[place % len(said)], "id": place + 1, "start_s": start_s, "end_s": start_s + step_s * 0.8}


def _proof(utterance: int, step_s: float) -> dict[str, Any]:
    start_s = (utterance - 1) * step_s
    return {
        "utterances": [utterance],
        "start_s": start_s,
        "end_s": start_s + step_s * 0.8,
        "chars": [0, 2],
        "quote": "您好",
        "why": "",
        "window": False,
    }


if __name__ == "__main__":
    sys.exit(main())
