"""After an outage: the same working time is added to every open deadline, once, with a reason."""

from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.calendar import BusinessCalendar
from engine.casework.clarifying import open_question
from engine.casework.deadlines import business_calendar
from engine.casework.extending import MOST_HOURS, open_deadlines
from engine.casework.move import remember
from engine.casework.tell import tell
from engine.errors import Conflict, Invalid, Refused
from engine.services import Services
from models.tables.appeals import Appeal, AppealState
from models.tables.cases import Case
from models.tables.notices import NoticeKind
from models.tables.special_days import Extension
from models.transaction import Transaction


def extend(request_id: str, hours: float, reason: str, *, actor: Actor, services: Services) -> Extension:
    """Add *hours* of opening time to every open deadline.

    Args:
        request_id: made for the form that asks; a form that is sent twice extends once.

    Raises:
        Invalid: `hours` not between 0 and 90.
        Refused: `reason_missing`, or `nothing_open`.
        Conflict: this form was sent before.
    """
    require(actor, Permission.DEADLINES_EXTEND)
    if not 0 < hours <= MOST_HOURS:
        raise Invalid("hours", "out_of_range")
    if not reason.strip():
        raise Refused("reason_missing")
    now = services.clock()
    with services.transaction() as tx:
        found = open_deadlines(tx, services.settings, now, held=True)
        if tx.session.scalar(select(Extension.id).where(Extension.public_id == request_id)) is not None:
            raise Conflict("extension", now="done")
        if not found.results and not found.appeals:
            raise Refused("nothing_open")
        extension = Extension(
            public_id=request_id,
            hours=hours,
            reason=reason.strip(),
            results=len(found.results),
            opinions=found.opinions,
            decisions=found.decisions,
            by_id=actor.user_id,
            at=now,
        )
        tx.session.add(extension)
        tx.session.flush()
        calendar = business_calendar(tx, services.settings)
        counted: dict[str, object] = {
            "hours": hours, "results": extension.results, "opinions": extension.opinions,
            "decisions": extension.decisions,
        }  # fmt: skip
        remember(
            tx, "deadlines.extended", f"extension:{extension.id}", actor, now, why=extension.reason, details=counted
        )
        for case in found.results:
            _extend_result(tx, case, extension, calendar, actor, now)
        for appeal in found.appeals:
            _extend_appeal(tx, appeal, extension, calendar, actor, now)
        return extension


def _extend_result(
    tx: Transaction, case: Case, extension: Extension, calendar: BusinessCalendar, actor: Actor, now: datetime
) -> None:
    assert case.appeal_until is not None
    old = case.appeal_until
    case.appeal_until = calendar.after_working_hours(old, extension.hours)
    _remember(tx, "case.appeal_extended", case.id, old, case.appeal_until, extension, actor, now)
    if case.agent_id is not None:
        once = f"extended:{extension.public_id}:{case.id}"
        tell(tx, case.agent_id, NoticeKind.DEADLINE_EXTENDED, case.public_id, now, once=once)


def _extend_appeal(
    tx: Transaction, appeal: Appeal, extension: Extension, calendar: BusinessCalendar, actor: Actor, now: datetime
) -> None:
    if appeal.state is AppealState.OPEN:
        old = appeal.opinions_due_at
        appeal.opinions_due_at = calendar.after_working_hours(old, extension.hours)
        _remember(tx, "case.opinions_extended", appeal.case_id, old, appeal.opinions_due_at, extension, actor, now)
    old = appeal.decision_due_at
    appeal.decision_due_at = calendar.after_working_hours(old, extension.hours)
    _remember(tx, "case.decision_extended", appeal.case_id, old, appeal.decision_due_at, extension, actor, now)
    if (question := open_question(tx, appeal)) is not None:
        question.answer_until = calendar.after_working_hours(question.answer_until, extension.hours)


def _remember(
    tx: Transaction,
    action: str,
    case_id: int,
    old: datetime,
    new: datetime,
    extension: Extension,
    actor: Actor,
    now: datetime,
) -> None:
    was, becomes = (moment.isoformat(timespec="seconds") for moment in (old, new))
    details: dict[str, object] = {"extension": extension.id}
    remember(tx, action, f"case:{case_id}", actor, now, old=was, new=becomes, why=extension.reason, details=details)
