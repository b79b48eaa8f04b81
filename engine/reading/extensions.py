"""Before open deadlines are extended: how many there are, and what the first and the last would become."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.blind import new_public_id
from engine.casework.deadlines import business_calendar
from engine.casework.extending import MOST_HOURS, open_deadlines
from engine.services import Services
from models.tables.organisation import User
from models.tables.special_days import Extension


@dataclass(frozen=True, slots=True)
class Change:
    """One deadline, before and after."""

    old: datetime
    new: datetime


@dataclass(frozen=True, slots=True)
class Done:
    hours: float
    reason: str
    results: int
    opinions: int
    decisions: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """*request_id* goes with the form, so that it counts once. *hours* is None while nobody has named any."""

    request_id: str
    hours: float | None
    results: int
    opinions: int
    decisions: int
    first: Change | None
    last: Change | None
    done: tuple[Done, ...]

    @property
    def anything(self) -> bool:
        return bool(self.results or self.decisions)


def extension_page(hours: float | None, *, actor: Actor, services: Services) -> ExtensionView:
    """What *hours* more would do, and what was extended before."""
    require(actor, Permission.DEADLINES_EXTEND)
    wanted = hours if hours is not None and 0 < hours <= MOST_HOURS else None
    with services.transaction.read() as tx:
        found = open_deadlines(tx, services.settings, services.clock())
        calendar = business_calendar(tx, services.settings)
        moments = sorted(found.moments())
        changes = [
            Change(moment, calendar.after_working_hours(moment, wanted or 0.0))
            for moment in ((moments[0], moments[-1]) if moments and wanted else ())
        ]
        rows = tx.session.execute(
            select(Extension, User.name).join(User, User.id == Extension.by_id).order_by(Extension.id.desc()).limit(20)
        ).all()
    return ExtensionView(
        request_id=new_public_id(),
        hours=wanted,
        results=len(found.results),
        opinions=found.opinions,
        decisions=found.decisions,
        first=changes[0] if changes else None,
        last=changes[-1] if changes else None,
        done=tuple(
            Done(row.hours, row.reason, row.results, row.opinions, row.decisions, name, row.at) for row, name in rows
        ),
    )
