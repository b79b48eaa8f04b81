"""Judging a stretch of stored calls in one process."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import func, select

from engine.call_metadata import metadata_of
from engine.replay.difference import Difference, Judged, added_up, verdicts_of
from models.database import Database
from models.tables.cases import Case, Held, JudgementRow
from models.tables.recordings import Recording, TranscriptRow
from models.transaction import Transaction, Transactions
from rules.evaluate import judged, plan_of
from rules.finding import Finding
from rules.form import fits
from rules.load import load_rulebook_text
from rules.rulebook import Rulebook
from rules.scorecard import judgements_of
from rules.scorecard import score as total
from rules.transcript_file import transcript_from_json

_ROWS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Stretch:
    """Recordings first..last (ids, both included), and the two rulebooks as texts."""

    database_url: str
    first: int
    last: int
    old: tuple[tuple[str, str], ...]
    new: tuple[tuple[str, str], ...]


def replay_stretch(stretch: Stretch) -> Difference:
    """Judge every transcribed recording of *stretch* by both rulebooks; the newest transcript counts."""
    old, new = _rulebook(stretch.old), _rulebook(stretch.new)
    database = Database(stretch.database_url)
    try:
        with Transactions(database).read() as tx:
            return added_up(_judged(tx, stretch, old, new))
    finally:
        database.close()


def _judged(tx: Transaction, stretch: Stretch, old: Rulebook, new: Rulebook) -> Iterator[Judged]:
    newest = (
        select(func.max(TranscriptRow.id))
        .where(TranscriptRow.recording_id.between(stretch.first, stretch.last))
        .group_by(TranscriptRow.recording_id)
    )
    rows = tx.session.execute(
        select(TranscriptRow.body, Recording)
        .join(Recording, Recording.id == TranscriptRow.recording_id)
        .where(TranscriptRow.id.in_(newest))
        .order_by(Recording.id)
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    truth = _truth(tx, stretch)
    same = old.digest == new.digest
    for body, recording in rows:
        transcript, metadata = transcript_from_json(body, words=False), metadata_of(recording)
        before = judged(plan_of(old), transcript, metadata, prove_passes=False)
        after = before if same else judged(plan_of(new), transcript, metadata, prove_passes=False)
        yield Judged(
            recording.id,
            recording.agent_no or "",
            verdicts_of(before),
            verdicts_of(after),
            _scores(old, new, before, after, metadata),
            truth.get(recording.id, {}),
        )


def _scores(
    old: Rulebook, new: Rulebook, before: tuple[Finding, ...], after: tuple[Finding, ...], metadata: dict[str, object]
) -> dict[str, tuple[float | None, float | None]]:
    olds = {card.id: total(card, judgements_of(card, before)).total for card in old.scorecards if fits(card, metadata)}
    news = {card.id: total(card, judgements_of(card, after)).total for card in new.scorecards if fits(card, metadata)}
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
def _rulebook(files: tuple[tuple[str, str], ...]) -> Rulebook:
    return load_rulebook_text(dict(files))
