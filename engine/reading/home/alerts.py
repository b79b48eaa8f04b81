"""What the QC manager should not have to find out by themselves."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from engine.casework.clarifying import resting
from engine.casework.due import unassigned
from engine.reading.readiness import readiness
from engine.services import Services
from models.roles import StaffRole
from models.tables.appeals import Appeal, AppealState
from models.tables.cases import Case
from models.tables.organisation import User, UserRole
from models.tables.recordings import Recording
from models.tables.reviews import Assignment, AssignmentState
from models.transaction import Transaction


class AlertKind(StrEnum):
    WORKERS_GONE = "workers_gone"
    DECISIONS_OVERDUE = "decisions_overdue"
    NOBODY_MAY_TAKE = "nobody_may_take"
    OVER_CAPACITY = "over_capacity"


@dataclass(frozen=True, slots=True)
class Alert:
    """*count*: of appeals or cases; of per cent for a load above capacity; 0 where counting means nothing."""

    kind: AlertKind
    count: int


def alerts(tx: Transaction, services: Services, now: datetime) -> tuple[Alert, ...]:
    """What is wrong now; nothing when all is well."""
    found = (
        Alert(AlertKind.WORKERS_GONE, 0 if _workers_are_up(services) else 1),
        Alert(AlertKind.DECISIONS_OVERDUE, _overdue(tx, now)),
        Alert(AlertKind.NOBODY_MAY_TAKE, _count(tx, unassigned().order_by(None).subquery())),
        Alert(AlertKind.OVER_CAPACITY, _above_capacity(tx)),
    )
    return tuple(alert for alert in found if alert.count)


def _workers_are_up(services: Services) -> bool:
    return all(check.ok for check in readiness(services) if check.name == "workers")


def _overdue(tx: Transaction, now: datetime) -> int:
    late = select(Appeal.id).where(
        Appeal.state == AppealState.ADJUDICATION, Appeal.decision_due_at < now, Appeal.id.not_in(resting())
    )
    return _count(tx, late.subquery())


def _above_capacity(tx: Transaction) -> int:
    """How full the inspectors who are present are, in per cent of a day; 0 while there is room."""
    present = (
        select(User.id, User.capacity_s)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == StaffRole.INSPECTOR, User.disabled_at.is_(None), User.away.is_(False))
    )
    capacity_s = sum(row.capacity_s for row in tx.session.execute(present))
    open_s = tx.session.scalar(
        select(func.coalesce(func.sum(Recording.duration_s), 0.0))
        .join(Case, Case.recording_id == Recording.id)
        .join(Assignment, Assignment.case_id == Case.id)
        .where(Assignment.state == AssignmentState.OPEN)
    )
    share = float(open_s or 0.0) / max(1.0, float(capacity_s))
    return round(share * 100) if share > 1 else 0


def _count(tx: Transaction, rows: object) -> int:
    return tx.session.scalar(select(func.count()).select_from(rows)) or 0  # type: ignore[arg-type]
