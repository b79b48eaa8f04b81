"""The inspector asks to correct a clerical error in a result that is already released."""

from collections.abc import Mapping

from engine.access import Actor, Permission, require
from engine.casework.approvals import ask_approval
from engine.casework.move import lock_case
from engine.casework.own_work import own_assignment
from engine.errors import Refused
from engine.services import Services
from models.lifecycle import Event, IllegalTransition, State
from models.tables.cases import Held
from models.tables.reviews import ApprovalKind, AssignmentKind, AssignmentState


def ask(assignment_id: str, verdicts: Mapping[str, Held], reason: str, *, actor: Actor, services: Services) -> str:
    """Ask the QC lead to change *verdicts* (key -> what is to be held).

    Returns:
        The public id of the request.

    Raises:
        NotFound: not this inspector's finished review.
        Refused: `reason_missing`, `no_items`, `unknown_item`, `verdict_unsure`.
        IllegalTransition: the case is not RELEASED.
    """
    require(actor, Permission.CORRECTION_ASK)
    now = services.clock()
    if not reason.strip():
        raise Refused("reason_missing")
    if not verdicts:
        raise Refused("no_items")
    with services.transaction() as tx:
        assignment = own_assignment(tx, assignment_id, actor, AssignmentKind.REVIEW, (AssignmentState.DONE,))
        case = lock_case(tx, assignment.case_id)
        if case.state is not State.RELEASED:
            raise IllegalTransition(case.state, Event.CORRECT)
        keys = {row.key for row in case.judgements}
        for key, held in verdicts.items():
            if key not in keys:
                raise Refused("unknown_item", where=key)
            if held is Held.UNSURE:
                raise Refused("verdict_unsure", where=key)
        body = {"verdicts": {key: held.value for key, held in verdicts.items()}}
        return ask_approval(tx, case, ApprovalKind.CORRECTION, body, reason.strip(), actor, now).public_id
