"""All cases, as QC lead and manager look for them. No agent in the list, and none to search for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from engine.access import Actor, Permission, require
from engine.errors import Invalid
from engine.reading.listing import Listing, Wish
from engine.reading.search import like
from engine.services import Services
from models.tables.cases import Case, Mark
from models.tables.organisation import User
from models.tables.recordings import Recording
from models.tables.reviews import Assignment, AssignmentState
from models.transaction import Transaction

FILTERS = ("state", "project", "inspector", "mark")

_SCORE = func.coalesce(Case.final_score, Case.reviewed_score, Case.preliminary_score)
_COLUMNS: Mapping[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
    "opened": Case.created_at,
    "score": _SCORE,
    "duration": Recording.duration_s,
    "project": Recording.project,
}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case. *inspector*: who has it open or reviewed it last."""

    id: str
    project: str
    duration_s: float
    reasons: tuple[str, ...]
    preliminary: float | None
    reviewed: float | None
    final: float | None
    maximum: float
    state: str
    inspector: str | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class CaseList:
    listing: Listing[CaseLine]
    projects: tuple[str, ...]
    inspectors: tuple[tuple[str, str], ...]


def cases_page(wish: Wish, *, actor: Actor, services: Services) -> CaseList:
    """Raises:
    Invalid: an order that the list does not have.
    """
    require(actor, Permission.CASE_LEAD_READ)
    query = _wanted(wish)
    with services.transaction.read() as tx:
        total = tx.session.scalar(select(func.count()).select_from(query.with_only_columns(Case.id).subquery())) or 0
        cases = tx.session.scalars(query.order_by(_order(wish), Case.id.desc()).offset(wish.offset).limit(wish.size))
        rows = tuple(cases)
        inspectors = _inspectors_of(tx, [row.id for row in rows])
        return CaseList(
            listing=Listing(tuple(_line(row, inspectors.get(row.id)) for row in rows), total, wish),
            projects=tuple(name for name in tx.session.scalars(_projects()) if name),
            inspectors=_everybody_who_inspected(tx),
        )


def _wanted(wish: Wish) -> Select[Case]:
    query = select(Case).join(Recording, Recording.id == Case.recording_id)
    if wish.words:
        ticket = cast(Recording.details["ticket"].as_string(), String)
        query = query.where(
            or_(like(Case.public_id, wish.words), like(Recording.project, wish.words), like(ticket, wish.words))
        )
    if state := wish.filters.get("state"):
        query = query.where(Case.state == state)
    if project := wish.filters.get("project"):
        query = query.where(Recording.project == project)
    if mark := wish.filters.get("mark"):
        query = query.where(Case.id.in_(select(Mark.case_id).where(Mark.kind == mark)))
    if inspector := wish.filters.get("inspector"):
        theirs = (
            select(Assignment.case_id)
            .join(User, User.id == Assignment.inspector_id)
            .where(User.login == inspector, Assignment.state != AssignmentState.RECALLED)
        )
        query = query.where(Case.id.in_(theirs))
    return query


def _order(wish: Wish) -> ColumnElement[Any]:
    if not wish.sort:
        return Case.created_at.desc()
    column = _COLUMNS.get(wish.column)
    if column is None:
        raise Invalid("sort", "unknown_column", detail=wish.column)
    return column.desc() if wish.descending else column.asc()


def _inspectors_of(tx: Transaction, case_ids: list[int]) -> dict[int, str]:
    rows = tx.session.execute(
        select(Assignment.case_id, User.name)
        .join(User, User.id == Assignment.inspector_id)
        .where(Assignment.case_id.in_(case_ids), Assignment.state != AssignmentState.RECALLED)
        .order_by(Assignment.id)
    )
    return {row.case_id: row.name for row in rows}


def _projects() -> Select[str | None]:
    return select(Recording.project).where(Recording.project.is_not(None)).distinct().order_by(Recording.project)


def _everybody_who_inspected(tx: Transaction) -> tuple[tuple[str, str], ...]:
    rows = tx.session.execute(
        select(User.login, User.name)
        .join(Assignment, Assignment.inspector_id == User.id)
        .distinct()
        .order_by(User.login)
    )
    return tuple((row.login, row.name) for row in rows)


def _line(case: Case, inspector: str | None) -> CaseLine:
    return CaseLine(
        id=case.public_id,
        project=case.recording.project or "",
        duration_s=case.recording.duration_s or 0.0,
        reasons=tuple(case.route_reasons),
        preliminary=case.preliminary_score,
        reviewed=case.reviewed_score,
        final=case.final_score,
        maximum=case.maximum,
        state=case.state.value,
        inspector=inspector,
        opened_at=case.created_at,
    )
