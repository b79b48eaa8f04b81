"""Giving a confirmed result to the agent: by the clock or by the QC lead, always the same way."""

from datetime import datetime

from sqlalchemy import select

from engine.casework.deadlines import appeal_deadline
from engine.casework.move import Mover, move
from engine.casework.tell import tell
from engine.errors import Refused
from engine.settings import Settings
from models.lifecycle import Event
from models.tables.cases import Case
from models.tables.notices import NoticeKind
from models.tables.reviews import Approval, ApprovalKind, ApprovalState
from models.transaction import Transaction


def release_case(tx: Transaction, case: Case, mover: Mover, settings: Settings, now: datetime) -> None:
    """Raises:
    Refused: an adjustment still waits for its approval.
    """
    if waits_for_approval(tx, case):
        raise Refused("approval_open")
    case.released_at = now
    case.appeal_until = appeal_deadline(tx, settings, now)
    move(tx, case, Event.RELEASE, mover, now)
    if case.agent_id is not None:
        tell(tx, case.agent_id, NoticeKind.RELEASED, case.public_id, now)


def waits_for_approval(tx: Transaction, case: Case) -> bool:
    return (
        tx.session.scalar(
            select(Approval.id).where(
                Approval.case_id == case.id,
                Approval.kind == ApprovalKind.ADJUSTMENT,
                Approval.state == ApprovalState.ASKED,
            )
        )
        is not None
    )
