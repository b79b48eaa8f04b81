"""A house full of transcribed calls to replay, with the times of all words; always the same."""

import json
import multiprocessing
import os
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text

from models.tables.recordings import ChannelPolicy, Direction, Progress, Recording, Source
from models.transaction import Transactions
from rules.timeline import timeline_of
from rules.transcript import Role, Utterance
from rules.transcript_file import timeline_json
from tests.bench.workload import SEED, misheard, phrases, words

UTTERANCES = 60
CHARACTERS = 1_400
STORY_LINES, KNOWN_PHRASES = 8, 6  # per call: what the demo's stories say, and phrases of the rules, often misheard
CHAR_S, PAUSE_S = 0.2, 0.6
AT_ONCE = 500
# Calls that are made; beyond them they come again. No cache of the rules holds a tenth of so many.
DIFFERENT = 10_000
RECEIVED = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)

STORIES = Path(__file__).parents[2] / "engine" / "demo" / "audio"
INSERT = "INSERT INTO transcripts (recording_id, input_digest, body, backend, model, revision, took_s, created_at)"


def fill(transactions: Transactions, count: int) -> None:
    """Bring the installation to *count* transcribed calls; what is there already stays."""
    with transactions() as tx:
        have = tx.session.scalar(select(func.max(Recording.id))) or 0
        if not have:
            left = ChannelPolicy.STEREO_AGENT_LEFT
            source = {"id": 1, "name": "bench", "inbound_policy": left, "outbound_policy": left, "created_at": RECEIVED}
            tx.session.execute(insert(Source), [{**source, "language": "zh"}])
    different = min(count, DIFFERENT)
    starts = range(have + 1, different + 1, AT_ONCE)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")) as pool:
        for start, bodies in zip(starts, pool.map(partial(_bodies, last=different), starts), strict=True):
            _store(transactions, range(start, start + len(bodies)), bodies)
    for start in range(max(have, different) + 1, count + 1, AT_ONCE):
        _copy(transactions, range(start, min(count + 1, start + AT_ONCE)))


def _store(transactions: Transactions, numbers: range, bodies: list[str]) -> None:
    body = ":body" if transactions.database.is_sqlite else "CAST(:body AS JSON)"
    rows = [{"number": number, "body": one, "at": str(RECEIVED)} for number, one in zip(numbers, bodies, strict=True)]
    with transactions() as tx:
        tx.session.execute(insert(Recording), [_recording(number) for number in numbers])
        tx.session.execute(
            text(f"{INSERT} VALUES (:number, CAST(:number AS VARCHAR), {body}, 'bench', 'bench', '1', 0.0, :at)"), rows
        )


def _copy(transactions: Transactions, numbers: range) -> None:
    """Calls that were said before, under other numbers."""
    copied = f"recording_id + {DIFFERENT * ((numbers.start - 1) // DIFFERENT)}"
    columns = f"{copied}, CAST({copied} AS VARCHAR), body, backend, model, revision, took_s, created_at"
    first = (numbers.start - 1) % DIFFERENT + 1
    where = {"first": first, "last": first + len(numbers) - 1}
    with transactions() as tx:
        tx.session.execute(insert(Recording), [_recording(number) for number in numbers])
        tx.session.execute(
            text(f"{INSERT} SELECT {columns} FROM transcripts WHERE recording_id BETWEEN :first AND :last"), where
        )


def _bodies(first: int, last: int) -> list[str]:
    return [body_of(number) for number in range(first, min(last + 1, first + AT_ONCE))]


def body_of(number: int) -> str:
    """The transcript of call *number*, as the database keeps it."""
    utterances, clock_s, said = [], 0.5, []
    for at, spoken in enumerate(_said(random.Random(SEED + number)), start=1):
        role = Role.AGENT if at % 2 else Role.CUSTOMER
        end_s = round(clock_s + len(spoken) * CHAR_S, 2)
        said.append(Utterance(at, role, round(clock_s, 2), end_s, spoken))
        utterances.append(
            f'{{"id": {at}, "role": "{role.value}", "start_s": {clock_s:.2f}, "end_s": {end_s:.2f}, '
            f'"text": {json.dumps(spoken, ensure_ascii=False)}, "confidence": 0.95, "suspect": null, "channel": '
            f'{at % 2}, "loudness_db": {-20 - at % 7}.5, "words": [{", ".join(_words(spoken, clock_s))}]}}'
        )
        clock_s = end_s + PAUSE_S
    timeline = json.dumps(timeline_json(timeline_of(said)))
    return (
        '{"version": 1, "language": "zh", "role_source": "channel", "role_confidence": 1.0, '
        f'"utterances": [{", ".join(utterances)}], "timeline": {timeline}}}'
    )


def _words(spoken: str, clock_s: float) -> Iterator[str]:
    for place, char in enumerate(spoken):
        start_s = clock_s + place * CHAR_S
        times = f'"start_s": {start_s:.2f}, "end_s": {start_s + CHAR_S:.2f}'
        yield f'{{"text": {_quoted(char)}, {times}, "prob": 0.9{place % 10}}}'


@cache
def _quoted(char: str) -> str:
    return json.dumps(char, ensure_ascii=False)


def _said(draw: random.Random) -> list[str]:
    vocabulary, reach = words()
    drawn = iter(draw.choices(vocabulary, cum_weights=reach, k=CHARACTERS))
    said = []
    for at in range(UTTERANCES):
        length, spoken = draw.randint(4, 42), ""
        while len(spoken) < length:
            spoken += next(drawn) + ("，" if at % 3 == 0 and len(spoken) > 8 and draw.random() < 0.1 else "")
        said.append(spoken + "。")
    for line in draw.sample(_story_lines(), STORY_LINES):
        said[draw.randrange(UTTERANCES)] = line
    for phrase in draw.sample(phrases(600), KNOWN_PHRASES):
        said[draw.randrange(UTTERANCES)] += misheard(draw, phrase.text)
    return said


@cache
def _story_lines() -> tuple[str, ...]:
    bodies = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(STORIES.glob("*.ref.json"))]
    return tuple(dict.fromkeys(one["text"] for body in bodies for one in body["utterances"]))


def _recording(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "source_id": 1,
        "call_id": str(number),
        "sha256": f"{number:064x}",
        "size_bytes": 1,
        "file_name": "",
        "progress": Progress.ROUTED,
        "direction": Direction.INBOUND if number % 3 else Direction.OUTBOUND,
        "channel_policy": ChannelPolicy.STEREO_AGENT_LEFT,
        "project": "宽带业务",
        "queue": f"q{number % 5}",
        "agent_no": str(8000 + number % 50),
        "started_at": RECEIVED + timedelta(minutes=number),
        "details": {"satisfaction": number % 5 + 1, "ticket": f"T{number}"},
        "duration_s": 330.0,
        "warnings": [],
        "received_at": RECEIVED + timedelta(minutes=number),
    }
