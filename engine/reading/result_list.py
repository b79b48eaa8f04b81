"""Lists of released results, for the agent themselves and for their team leader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from engine.errors import Invalid
from engine.reading.listing import Listing, Wish
from engine.reading.search import like
from engine.services import Services
from models.lifecycle import State
from models.tables.cases import Case, Held, JudgementRow
from models.tables.organisation import User
from models.tables.recordings import Recording
from models.transaction import Transaction

SHOWN = (State.RELEASED, State.APPEALED, State.ADJUDICATION, State.FINAL)
FILTERS = ("state", "project", "agent")

_SCORE = func.coalesce(Case.final_score, Case.reviewed_score)
_COLUMNS: Mapping[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
    "started": Recording.started_at,
    "score": _SCORE,
    "duration": Recording.duration_s,
    "released": Case.released_at,
    "deadline": Case.appeal_until,
}


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One result. *agent* and *agent_no* are None on the agent's own pages."""

    id: str
    project: str
    started_at: datetime | None
    duration_s: float
    score: float | None
    maximum: float
    failures: int
    state: str
    released_at: datetime | None
    appeal_until: datetime | None
    agent: str | None = None
    agent_no: str | None = None


@dataclass(frozen=True, slots=True)
class ResultList:
    listing: Listing[ResultLine]
    projects: tuple[str, ...]
    agents: tuple[tuple[str, str], ...] = ()


def result_list(
    tx: Transaction, scope: ColumnElement[bool], wish: Wish, services: Services, *, with_agents: bool = False
) -> ResultList:
    """Released cases within *scope*.

    Raises:
        Invalid: an order that the list does not have.
    """
    query = _wanted(scope, wish, with_agents=with_agents)
    total = tx.session.scalar(select(func.count()).select_from(query.with_only_columns(Case.id).subquery())) or 0
    rows = tx.session.execute(query.order_by(_order(wish), Case.id.desc()).offset(wish.offset).limit(wish.size)).all()
    failures = _failures(tx, [row.Case.id for row in rows])
    lines = tuple(_line(row.Case, row.User, failures, with_agents=with_agents) for row in rows)
    projects = tx.session.scalars(
        select(Recording.project)
        .join(Case, Case.recording_id == Recording.id)
        .where(scope, Case.state.in_(SHOWN), Recording.project.is_not(None))
        .distinct()
        .order_by(Recording.project)
    )
    return ResultList(
        listing=Listing(lines, total, wish),
        projects=tuple(project for project in projects if project),
        agents=_agents(tx, scope) if with_agents else (),
    )


def _wanted(scope: ColumnElement[bool], wish: Wish, *, with_agents: bool) -> Select[Case, User]:
    query = (
        select(Case, User)
        .join(Recording, Recording.id == Case.recording_id)
        .outerjoin(User, User.id == Case.agent_id)
        .where(scope, Case.state.in_(SHOWN))
    )
    if wish.words:
        found = [like(Case.public_id, wish.words), like(Recording.project, wish.words), _ticket(wish.words)]
        found += [like(User.name, wish.words), like(User.agent_no, wish.words)] if with_agents else []
        query = query.where(or_(*found))
    if wish.filters.get("state"):
        query = query.where(Case.state == wish.filters["state"])
    if wish.filters.get("project"):
        query = query.where(Recording.project == wish.filters["project"])
    if with_agents and wish.filters.get("agent"):
        query = query.where(User.agent_no == wish.filters["agent"])
    return query


def _ticket(words: str) -> ColumnElement[bool]:
    return like(cast(Recording.details["ticket"].as_string(), String), words)


def _order(wish: Wish) -> ColumnElement[Any]:
    if not wish.sort:
        return Case.released_at.desc()
    column = _COLUMNS.get(wish.column)
    if column is None:
        raise Invalid("sort", "unknown_column", detail=wish.column)
    return column.desc() if wish.descending else column.asc()


def _failures(tx: Transaction, case_ids: list[int]) -> dict[int, int]:
    held = func.coalesce(JudgementRow.final, JudgementRow.reviewed, JudgementRow.machine)
    counted = tx.session.execute(
        select(JudgementRow.case_id, func.count(JudgementRow.id).label("failures"))
        .where(JudgementRow.case_id.in_(case_ids), held == Held.FAIL.value)
        .group_by(JudgementRow.case_id)
    )
    return {row.case_id: row.failures for row in counted}


def _agents(tx: Transaction, scope: ColumnElement[bool]) -> tuple[tuple[str, str], ...]:
    rows = tx.session.execute(
        select(User.agent_no, User.name)
        .join(Case, Case.agent_id == User.id)
        .where(scope, Case.state.in_(SHOWN), User.agent_no.is_not(None))
        .distinct()
        .order_by(User.agent_no)
    )
    return tuple((str(number), f"{number} {name}") for number, name in rows)


def _line(case: Case, agent: User | None, failures: Mapping[int, int], *, with_agents: bool) -> ResultLine:
    recording = case.recording
    return ResultLine(
        id=case.public_id,
        project=recording.project or "",
        started_at=recording.started_at,
        duration_s=recording.duration_s or 0.0,
        score=case.final_score if case.final_score is not None else case.reviewed_score,
        maximum=case.maximum,
        failures=failures.get(case.id, 0),
        state=case.state.value,
        released_at=case.released_at,
        appeal_until=case.appeal_until,
        agent=agent.name if agent and with_agents else None,
        agent_no=agent.agent_no if agent and with_agents else None,
    )
