"""Closing a case: what was reviewed, or what was decided, becomes final."""

from datetime import datetime

from sqlalchemy import select

from engine.casework.move import Mover, move
from engine.casework.scoring import final_judgements, keep_score, score_of
from engine.services import Services
from models.lifecycle import Event
from models.tables.cases import Case, ScoreKind
from models.tables.recordings import ScoreRun
from models.tables.reviews import Adjustment, Approval, ApprovalState
from models.transaction import Transaction


def adjustment_of(tx: Transaction, case: Case) -> float:
    """Points of the non-standard adjustment that count: 0 when there is none or it was refused."""
    row = tx.session.scalars(select(Adjustment).where(Adjustment.case_id == case.id)).one_or_none()
    if row is None:
        return 0.0
    if row.approval_id is not None:
        approval = tx.session.get_one(Approval, row.approval_id)
        if approval.state is not ApprovalState.GRANTED:
            return 0.0
    return row.points


def close_undisputed(
    tx: Transaction, case: Case, event: Event, mover: Mover, services: Services, now: datetime
) -> None:
    """Make the reviewed result final, unchanged."""
    for row in case.judgements:
        row.final, row.final_points = row.reviewed, row.reviewed_points
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    rulebook = services.rulebooks.of(run.rulebook_version_id)
    final = score_of(rulebook, case, final_judgements(case.judgements), adjustment_of(tx, case))
    move(tx, case, event, mover, now)
    case.final_score = final.total
    keep_score(tx, case, ScoreKind.FINAL, final, now)
