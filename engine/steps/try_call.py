"""Remember who tried a rule on which stored call: it shows what was said there."""

from engine.access import Actor, Permission, require
from engine.casework.move import remember
from engine.services import Services


def tried_on(recording_id: int, rule_id: str, *, actor: Actor, services: Services) -> None:
    """Write one trial into the audit chain."""
    require(actor, Permission.RULES_EDIT)
    now = services.clock()
    with services.transaction() as tx:
        remember(tx, "recording.tried", f"recording:{recording_id}", actor, now, details={"rule": rule_id[:64]})
