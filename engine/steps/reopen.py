"""The QC lead asks to reopen a final case for cause; an administrator is the second person."""

from collections.abc import Sequence

from engine.access import Actor, Permission, require
from engine.casework.approvals import ask_approval
from engine.casework.move import lock_case_by_public_id
from engine.errors import Refused
from engine.services import Services
from models.lifecycle import Event, IllegalTransition, State
from models.tables.reviews import ApprovalKind


def ask(case_id: str, keys: Sequence[str], reason: str, *, actor: Actor, services: Services) -> str:
    """Ask for a new decision on the judgements *keys*; the public id of the request.

    Raises:
        Refused: `reason_missing`, `no_items`, `unknown_item`.
        IllegalTransition: the case is not FINAL.
    """
    require(actor, Permission.CASE_REOPEN)
    now = services.clock()
    if not reason.strip():
        raise Refused("reason_missing")
    with services.transaction() as tx:
        case = lock_case_by_public_id(tx, case_id)
        if case.state is not State.FINAL:
            raise IllegalTransition(case.state, Event.REOPEN)
        known = {row.key for row in case.judgements}
        if not keys:
            raise Refused("no_items")
        for key in keys:
            if key not in known:
                raise Refused("unknown_item", where=key)
        body = {"keys": list(dict.fromkeys(keys))}
        return ask_approval(tx, case, ApprovalKind.REOPENING, body, reason.strip(), actor, now).public_id
