"""Telling people in time: of appeals that can still be made, opinions that are due, decisions that are overdue."""

from datetime import datetime

from sqlalchemy import select

from engine.casework.clarifying import resting
from engine.casework.tell import holders_of, tell
from models.lifecycle import State
from models.roles import StaffRole
from models.tables.appeals import Appeal, AppealState
from models.tables.cases import Case
from models.tables.notices import NoticeKind
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction


def remind(tx: Transaction, soon: datetime, now: datetime) -> int:
    """Tell agents of appeal deadlines until *soon*, those asked of opinions, and leads of overdue decisions.

    Returns:
        How many deadlines these are; of each, people are told once.
    """
    released = tx.session.scalars(
        select(Case).where(
            Case.state == State.RELEASED,
            Case.appeal_until <= soon,
            Case.appeal_until >= now,
            Case.agent_id.is_not(None),
        )
    ).all()
    for case in released:
        assert case.agent_id is not None
        once = f"near:{case.public_id}:{case.appeal_until}"
        tell(tx, case.agent_id, NoticeKind.DEADLINE_NEAR, case.public_id, now, once=once)
    open_appeals = tx.session.scalars(
        select(Appeal).where(
            Appeal.state == AppealState.OPEN, Appeal.opinions_due_at <= soon, Appeal.id.not_in(resting())
        )
    ).all()
    for appeal in open_appeals:
        _remind_opinions(tx, appeal, now)
    overdue = tx.session.scalars(
        select(Appeal).where(
            Appeal.state == AppealState.ADJUDICATION,
            Appeal.decision_due_at < now,
            Appeal.id.not_in(resting()),
        )
    ).all()
    leads = holders_of(tx, StaffRole.QC_LEAD) if overdue else ()
    for appeal in overdue:
        for lead_id in leads:
            once = f"overdue:{appeal.public_id}:{appeal.decision_due_at}"
            tell(tx, lead_id, NoticeKind.OVERDUE, appeal.public_id, now, once=once)
    return len(released) + len(open_appeals) + len(overdue)


def _remind_opinions(tx: Transaction, appeal: Appeal, now: datetime) -> None:
    asked = tx.session.scalars(
        select(Assignment).where(
            Assignment.case_id == appeal.case_id,
            Assignment.kind == AssignmentKind.OPINION,
            Assignment.state == AssignmentState.OPEN,
        )
    )
    for assignment in asked:
        # Of a deadline that was moved people are told again.
        once = f"due:{assignment.public_id}:{appeal.opinions_due_at}"
        tell(tx, assignment.inspector_id, NoticeKind.OPINION_DUE, assignment.public_id, now, once=once)
    given = {opinion.side.value for opinion in appeal.opinions}
    if StaffRole.TEAM_LEADER.value not in given and appeal.case.team_id is not None:
        for leader_id in holders_of(tx, StaffRole.TEAM_LEADER, team_id=appeal.case.team_id):
            once = f"due:{appeal.public_id}:{appeal.opinions_due_at}"
            tell(tx, leader_id, NoticeKind.OPINION_DUE, appeal.public_id, now, once=once)
