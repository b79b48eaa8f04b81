"""Choosing who looks at a case: least open audio for their capacity, and never somebody who must not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.blind import new_public_id
from engine.casework.involved import barred, handed_back
from engine.casework.tell import tell
from engine.settings import Settings
from models.roles import StaffRole
from models.tables.cases import Case
from models.tables.notices import NoticeKind
from models.tables.organisation import Conflict, FormerTeam, User, UserRole
from models.tables.recordings import Recording
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Load:
    """One inspector's open work. *open_s*: seconds of audio assigned and not yet done."""

    inspector_id: int
    open_s: float
    capacity_s: float

    @property
    def share(self) -> float:
        return self.open_s / max(1.0, self.capacity_s)


def least_loaded(loads: Iterable[Load]) -> Load | None:
    """The inspector with the smallest share of capacity in use; ties go to the lower id."""
    return min(loads, key=lambda load: (load.share, load.inspector_id), default=None)


def loads_for(tx: Transaction, case: Case, *, excluding: frozenset[int] = frozenset()) -> tuple[Load, ...]:
    """Inspectors who may see *case*: present, never of the agent's team, in no conflict with the agent."""
    open_s = (
        select(Assignment.inspector_id, func.sum(func.coalesce(Recording.duration_s, 0.0)).label("open_s"))
        .join(Case, Case.id == Assignment.case_id)
        .join(Recording, Recording.id == Case.recording_id)
        .where(Assignment.state == AssignmentState.OPEN)
        .group_by(Assignment.inspector_id)
        .subquery()
    )
    rows = tx.session.execute(
        select(User.id, User.team_id, User.capacity_s, func.coalesce(open_s.c.open_s, 0.0))
        .join(UserRole, UserRole.user_id == User.id)
        .outerjoin(open_s, open_s.c.inspector_id == User.id)
        .where(UserRole.role == StaffRole.INSPECTOR, User.disabled_at.is_(None), User.away.is_(False))
        .order_by(User.id)
    ).all()
    barred = set(excluding)
    if case.agent_id is not None:
        barred |= set(tx.session.scalars(select(Conflict.inspector_id).where(Conflict.agent_id == case.agent_id)))
    if case.team_id is not None:
        barred |= set(tx.session.scalars(select(FormerTeam.user_id).where(FormerTeam.team_id == case.team_id)))
    return tuple(
        Load(user_id, float(seconds), float(capacity))
        for user_id, team_id, capacity, seconds in rows
        if user_id not in barred and user_id != case.agent_id and (team_id is None or team_id != case.team_id)
    )


def assign(
    tx: Transaction, case: Case, inspector_id: int, kind: AssignmentKind, now: datetime, *, relaxed: str | None = None
) -> Assignment:
    """Give *case* to *inspector_id* under a new random id, and tell them."""
    assignment = Assignment(
        public_id=new_public_id(),
        case_id=case.id,
        inspector_id=inspector_id,
        kind=kind,
        state=AssignmentState.OPEN,
        relaxed=relaxed,
        assigned_at=now,
        active_s=0.0,
        draft={},
        draft_version=0,
    )
    tx.session.add(assignment)
    tx.session.flush()
    notice = NoticeKind.ASSIGNED if kind is AssignmentKind.REVIEW else NoticeKind.OPINION_ASKED
    tell(tx, inspector_id, notice, assignment.public_id, now)
    return assignment


def pass_on(tx: Transaction, case: Case, kind: AssignmentKind, settings: Settings, now: datetime) -> Assignment | None:
    """Give work that somebody gave back, or that nobody could take, to an inspector who may and has not had it yet."""
    excluding = barred(tx, case, kind, settings) | handed_back(tx, case, kind)
    return assign_fairly(tx, case, kind, now, excluding=excluding)


def assign_fairly(
    tx: Transaction, case: Case, kind: AssignmentKind, now: datetime, *, excluding: frozenset[int] = frozenset()
) -> Assignment | None:
    """Give *case* to the least loaded inspector; None when nobody may take it, and the sweep tries again later."""
    chosen = least_loaded(loads_for(tx, case, excluding=excluding))
    return assign(tx, case, chosen.inspector_id, kind, now) if chosen else None
