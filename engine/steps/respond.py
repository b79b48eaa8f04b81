"""The agent accepts a released result."""

from engine.access import Actor, Permission, require
from engine.casework.finalising import close_undisputed
from engine.casework.move import Mover, lock_case_by_public_id
from engine.errors import NotFound
from engine.services import Services
from models.lifecycle import Event


def acknowledge(case_id: str, *, actor: Actor, services: Services) -> None:
    """Raises:
    NotFound: not this agent's case.
    IllegalTransition: the case is not RELEASED.
    """
    require(actor, Permission.CASE_ACKNOWLEDGE)
    now = services.clock()
    with services.transaction() as tx:
        case = lock_case_by_public_id(tx, case_id)
        if case.agent_id != actor.user_id:
            raise NotFound("case")
        close_undisputed(tx, case, Event.ACKNOWLEDGE, Mover.person(actor), services, now)
