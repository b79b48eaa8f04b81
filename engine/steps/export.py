"""Remember who took which list out of the house."""

from engine.access import Actor
from engine.casework.move import remember
from engine.services import Services


def exported(name: str, rows: int, *, actor: Actor, services: Services) -> None:
    """Write an export into the audit chain. What may be in it was settled when the list was read.

    Args:
        name: of the list, never of a person.
        rows: how many lines it had.
    """
    now = services.clock()
    with services.transaction() as tx:
        remember(tx, "list.exported", f"list:{name}", actor, now, details={"rows": rows})
