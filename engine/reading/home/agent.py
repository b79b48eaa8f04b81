"""An agent's day and month: what came out, the score with its interval, what cost points, what can be appealed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.access import Actor
from engine.reading.appeal_story import title_of
from engine.reading.findings_view import Words
from engine.reading.home.today import Today, asked_of, today_of
from engine.reading.month import Month, month_of
from engine.reading.notices import NoticeLine, newest
from engine.reading.result_list import SHOWN
from engine.services import Services
from engine.statistics.interval import Mean, mean
from models.lifecycle import State
from models.tables.appeals import Appeal, AppealState
from models.tables.cases import Case, Held, JudgementRow
from models.tables.recordings import Recording, ScoreRun
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Appealable:
    """A result whose appeal time still runs."""

    id: str
    project: str
    started_at: datetime | None
    score: float | None
    maximum: float
    failures: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Costly:
    """A rule or question that cost points this month, and how often."""

    title: Words
    times: int


@dataclass(frozen=True, slots=True)
class AgentHome:
    """*target*: what the form aims at for a whole call; None where it names none. *asked*: cases with a question."""

    month: Month
    today: Today
    asked: tuple[str, ...]
    score: Mean | None
    maximum: float
    target: float | None
    results: int
    open_appeals: int
    appealable: tuple[Appealable, ...]
    costly: tuple[Costly, ...]
    notices: tuple[NoticeLine, ...]


def agent_home(*, actor: Actor, services: Services) -> AgentHome:
    """What an agent sees first: this month, in the time zone of the house."""
    month = month_of("", services)
    now = services.clock()
    with services.transaction.read() as tx:
        cases = _cases(tx, actor, month)
        maximum = Counter(case.maximum for case in cases).most_common(1)[0][0] if cases else 0.0
        alike = [case for case in cases if case.maximum == maximum]
        failed = _failed(tx, cases)
        waiting = tx.session.scalars(
            select(Case)
            .where(Case.agent_id == actor.user_id, Case.state == State.RELEASED, Case.appeal_until > now)
            .order_by(Case.appeal_until)
        ).all()
        return AgentHome(
            month=month,
            today=today_of(
                tx,
                Case.agent_id == actor.user_id,
                Recording.agent_id == actor.user_id,
                services,
                with_agents=False,
            ),
            asked=asked_of(tx, actor),
            score=mean([score for score in map(_score, alike) if score is not None]),
            maximum=maximum,
            target=_target(tx, alike, services),
            results=len(cases),
            open_appeals=_open_appeals(tx, actor),
            appealable=tuple(_appealable(case, _failed(tx, [case])) for case in waiting),
            costly=_costly(tx, failed, {case.id: case for case in cases}, services),
            notices=newest(tx, actor),
        )


def _cases(tx: Transaction, actor: Actor, month: Month) -> list[Case]:
    return list(
        tx.session.scalars(
            select(Case).where(
                Case.agent_id == actor.user_id,
                Case.state.in_(SHOWN),
                Case.released_at >= month.start,
                Case.released_at < month.end,
            )
        )
    )


def _score(case: Case) -> float | None:
    return case.final_score if case.final_score is not None else case.reviewed_score


def _failed(tx: Transaction, cases: list[Case]) -> list[JudgementRow]:
    held = func.coalesce(JudgementRow.final, JudgementRow.reviewed, JudgementRow.machine)
    ids = [case.id for case in cases]
    return list(tx.session.scalars(select(JudgementRow).where(JudgementRow.case_id.in_(ids), held == Held.FAIL.value)))


def _target(tx: Transaction, cases: list[Case], services: Services) -> float | None:
    if not cases:
        return None
    run = tx.session.get_one(ScoreRun, cases[-1].score_run_id)
    card = services.rulebooks.of(run.rulebook_version_id).scorecard(cases[-1].scorecard)
    targets = [section.target for section in card.sections]
    return None if any(target is None for target in targets) else sum(target or 0.0 for target in targets)


def _open_appeals(tx: Transaction, actor: Actor) -> int:
    is_open = Appeal.state.in_((AppealState.OPEN, AppealState.ADJUDICATION))
    query = select(func.count(Appeal.id)).join(Case, Case.id == Appeal.case_id)
    return tx.session.scalar(query.where(Case.agent_id == actor.user_id, is_open)) or 0


def _appealable(case: Case, failed: list[JudgementRow]) -> Appealable:
    assert case.appeal_until is not None
    return Appealable(
        id=case.public_id,
        project=case.recording.project or "",
        started_at=case.recording.started_at,
        score=_score(case),
        maximum=case.maximum,
        failures=len(failed),
        until=case.appeal_until,
    )


def _costly(
    tx: Transaction, failed: list[JudgementRow], cases: dict[int, Case], services: Services
) -> tuple[Costly, ...]:
    one_of = {row.key: row for row in failed}
    found = []
    for key, times in Counter(row.key for row in failed).most_common(5):
        case = cases[one_of[key].case_id]
        run = tx.session.get_one(ScoreRun, case.score_run_id)
        found.append(Costly(title_of(one_of[key], case, services.rulebooks.of(run.rulebook_version_id)), times))
    return tuple(found)
