"""An inspector goes on leave, or comes back: new work passes them by, and what they have goes to others."""

from sqlalchemy import true

from engine.access import Actor, Permission, require
from engine.casework.move import remember
from engine.casework.taking_back import take_back
from engine.errors import NotFound, Refused
from engine.services import Services
from models.roles import StaffRole
from models.tables.organisation import User

ON_LEAVE = "on leave"


def set_away(inspector_id: int, *, away: bool, recall: bool, actor: Actor, services: Services) -> int:
    """Say whether an inspector is away; how much open work was taken back.

    Args:
        recall: give what they have to others; drafts stay with the assignment that was taken back.

    Raises:
        NotFound: no such inspector.
        Refused: `nothing_changes`.
    """
    require(actor, Permission.CASE_REASSIGN)
    now = services.clock()
    with services.transaction() as tx:
        person = tx.session.get(User, inspector_id)
        if person is None or StaffRole.INSPECTOR not in person.role_set or person.disabled_at is not None:
            raise NotFound("inspector")
        if person.away is away and not (away and recall):
            raise Refused("nothing_changes")
        person.away = away
        tx.session.flush()
        taken = take_back(tx, person.id, true(), actor, ON_LEAVE, services, now) if away and recall else 0
        details: dict[str, object] = {"away": away, "taken_back": taken}
        remember(tx, "inspector.away" if away else "inspector.back", f"user:{person.id}", actor, now, details=details)
    return taken
