"""What needs a second person: asked by one, granted or refused by another."""

from datetime import datetime
from typing import Any

from engine.access import Actor
from engine.blind import new_public_id
from engine.casework.move import remember
from engine.casework.tell import holders_of, tell
from models.roles import StaffRole
from models.tables.cases import Case
from models.tables.notices import NoticeKind
from models.tables.reviews import Approval, ApprovalKind, ApprovalState
from models.transaction import Transaction

# Who gives the second word.
DECIDED_BY: dict[ApprovalKind, StaffRole] = {
    ApprovalKind.ADJUSTMENT: StaffRole.QC_LEAD,
    ApprovalKind.CORRECTION: StaffRole.QC_LEAD,
    ApprovalKind.REOPENING: StaffRole.ADMIN,
}


def ask_approval(
    tx: Transaction, case: Case, kind: ApprovalKind, body: dict[str, Any], reason: str, actor: Actor, now: datetime
) -> Approval:
    """Write the request down and tell those who may decide it."""
    approval = Approval(
        public_id=new_public_id(),
        case_id=case.id,
        kind=kind,
        state=ApprovalState.ASKED,
        body=body,
        reason=reason,
        asked_by_id=actor.user_id,
        asked_at=now,
    )
    tx.session.add(approval)
    tx.session.flush()
    remember(tx, f"approval.{kind.value}.asked", f"case:{case.id}", actor, now, why=reason)
    for user_id in holders_of(tx, DECIDED_BY[kind]):
        if user_id != actor.user_id:
            tell(tx, user_id, NoticeKind.APPROVAL_ASKED, approval.public_id, now)
    return approval
