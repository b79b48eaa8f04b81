"""The administrator's day: is everything up, what failed, who came in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from engine.access import Actor, Permission, require
from engine.reading.readiness import Check, readiness
from engine.services import Services
from models.tables.organisation import SignIn, SignInFailure, User
from models.tables.recordings import Progress, Recording
from models.tables.work import Work, WorkerBeat, WorkState


@dataclass(frozen=True, slots=True)
class Worker:
    name: str
    kind: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    name: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AdminHome:
    """*oldest_s*: how long the oldest waiting work has waited; None when none waits. *model* is "" for the demo's."""

    checks: tuple[Check, ...]
    workers: tuple[Worker, ...]
    waiting: int
    oldest_s: float | None
    free_bytes: int
    failed_recordings: int
    wrong_passwords: int
    model: str
    sign_ins: tuple[SignedIn, ...]


def admin_home(*, actor: Actor, services: Services) -> AdminHome:
    """What an administrator sees first."""
    require(actor, Permission.HEALTH_READ)
    now = services.clock()
    day_ago = now - timedelta(days=1)
    with services.transaction.read() as tx:
        waiting = tx.session.execute(
            select(func.count(Work.id), func.min(Work.created_at)).where(Work.state == WorkState.WAITING)
        ).one()
        beats = tx.session.scalars(
            select(WorkerBeat).where(WorkerBeat.seen_at >= now - timedelta(minutes=5)).order_by(WorkerBeat.name)
        )
        newest = tx.session.execute(
            select(User.name, SignIn.role, SignIn.created_at)
            .join(User, User.id == SignIn.user_id)
            .order_by(SignIn.created_at.desc())
            .limit(8)
        )
        failed = select(func.count(Recording.id)).where(Recording.progress == Progress.FAILED)
        wrong = select(func.count(SignInFailure.id)).where(
            SignInFailure.at >= day_ago, SignInFailure.subject.startswith("login:")
        )
        return AdminHome(
            checks=readiness(services),
            workers=tuple(Worker(beat.name, beat.kind, beat.seen_at) for beat in beats),
            waiting=waiting[0],
            oldest_s=(now - waiting[1]).total_seconds() if waiting[1] else None,
            free_bytes=services.storage.free_bytes(),
            failed_recordings=tx.session.scalar(failed) or 0,
            wrong_passwords=tx.session.scalar(wrong) or 0,
            model=services.settings.speech.model,
            sign_ins=tuple(SignedIn(row.name, row.role.value, row.created_at) for row in newest),
        )
