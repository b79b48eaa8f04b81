"""Remember who tried a rule on which stored call, or took an excerpt of it: both show what was said there."""

from engine.access import Actor, Permission, require
from engine.casework.move import remember
from engine.services import Services


def tried_on(recording_id: int, rule_id: str, *, actor: Actor, services: Services) -> None:
    """Write one trial into the audit chain."""
    require(actor, Permission.RULES_EDIT)
    now = services.clock()
    with services.transaction() as tx:
        remember(tx, "recording.tried", f"recording:{recording_id}", actor, now, details={"rule": rule_id[:64]})


def excerpted_from(recording_id: int, rule_id: str, lines: int, *, actor: Actor, services: Services) -> None:
    """Write into the audit chain that an anonymous excerpt of so many lines was taken."""
    require(actor, Permission.RULES_EDIT)
    now = services.clock()
    with services.transaction() as tx:
        told: dict[str, object] = {"rule": rule_id[:64], "lines": lines}
        remember(tx, "recording.excerpted", f"recording:{recording_id}", actor, now, details=told)
