"""Who inspects today: what they have in hand, what they have done, and who is away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.access import Actor, Permission, require
from engine.reading.midnight import midnight_before
from engine.services import Services
from models.roles import StaffRole
from models.tables.cases import Case
from models.tables.organisation import User, UserRole
from models.tables.recordings import Recording
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class InspectorLine:
    """*reviews* and *opinions* are open; *open_s* is the audio of both."""

    user_id: int
    name: str
    away: bool
    reviews: int
    opinions: int
    open_s: float
    capacity_s: float
    done_today: int
    goal: int


def inspectors_page(*, actor: Actor, services: Services) -> tuple[InspectorLine, ...]:
    """Every inspector who can sign in."""
    require(actor, Permission.CASE_REASSIGN)
    midnight = midnight_before(services.clock(), services)
    with services.transaction.read() as tx:
        return tuple(_lines(tx, midnight))


def _lines(tx: Transaction, midnight: datetime) -> Iterator[InspectorLine]:
    open_by = {
        (row[0], row[1]): (row[2], float(row[3] or 0.0))
        for row in tx.session.execute(
            select(
                Assignment.inspector_id,
                Assignment.kind,
                func.count(Assignment.id),
                func.coalesce(func.sum(Recording.duration_s), 0.0),
            )
            .join(Case, Case.id == Assignment.case_id)
            .join(Recording, Recording.id == Case.recording_id)
            .where(Assignment.state == AssignmentState.OPEN)
            .group_by(Assignment.inspector_id, Assignment.kind)
        )
    }
    done_by = {
        row[0]: row[1]
        for row in tx.session.execute(
            select(Assignment.inspector_id, func.count(Assignment.id))
            .where(Assignment.state == AssignmentState.DONE, Assignment.closed_at >= midnight)
            .group_by(Assignment.inspector_id)
        )
    }
    people = tx.session.scalars(
        select(User)
        .where(User.disabled_at.is_(None), User.roles.any(UserRole.role == StaffRole.INSPECTOR))
        .order_by(User.id)
    )
    for person in people:
        reviews, reviews_s = open_by.get((person.id, AssignmentKind.REVIEW), (0, 0.0))
        opinions, opinions_s = open_by.get((person.id, AssignmentKind.OPINION), (0, 0.0))
        yield InspectorLine(
            user_id=person.id,
            name=person.name,
            away=person.away,
            reviews=reviews,
            opinions=opinions,
            open_s=reviews_s + opinions_s,
            capacity_s=float(person.capacity_s),
            done_today=done_by.get(person.id, 0),
            goal=person.daily_goal,
        )
