"""The manager's day: how much of the calls was covered, what piles up, what fails most, who carries how much."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, case, cast, func, select

from engine.access import Actor, Permission, require
from engine.reading.findings_view import Words, words
from engine.reading.home.alerts import Alert, alerts
from engine.reading.midnight import midnight_before
from engine.services import Services
from models.roles import StaffRole
from models.tables.cases import Case, Held, JudgementKind, JudgementRow, RouteReason
from models.tables.organisation import User, UserRole
from models.tables.recordings import Progress, Recording, ScoreRun
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.tables.sampling import Draw
from models.transaction import Transaction

DAYS = 7
TOP_RULES = 8
# Steps of the backlog: today's, yesterday's, older ones.
AGES_DAYS = (0, 1, 3, 7)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the calls received in a stretch of time, how many got how far."""

    received: int
    screened: int
    flagged: int
    sampled: int
    reviewed: int
    failed: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """Open reviews that wait since *days* days or more, but less than the next step."""

    days: int
    count: int
    audio_s: float


@dataclass(frozen=True, slots=True)
class TopRule:
    """A rule, how often it failed, and on how many screened calls it was judged."""

    title: Words
    failed: int
    judged: int


@dataclass(frozen=True, slots=True)
class Load:
    """An inspector: what waits, what is done today against the goal."""

    name: str
    open: int
    open_s: float
    capacity_s: float
    done_today: int
    goal: int
    away: bool


@dataclass(frozen=True, slots=True)
class ManagerHome:
    alerts: tuple[Alert, ...]
    today: Coverage
    week: Coverage
    backlog: tuple[Backlog, ...]
    rules: tuple[TopRule, ...]
    loads: tuple[Load, ...]


def manager_home(*, actor: Actor, services: Services) -> ManagerHome:
    """What the QC manager sees first: today since midnight, and the last seven days."""
    require(actor, Permission.QC_OVERVIEW)
    now = services.clock()
    midnight = midnight_before(now, services)
    with services.transaction.read() as tx:
        return ManagerHome(
            alerts=alerts(tx, services, now),
            today=_coverage(tx, midnight),
            week=_coverage(tx, now - timedelta(days=DAYS)),
            backlog=tuple(_backlog(tx, now)),
            rules=tuple(_rules(tx, now - timedelta(days=DAYS), services)),
            loads=tuple(_loads(tx, midnight)),
        )


def _coverage(tx: Transaction, since: datetime) -> Coverage:
    received = Recording.received_at >= since

    def recordings(*conditions: ColumnElement[bool]) -> int:
        return tx.session.scalar(select(func.count(Recording.id)).where(received, *conditions)) or 0

    def of_cases(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return Recording.id.in_(select(Case.recording_id).where(*conditions))

    return Coverage(
        received=recordings(),
        screened=recordings(Recording.progress.in_((Progress.SCORED, Progress.ROUTED))),
        flagged=recordings(of_cases(_has_reason(RouteReason.FLAGGED))),
        sampled=recordings(Recording.id.in_(select(Draw.recording_id).where(Draw.drawn))),
        reviewed=recordings(of_cases(Case.confirmed_at.is_not(None))),
        failed=recordings(Recording.progress == Progress.FAILED),
    )


def _has_reason(reason: RouteReason) -> ColumnElement[bool]:
    return cast(Case.route_reasons, String).like(f'%"{reason.value}"%')


def _backlog(tx: Transaction, now: datetime) -> Iterator[Backlog]:
    rows = tx.session.execute(
        select(Assignment.assigned_at, Recording.duration_s)
        .join(Case, Case.id == Assignment.case_id)
        .join(Recording, Recording.id == Case.recording_id)
        .where(Assignment.state == AssignmentState.OPEN, Assignment.kind == AssignmentKind.REVIEW)
    ).all()
    aged = [((now - row.assigned_at).total_seconds() / 86400, row.duration_s or 0.0) for row in rows]
    for step, following in zip(AGES_DAYS, (*AGES_DAYS[1:], None), strict=True):
        mine = [audio_s for days, audio_s in aged if days >= step and (following is None or days < following)]
        yield Backlog(step, len(mine), sum(mine))


def _rules(tx: Transaction, since: datetime, services: Services) -> Iterator[TopRule]:
    """The rules that failed most, by what the machine said of every call, reviewed or not."""
    failed = func.sum(case((JudgementRow.machine == Held.FAIL, 1), else_=0)).label("failed")
    rows = tx.session.execute(
        select(
            JudgementRow.key,
            failed,
            func.count(JudgementRow.id).label("judged"),
            func.max(JudgementRow.case_id).label("case_id"),
        )
        .join(Case, Case.id == JudgementRow.case_id)
        .where(JudgementRow.kind == JudgementKind.RULE, Case.created_at >= since)
        .group_by(JudgementRow.key)
        .having(failed > 0)
        .order_by(failed.desc(), JudgementRow.key)
        .limit(TOP_RULES)
    )
    for row in rows:
        one = tx.session.get_one(Case, row.case_id)
        run = tx.session.get_one(ScoreRun, one.score_run_id)
        rulebook = services.rulebooks.of(run.rulebook_version_id)
        yield TopRule(words(rulebook.rule(row.key).title), int(row.failed), int(row.judged))


def _loads(tx: Transaction, midnight: datetime) -> Iterator[Load]:
    inspectors = tx.session.scalars(
        select(User)
        .where(User.disabled_at.is_(None), User.roles.any(UserRole.role == StaffRole.INSPECTOR))
        .order_by(User.name)
    ).all()
    for person in inspectors:
        mine = (Assignment.inspector_id == person.id, Assignment.kind == AssignmentKind.REVIEW)
        waiting = tx.session.execute(
            select(func.count(Assignment.id), func.coalesce(func.sum(Recording.duration_s), 0.0))
            .join(Case, Case.id == Assignment.case_id)
            .join(Recording, Recording.id == Case.recording_id)
            .where(*mine, Assignment.state == AssignmentState.OPEN)
        ).one()
        done = select(func.count(Assignment.id)).where(
            *mine, Assignment.state == AssignmentState.DONE, Assignment.closed_at >= midnight
        )
        yield Load(
            name=person.name,
            open=waiting[0],
            open_s=float(waiting[1] or 0.0),
            capacity_s=float(person.capacity_s),
            done_today=tx.session.scalar(done) or 0,
            goal=person.daily_goal,
            away=person.away,
        )
