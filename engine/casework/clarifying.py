"""Questions to an appellant: while one is open the appeal rests, and gets back the working time it waited."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from engine.access import Actor
from engine.casework.deadlines import business_calendar
from engine.casework.move import remember
from engine.casework.tell import tell
from engine.settings import Settings
from models.tables.appeals import Appeal, AppealState
from models.tables.cases import Case
from models.tables.clarifications import Clarification, ClosedBy
from models.tables.notices import NoticeKind
from models.transaction import Transaction


def resting() -> Select[int]:
    """Ids of the appeals whose deadlines rest."""
    return select(Clarification.appeal_id).where(Clarification.closed_at.is_(None))


def open_question(tx: Transaction, appeal: Appeal) -> Clarification | None:
    """The question that waits for its answer."""
    return tx.session.scalars(
        select(Clarification).where(Clarification.appeal_id == appeal.id, Clarification.closed_at.is_(None))
    ).one_or_none()


def questions_of(tx: Transaction, appeal: Appeal) -> Sequence[Clarification]:
    """Every question about *appeal*, oldest first."""
    return tx.session.scalars(
        select(Clarification).where(Clarification.appeal_id == appeal.id).order_by(Clarification.id)
    ).all()


def close_question(
    tx: Transaction,
    case: Case,
    appeal: Appeal,
    question: Clarification,
    by: ClosedBy,
    actor: Actor | None,
    settings: Settings,
    now: datetime,
) -> None:
    """End the rest: what was left of each deadline when the question was asked is left again now."""
    question.closed_by, question.closed_at = by, now
    calendar = business_calendar(tx, settings)
    before = appeal.decision_due_at
    if appeal.state is AppealState.OPEN:
        left = calendar.working_days_between(question.asked_at, appeal.opinions_due_at)
        appeal.opinions_due_at = calendar.after_working_days(now, left)
    if appeal.state in (AppealState.OPEN, AppealState.ADJUDICATION):
        left = calendar.working_days_between(question.asked_at, appeal.decision_due_at)
        appeal.decision_due_at = calendar.after_working_days(now, left)
        tell(tx, question.asked_by_id, NoticeKind.CLARIFICATION_CLOSED, appeal.public_id, now)
    tx.session.flush()
    remember(
        tx,
        f"clarification.closed_by_{by.value}",
        f"case:{case.id}",
        actor,
        now,
        old=before.isoformat(timespec="seconds"),
        new=appeal.decision_due_at.isoformat(timespec="seconds"),
    )
