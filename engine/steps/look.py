"""Remember who opened which case."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import Select, select

from engine.access import Actor
from engine.casework.move import remember
from engine.services import Services
from models.tables.appeals import Appeal
from models.tables.cases import Case
from models.tables.reviews import Approval, Assignment


class Known(StrEnum):
    """Under which id a reader knows the case."""

    CASE = "case_id"
    ASSIGNMENT = "assignment_id"
    APPEAL = "appeal_id"
    APPROVAL = "approval_id"


_CASE_OF: Mapping[Known, Select[int]] = {
    Known.CASE: select(Case.id),
    Known.ASSIGNMENT: select(Assignment.case_id),
    Known.APPEAL: select(Appeal.case_id),
    Known.APPROVAL: select(Approval.case_id),
}
_ID = {
    Known.CASE: Case.public_id,
    Known.ASSIGNMENT: Assignment.public_id,
    Known.APPEAL: Appeal.public_id,
    Known.APPROVAL: Approval.public_id,
}


def looked(known: Known, public_id: str, page: str, *, actor: Actor, services: Services) -> None:
    """Write one opened page into the audit chain. Whether *actor* may see it was settled when it was read.

    Args:
        page: its name, never its text.
    """
    now = services.clock()
    with services.transaction() as tx:
        case_id = tx.session.scalar(_CASE_OF[known].where(_ID[known] == public_id))
        if case_id is not None:
            remember(tx, "case.viewed", f"case:{case_id}", actor, now, details={"page": page})
