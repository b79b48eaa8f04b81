"""What agents see of their own calls: results, deductions, appeals, a statement. Never who inspected or decided."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.errors import NotFound
from engine.reading.appeal_story import AppealStory, appeal_stories
from engine.reading.listing import Listing, Wish
from engine.reading.month import Month, month_of
from engine.reading.result import Result, released_case, result_of
from engine.reading.result_list import SHOWN, ResultList, result_list
from engine.reading.staff_roster import staff_roster
from engine.services import Services
from engine.statistics.interval import Mean, mean
from models.tables.appeals import Appeal
from models.tables.cases import Case


@dataclass(frozen=True, slots=True)
class AppealLine:
    """One appeal of the agent, with the case it belongs to."""

    case_id: str
    project: str
    started_at: datetime | None
    story: AppealStory


@dataclass(frozen=True, slots=True)
class Statement:
    """A month on one sheet of paper: every released result with its deductions."""

    month: Month
    results: tuple[Result, ...]
    score: Mean | None
    maximum: float


def results_page(wish: Wish, *, actor: Actor, services: Services) -> ResultList:
    """The agent's released results, newest first."""
    require(actor, Permission.CASE_OWN_READ)
    with services.transaction.read() as tx:
        return result_list(tx, Case.agent_id == actor.user_id, wish, services)


def result_page(case_id: str, *, actor: Actor, services: Services) -> Result:
    """Raises:
    NotFound: not this agent's, or not released.
    """
    require(actor, Permission.CASE_OWN_READ)
    with services.transaction.read() as tx:
        case = released_case(tx, case_id)
        if case.agent_id != actor.user_id:
            raise NotFound("case")
        return result_of(tx, case, actor, services)


def appeals_page(wish: Wish, *, actor: Actor, services: Services) -> Listing[AppealLine]:
    """Every appeal about the agent's own calls, newest first."""
    require(actor, Permission.CASE_OWN_READ)
    query = select(Appeal).join(Case, Case.id == Appeal.case_id).where(Case.agent_id == actor.user_id)
    if wish.filters.get("state"):
        query = query.where(Appeal.state == wish.filters["state"])
    with services.transaction.read() as tx:
        mask = staff_roster(tx, actor)
        rows = tx.session.scalars(query.order_by(Appeal.filed_at.desc(), Appeal.id.desc())).all()
        shown = rows[wish.offset : wish.offset + wish.size]
        lines = []
        for row in shown:
            story = next(
                one for one in appeal_stories(tx, row.case, services, mask, actor.user_id) if one.id == row.public_id
            )
            recording = row.case.recording
            lines.append(AppealLine(row.case.public_id, recording.project or "", recording.started_at, story))
    return Listing(tuple(lines), len(rows), wish)


def statement_page(wanted: str, *, actor: Actor, services: Services) -> Statement:
    """The month *wanted* (`2026-11`), the current one when it is empty.

    Raises:
        Invalid: not a month.
    """
    require(actor, Permission.CASE_OWN_READ)
    month = month_of(wanted, services)
    with services.transaction.read() as tx:
        cases = tx.session.scalars(
            select(Case)
            .where(
                Case.agent_id == actor.user_id,
                Case.state.in_(SHOWN),
                Case.released_at >= month.start,
                Case.released_at < month.end,
            )
            .order_by(Case.released_at, Case.id)
        ).all()
        results = tuple(result_of(tx, case, actor, services) for case in cases)
    scores = [one.sheet.total for one in results if one.sheet.total is not None]
    return Statement(month, results, mean(scores), max((one.sheet.maximum for one in results), default=0.0))
