"""Closing a case: what was reviewed, or what was decided, becomes final."""

from datetime import datetime

from sqlalchemy import select

from engine.casework.move import Mover, move
from engine.casework.scoring import keep_score, not_lower, score_of, standing, standing_judgements, standing_score
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
    """Make what is held now final, unchanged: the review, or what an earlier round decided."""
    decided_before = any(row.final is not None for row in case.judgements)
    for row in case.judgements:
        row.final, row.final_points = standing(row)
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    rulebook = services.rulebooks.of(run.rulebook_version_id)
    final = score_of(rulebook, case, standing_judgements(case.judgements), adjustment_of(tx, case))
    if decided_before:
        final = not_lower(standing_score(tx, case), final)
    move(tx, case, event, mover, now)
    case.final_score = final.total
    keep_score(tx, case, ScoreKind.FINAL, final, now)
