"""What happened to a case after its release, told without names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.tables.appeals import Appeal, AppealState
from models.tables.cases import Case, CaseScore, ScoreKind
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened. *score* is the new score where it changed, *before* the one it replaced."""

    at: datetime
    what: str
    score: float | None = None
    before: float | None = None


def history(tx: Transaction, case: Case) -> tuple[Moment, ...]:
    """Newest first. The machine's own score and the review are not part of it: they are nobody's result yet."""
    moments = [*_released(case), *_appeals(tx, case), *_scores(tx, case), *_closed(case)]
    moments.sort(key=lambda moment: moment.at)
    # Turned round afterwards: of what happened at the same moment, the end comes first too.
    return tuple(moments[::-1])


def _released(case: Case) -> Iterator[Moment]:
    if case.released_at is not None:
        yield Moment(case.released_at, "released")


def _appeals(tx: Transaction, case: Case) -> Iterator[Moment]:
    for appeal in tx.session.scalars(select(Appeal).where(Appeal.case_id == case.id).order_by(Appeal.round)):
        yield Moment(appeal.filed_at, "appeal_filed")
        if appeal.state is AppealState.WITHDRAWN and appeal.closed_at is not None:
            yield Moment(appeal.closed_at, "appeal_withdrawn")
        if appeal.decided_at is not None:
            yield Moment(appeal.decided_at, "decided")


def _scores(tx: Transaction, case: Case) -> Iterator[Moment]:
    rows = tx.session.scalars(select(CaseScore).where(CaseScore.case_id == case.id).order_by(CaseScore.number))
    before: float | None = None
    for row in rows:
        if row.kind is ScoreKind.CORRECTED or (row.kind is ScoreKind.FINAL and row.total != before):
            yield Moment(row.created_at, f"score_{row.kind.value}", row.total, before)
        before = row.total


def _closed(case: Case) -> Iterator[Moment]:
    if case.finalized_at is not None:
        yield Moment(case.finalized_at, "final")
