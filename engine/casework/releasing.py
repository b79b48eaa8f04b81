"""Giving a confirmed result to the agent: by the clock or by the QC lead, always the same way."""

from datetime import datetime

from sqlalchemy import Select, select

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
    if tx.session.scalar(waiting_for_approval().where(Approval.case_id == case.id)) is not None:
        raise Refused("approval_open")
    case.released_at = now
    case.appeal_until = appeal_deadline(tx, settings, now)
    move(tx, case, Event.RELEASE, mover, now)
    if case.agent_id is not None:
        tell(tx, case.agent_id, NoticeKind.RELEASED, case.public_id, now)


def waiting_for_approval() -> Select[int]:
    """Ids of the cases whose adjustment nobody has granted or refused yet."""
    return select(Approval.case_id).where(
        Approval.kind == ApprovalKind.ADJUSTMENT, Approval.state == ApprovalState.ASKED
    )
