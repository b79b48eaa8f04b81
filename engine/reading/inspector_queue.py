"""What waits for an inspector, and what they have done. Nothing here says whose call it is or when it was."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, String, case, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from engine.access import Actor, Permission, require
from engine.errors import Invalid
from engine.reading.listing import Listing, Wish
from engine.reading.midnight import midnight_before
from engine.reading.worst_finding import WorstFinding, worst_findings
from engine.services import Services
from models.tables.cases import Case, RouteReason
from models.tables.organisation import User
from models.tables.recordings import Recording
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction

Order = ColumnElement[Any] | InstrumentedAttribute[Any]

FILTERS = frozenset({"reason", "project", "started"})


class Shelf(StrEnum):
    PENDING = "pending"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One assignment.

    Args:
        week: ISO week of the call; the moment itself would tell whose shift it was.
        score: the machine's while it waits, the reviewed one when it is done.
        before: the machine's score of a case that is done.
    """

    id: str
    project: str
    duration_s: float
    week: str
    reasons: tuple[str, ...]
    score: float | None
    before: float | None
    maximum: float
    worst: WorstFinding | None
    state: str
    started: bool
    age_s: float
    active_s: float
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """An inspector's day so far."""

    goal: int
    done_today: int
    pending: int
    active_today_s: float

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.done_today / self.goal)) if self.goal else 100


@dataclass(frozen=True, slots=True)
class QueueView:
    shelf: Shelf
    listing: Listing[QueueRow]
    progress: Progress
    projects: tuple[str, ...]


def queue_page(shelf: Shelf, wish: Wish, *, actor: Actor, services: Services) -> QueueView:
    """One page of the inspector's list.

    Raises:
        Invalid: a filter or an order on something that the list does not show.
    """
    require(actor, Permission.CASE_REVIEW)
    _check(wish)
    now = services.clock()
    zone = ZoneInfo(services.settings.web.timezone)
    with services.transaction.read() as tx:
        mine = _mine(shelf, wish, actor)
        total = tx.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
        page = mine.order_by(*_order(shelf, wish)).offset(wish.offset).limit(wish.size)
        assignments = tuple(tx.session.scalars(page))
        worst = worst_findings(tx, [one.case for one in assignments], services)
        return QueueView(
            shelf=shelf,
            listing=Listing(tuple(_row(one, worst.get(one.case_id), zone, now) for one in assignments), total, wish),
            progress=progress(tx, actor, services),
            projects=_projects(tx, shelf, actor),
        )


def next_assignment(*, actor: Actor, services: Services, after: str | None = None) -> str | None:
    """The id of the review to do next, in the order of the pending list; None when all is done.

    *after* is one that the inspector is leaving, so it is not offered again at once.
    """
    require(actor, Permission.CASE_REVIEW)
    with services.transaction.read() as tx:
        mine = _mine(Shelf.PENDING, Wish(), actor).order_by(*_order(Shelf.PENDING, Wish()))
        if after is not None:
            mine = mine.where(Assignment.public_id != after)
        first = tx.session.scalars(mine.limit(1)).one_or_none()
        return first.public_id if first else None


def progress(tx: Transaction, actor: Actor, services: Services) -> Progress:
    """Goal, finished and waiting reviews of *actor*, and seconds really worked since midnight."""
    midnight = midnight_before(services.clock(), services)
    mine = (Assignment.inspector_id == actor.user_id, Assignment.kind == AssignmentKind.REVIEW)
    count = select(func.count(Assignment.id)).where(*mine)
    done = count.where(Assignment.state == AssignmentState.DONE, Assignment.closed_at >= midnight)
    worked = select(func.sum(Assignment.active_s)).where(
        *mine, (Assignment.closed_at >= midnight) | (Assignment.state == AssignmentState.OPEN)
    )
    return Progress(
        goal=tx.session.get_one(User, actor.user_id).daily_goal,
        done_today=tx.session.scalar(done) or 0,
        pending=tx.session.scalar(count.where(Assignment.state == AssignmentState.OPEN)) or 0,
        active_today_s=float(tx.session.scalar(worked) or 0.0),
    )


def week_of(started_at: datetime | None, zone: ZoneInfo) -> str:
    """The ISO week of a call, `2026-W47`: fine enough to know the rules of the time, too coarse to know the shift."""
    if started_at is None:
        return "–"
    year, week, _ = started_at.astimezone(zone).isocalendar()
    return f"{year}-W{week:02}"


def _check(wish: Wish) -> None:
    for name in wish.filters:
        if name not in FILTERS:
            raise Invalid(name, "unknown_filter")
    if wish.column not in {"", *_COLUMNS}:
        raise Invalid("sort", "unknown_column", detail=wish.column)


def _mine(shelf: Shelf, wish: Wish, actor: Actor) -> Select[Assignment]:
    state = AssignmentState.OPEN if shelf is Shelf.PENDING else AssignmentState.DONE
    query = (
        select(Assignment)
        .join(Case, Case.id == Assignment.case_id)
        .join(Recording, Recording.id == Case.recording_id)
        .where(
            Assignment.inspector_id == actor.user_id,
            Assignment.kind == AssignmentKind.REVIEW,
            Assignment.state == state,
        )
    )
    if wish.words:
        # Ids and projects are what the list shows; a search may not ask for more.
        like = f"%{wish.words.replace('%', '').replace('_', '')}%"
        query = query.where(Assignment.public_id.like(like) | Recording.project.like(like))
    if reason := wish.filters.get("reason"):
        query = query.where(cast(Case.route_reasons, String).like(f'%"{_reason(reason)}"%'))
    if project := wish.filters.get("project"):
        query = query.where(Recording.project == project)
    if started := wish.filters.get("started"):
        has_begun = Assignment.opened_at.is_not(None)
        query = query.where(has_begun if started == "yes" else ~has_begun)
    return query


def _reason(value: str) -> RouteReason:
    try:
        return RouteReason(value)
    except ValueError:
        raise Invalid("reason", "unknown_value", detail=value) from None


_COLUMNS: dict[str, Order] = {
    "age": Assignment.assigned_at.desc(),
    "-age": Assignment.assigned_at.asc(),
    "duration": Recording.duration_s.asc(),
    "-duration": Recording.duration_s.desc(),
    "score": Case.preliminary_score.asc(),
    "-score": Case.preliminary_score.desc(),
    "project": Recording.project.asc(),
    "-project": Recording.project.desc(),
    "closed": Assignment.closed_at.asc(),
    "-closed": Assignment.closed_at.desc(),
}


def _order(shelf: Shelf, wish: Wish) -> tuple[Order, ...]:
    if wish.sort:
        return (_COLUMNS[wish.sort], Assignment.id)
    if shelf is Shelf.DONE:
        return (Assignment.closed_at.desc(), Assignment.id)
    # Begun first, then what a rule flagged, then what has waited longest.
    flagged = cast(Case.route_reasons, String).like('%"flagged"%')
    return (
        Assignment.opened_at.is_(None),
        case((flagged, 0), else_=1),
        Assignment.assigned_at,
        Assignment.id,
    )


def _projects(tx: Transaction, shelf: Shelf, actor: Actor) -> tuple[str, ...]:
    projects = _mine(shelf, Wish(), actor).with_only_columns(Recording.project).distinct().order_by(Recording.project)
    return tuple(project for project in tx.session.scalars(projects) if project)


def _row(assignment: Assignment, worst: WorstFinding | None, zone: ZoneInfo, now: datetime) -> QueueRow:
    case_, recording = assignment.case, assignment.case.recording
    done = assignment.state is AssignmentState.DONE
    return QueueRow(
        id=assignment.public_id,
        project=recording.project or "",
        duration_s=recording.duration_s or 0.0,
        week=week_of(recording.started_at, zone),
        reasons=tuple(case_.route_reasons),
        score=case_.reviewed_score if done else case_.preliminary_score,
        before=case_.preliminary_score if done else None,
        maximum=case_.maximum,
        worst=worst,
        state=case_.state.value,
        started=assignment.opened_at is not None,
        age_s=max(timedelta(), now - assignment.assigned_at).total_seconds(),
        active_s=assignment.active_s,
        closed_at=assignment.closed_at,
    )
