"""The QC lead gives a confirmed result to the agent before the clock does."""

from engine.access import Actor, Permission, require
from engine.casework.move import Mover, lock_case_by_public_id
from engine.casework.releasing import release_case
from engine.services import Services


def release(case_id: str, *, actor: Actor, services: Services) -> None:
    """Raises:
    Refused: an adjustment still waits for its approval.
    IllegalTransition: the case is not CONFIRMED.
    """
    require(actor, Permission.CASE_RELEASE)
    now = services.clock()
    with services.transaction() as tx:
        release_case(tx, lock_case_by_public_id(tx, case_id), Mover.person(actor), services.settings, now)
