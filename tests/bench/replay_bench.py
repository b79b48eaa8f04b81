"""`callqc bench replay`: judging all stored calls again by 200 rules, on every core.

Beside it the plain way: the whole stored transcript read, and every verdict proved. The calls are made once and kept
in the system's temporary folder.
"""

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Text, cast, select

from engine.call_metadata import metadata_of
from engine.queueing import SilentQueue
from engine.replay.difference import Judged
from engine.replay.run import replay, texts_of
from engine.replay.stretch import Stretch, call_of, judged_in, rows_of, versions_of
from engine.rulebooks import Rulebooks
from engine.services import Services
from engine.settings import Settings
from engine.storage import Storage
from engine.wiring import system_clock
from models.database import Database
from models.migrate import upgrade
from models.tables.recordings import Recording, TranscriptRow
from models.transaction import Transactions
from rules.evaluate import evaluate, plan_of
from rules.load import load_rulebook_text, pack_path, sources_of
from rules.rulebook import Rulebook
from rules.ruling import CODES
from rules.transcript_file import transcript_from_json
from tests.bench.stored_calls import CHARACTERS, UTTERANCES, fill
from tests.bench.workload import phrases
from tests.support import postgres
from tools.system_packages import POSTGRES

Measure = dict[str, Any]

RULES, CALLS, QUICK_CALLS = 200, 100_000, 5_000
CHANGED = 5  # rules of a draft that say something else than before
PLAIN_CALLS = 500  # judged the plain way, and compared verdict by verdict
WORDS_PER_RULE = 8
FOLDER = "callqc-bench"  # in the system's temporary folder


def measure(*, quick: bool = False) -> list[Measure]:
    """Calls per second on SQLite, and on PostgreSQL where it is installed."""
    count = QUICK_CALLS if quick else CALLS
    rulebook = two_hundred_rules()
    measures = [_measured("SQLite", rulebook, _sqlite(count), count)]
    measures.append(_compared("SQLite", rulebook, two_hundred_rules(changed=CHANGED), _sqlite(count), count))
    if POSTGRES.binary() is not None:
        with postgres.running() as server:
            measures.append(_measured("PostgreSQL", rulebook, server.new_database(empty=True), min(count, QUICK_CALLS)))
    return measures


def two_hundred_rules(changed: int = 0) -> Rulebook:
    """The Chinese pack, and keyword rules as a manager adds them until there are 200; *changed*: so many otherwise."""
    files = sources_of(pack_path("zh-telecom"))
    missing = RULES - len(load_rulebook_text(files).rules)
    spoken = phrases(3 * WORDS_PER_RULE * missing)
    words = [
        [phrase.text for phrase in spoken[at : at + WORDS_PER_RULE]] for at in range(0, len(spoken), WORDS_PER_RULE)
    ]
    rules = [
        {
            "id": f"BENCH-{number:03}",
            "title": f"规则 {number}",
            "why": "量速度",
            "when": {
                "op": "keyword",
                "scope": {"role": ("agent", "customer", "any")[number % 3]},
                "words": words[number if number >= changed else missing + number],
            },
            "effect": {"points": -1},
        }
        for number in range(missing)
    ]
    text = yaml.safe_dump({"rules": rules}, allow_unicode=True)
    return load_rulebook_text({**files, "bench.yaml": text})


def _measured(name: str, rulebook: Rulebook, url: str, count: int) -> Measure:
    cores = os.cpu_count() or 1
    with _open(url) as services:
        fill(services.transaction, count)
        first, *again = (_replayed(rulebook, services, cores) for _ in range(3))
        whole = Stretch(url, count - PLAIN_CALLS + 1, count, texts_of(rulebook), texts_of(rulebook))
        one = _on_one_core(whole, services)
        plain_s, equal = _plainly(whole, rulebook, services)
    ours = max(rate for rate, _ in again)
    plain = PLAIN_CALLS / plain_s
    return {
        "name": f"replay of {len(rulebook.rules)} rules, {name}",
        "unit": "calls/s",
        "ours": ours,
        "baselines": {
            "plain way, one core": plain,
            f"plain way, {cores} cores": plain * cores,
            "one core": one["rate"],
        },
        "ratios": {
            "plain way, one core": ours / plain,
            f"plain way, {cores} cores": ours / plain / cores,
            "one core": ours / one["rate"],
        },
        "equal_answers": equal and len({digest for _, digest in (first, *again)}) == 1,
        "setup": {
            "calls": count,
            "characters": CHARACTERS,
            "utterances": UTTERANCES,
            "cores": cores,
            "first replay, which packs the transcripts, calls/s": round(first[0]),
            "runs, calls/s": " ".join(f"{rate:.0f}" for rate, _ in again),
            "digests": " ".join(digest[:16] for _, digest in (first, *again)),
            **one["shares"],
        },
    }


def _compared(name: str, old: Rulebook, new: Rulebook, url: str, count: int) -> Measure:
    """A draft beside the version it was made from, and beside them judging every call by one and by the other."""
    cores = os.cpu_count() or 1
    with _open(url) as services:
        fill(services.transaction, count)
        rate, digest = max(_replayed(old, services, cores, new) for _ in range(2))
        stretch = Stretch(url, count - PLAIN_CALLS + 1, count, texts_of(old), texts_of(new))
        judged, together = _timed(stretch)
        before, by_old = _timed(replace(stretch, new=stretch.old))
        after, by_new = _timed(replace(stretch, old=stretch.new))
    twice = 1 / (1 / by_old + 1 / by_new)
    codes = [(was.old, now.new) for was, now in zip(before, after, strict=True)]
    return {
        "name": f"replay of {len(new.rules)} rules, {CHANGED} of them changed, {name}",
        "unit": "calls/s",
        "ours": rate,
        "baselines": {f"judging twice, {cores} cores": twice * cores, "judging twice, one core": twice},
        "ratios": {f"judging twice, {cores} cores": rate / twice / cores, "judging twice, one core": rate / twice},
        "equal_answers": codes == [(call.old, call.new) for call in judged],
        "setup": {"calls": count, "cores": cores, "one core, calls/s": round(together), "digest": digest[:16]},
    }


def _timed(stretch: Stretch) -> tuple[list[Judged], float]:
    """The calls of a stretch, judged in this process, and how many that is in a second."""
    list(judged_in(stretch))
    began = time.perf_counter()
    judged = list(judged_in(stretch))
    return judged, len(judged) / (time.perf_counter() - began)


def _replayed(old: Rulebook, services: Services, processes: int, new: Rulebook | None = None) -> tuple[float, str]:
    """Calls per second, from nothing to the last call, and the digest."""
    began = time.perf_counter()
    difference = replay(old, new or old, services, processes=processes)
    return difference.calls / (time.perf_counter() - began), difference.digest


def _on_one_core(stretch: Stretch, services: Services) -> Measure:
    """The parts of the work in this process: reading, judging, and all the rest."""
    comparison = versions_of(stretch.old, stretch.new).comparison
    began = time.perf_counter()
    with services.transaction.read() as tx:
        calls = [call_of(row) for row in rows_of(tx, stretch)]
    read = time.perf_counter()
    comparison.of(calls)
    judged = time.perf_counter()
    count = len(list(judged_in(stretch)))
    whole_s = time.perf_counter() - judged
    shares = {"reading": (read - began) / whole_s, "judging": (judged - read) / whole_s}
    return {"rate": count / whole_s, "shares": {name: f"{share:.0%}" for name, share in shares.items()}}


def _plainly(stretch: Stretch, rulebook: Rulebook, services: Services) -> tuple[float, bool]:
    """Seconds that reading and proving takes, and whether its verdicts are those of the replay."""
    evaluate(rulebook, transcript_from_json({"utterances": []}), {})
    plan, found = plan_of(rulebook), []
    began = time.perf_counter()
    with services.transaction.read() as tx:
        rows = tx.session.execute(
            select(cast(TranscriptRow.body, Text), Recording)
            .join(Recording, Recording.id == TranscriptRow.recording_id)
            .where(Recording.id.between(stretch.first, stretch.last))
            .order_by(Recording.id)
        )
        for body, recording in rows:
            found.append(evaluate(rulebook, transcript_from_json(json.loads(body)), metadata_of(recording)))
    took_s = time.perf_counter() - began
    verdicts = [{finding.rule: finding.verdict for finding in findings} for findings in found]
    codes = [bytes(CODES[of.get(one.rule.id)] for one in plan.rules) for of in verdicts]
    return took_s, codes == [call.new for call in judged_in(stretch)]


def _sqlite(count: int) -> str:
    folder = Path(tempfile.gettempdir()) / FOLDER
    folder.mkdir(exist_ok=True)
    return f"sqlite:///{folder / f'replay-{count}.db'}"


@contextmanager
def _open(url: str) -> Iterator[Services]:
    with tempfile.TemporaryDirectory() as folder, closing(Database(url)) as database:
        upgrade(database)
        transaction = Transactions(database)
        settings = Settings(data_dir=Path(folder), database_url=url)
        storage = Storage(Path(folder))
        yield Services(transaction, storage, SilentQueue(), system_clock, settings, Rulebooks(transaction))
