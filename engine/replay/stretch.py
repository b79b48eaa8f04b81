"""Judging a stretch of stored calls in one process."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, func, select

from engine.call_metadata import FACTS, metadata_from
from engine.replay.difference import Difference, Judged, Scores, added_up
from engine.replay.lean import make_lean
from models.database import Database
from models.tables.cases import Case, Held, JudgementRow
from models.tables.lean import LeanTranscript
from models.tables.recordings import Recording, Source, TranscriptRow
from models.transaction import Transaction, Transactions
from rules.comparison import Comparison
from rules.lean import unpacked
from rules.load import load_stored_text
from rules.ruling import CALLS_AT_ONCE, Call, Ruling
from rules.totals import Totals

Sources = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Recordings first..last (ids, both included), and the two rulebooks as texts."""

    database_url: str
    first: int
    last: int
    old: Sources
    new: Sources


@dataclass(frozen=True, slots=True)
class Versions:
    """Two rulebooks made ready: the verdicts, and what they come to on the forms of each; one where they are alike."""

    comparison: Comparison
    old: Totals
    new: Totals


def replay_stretch(stretch: Stretch) -> Difference:
    """Judge every transcribed recording of *stretch* by both rulebooks; the newest transcript counts."""
    comparison = versions_of(stretch.old, stretch.new).comparison
    return added_up(list(judged_in(stretch)), comparison.old_rules, comparison.new_rules)


def judged_in(stretch: Stretch) -> Iterator[Judged]:
    """The calls of *stretch*, judged by both rulebooks, in order of id."""
    versions = versions_of(stretch.old, stretch.new)
    database = Database(stretch.database_url, pooled=False)
    try:
        transactions = Transactions(database)
        make_lean(transactions, stretch.first, stretch.last)
        with transactions.read() as tx:
            truth, rows = _truth(tx, stretch), rows_of(tx, stretch)
    finally:
        database.close()
    return _judged(rows, versions, truth)


def rows_of(tx: Transaction, stretch: Stretch) -> Sequence[Row[Any]]:
    """Of every call what judging needs: id, the packed transcript as `body`, and the columns of FACTS."""
    newest = (
        select(TranscriptRow.recording_id, func.max(TranscriptRow.id).label("id"))
        .where(TranscriptRow.recording_id.between(stretch.first, stretch.last))
        .group_by(TranscriptRow.recording_id)
        .subquery()
    )
    return tx.session.execute(
        select(Recording.id, LeanTranscript.body, *FACTS)
        .join(newest, newest.c.recording_id == Recording.id)
        .join(LeanTranscript, LeanTranscript.transcript_id == newest.c.id)
        .join(Source, Source.id == Recording.source_id)
        .order_by(Recording.id)
    ).all()


def call_of(row: Row[Any]) -> Call:
    """The transcript and the metadata of a row."""
    return unpacked(row.body), metadata_from(row, row.language, row.timezone)


def _judged(rows: Sequence[Row[Any]], versions: Versions, truth: Mapping[int, Mapping[str, bool]]) -> Iterator[Judged]:
    for begin in range(0, len(rows), CALLS_AT_ONCE):
        some = rows[begin : begin + CALLS_AT_ONCE]
        calls = [call_of(row) for row in some]
        for row, (_, metadata), (was, now) in zip(some, calls, versions.comparison.of(calls), strict=True):
            scores = _scores(versions, was, now, metadata)
            yield Judged(row.id, row.agent_no or "", was.codes, now.codes, scores, truth.get(row.id, {}))


def _scores(versions: Versions, was: Ruling, now: Ruling, metadata: Mapping[str, object]) -> Scores:
    olds = versions.old.of(was, metadata)
    news = olds if versions.old is versions.new else versions.new.of(now, metadata)
    return {card: (olds.get(card), news.get(card)) for card in sorted({*olds, *news})}


def _truth(tx: Transaction, stretch: Stretch) -> Mapping[int, dict[str, bool]]:
    """What people held of rules: recording -> rule -> was it a violation."""
    rows = tx.session.execute(
        select(Case.recording_id, JudgementRow.key, func.coalesce(JudgementRow.final, JudgementRow.reviewed))
        .join(Case, Case.id == JudgementRow.case_id)
        .where(
            Case.recording_id.between(stretch.first, stretch.last),
            Case.confirmed_at.is_not(None),
            JudgementRow.reviewed.in_((Held.PASS, Held.FAIL)),
        )
    )
    truth: dict[int, dict[str, bool]] = {}
    for recording_id, key, held in rows:
        truth.setdefault(recording_id, {})[key] = Held(held) is Held.FAIL
    return truth


@lru_cache(maxsize=4)
def versions_of(old: Sources, new: Sources) -> Versions:
    """The rulebooks of these files, made ready once per process."""
    before = load_stored_text(dict(old))
    after = before if new == old else load_stored_text(dict(new))
    comparison = Comparison(before, after)
    totals = Totals(before, comparison.old_rules)
    one = before.digest == after.digest
    versions = Versions(comparison, totals, totals if one else Totals(after, comparison.new_rules))
    # What stays need not be looked through whenever the garbage of the calls is collected.
    gc.collect()
    gc.freeze()
    return versions
