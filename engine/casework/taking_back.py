"""Open work that must not stay where it is: taken back, its holder told, and given to somebody else."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from engine.access import Actor
from engine.casework.assigning import pass_on
from engine.casework.move import lock_case, remember
from engine.casework.tell import tell
from engine.services import Services
from models.tables.cases import Case
from models.tables.notices import NoticeKind
from models.tables.reviews import Assignment, AssignmentState
from models.transaction import Transaction


def take_back(
    tx: Transaction,
    inspector_id: int,
    whose: ColumnElement[bool],
    actor: Actor,
    why: str,
    services: Services,
    now: datetime,
) -> int:
    """Take every open work of an inspector back whose case is one of *whose*; how many there were.

    What nobody else may take waits for the clock, as always.
    """
    held = (
        select(Assignment.id, Assignment.case_id)
        .join(Case, Case.id == Assignment.case_id)
        .where(Assignment.inspector_id == inspector_id, Assignment.state == AssignmentState.OPEN, whose)
        .order_by(Assignment.case_id, Assignment.id)
    )
    taken = 0
    for assignment_id, case_id in tx.session.execute(held).all():
        case = lock_case(tx, case_id)
        assignment = tx.session.get_one(Assignment, assignment_id)
        tx.session.refresh(assignment)
        if assignment.state is not AssignmentState.OPEN:
            continue
        assignment.state, assignment.closed_at = AssignmentState.RECALLED, now
        tx.session.flush()
        tell(tx, inspector_id, NoticeKind.RECALLED, assignment.public_id, now)
        remember(tx, "assignment.taken_back", f"case:{case.id}", actor, now, why=why)
        pass_on(tx, case, assignment.kind, services.settings, now)
        taken += 1
    return taken
