"""A team as its leader sees it: how each agent does in a month, and who needs a talk. Never who inspected."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from engine.access import Actor, Permission, require
from engine.errors import NotFound
from engine.reading.appeal_story import title_of
from engine.reading.findings_view import Words
from engine.reading.listing import Wish
from engine.reading.month import Month, month_of
from engine.reading.result import Result, released_case, result_of
from engine.reading.result_list import SHOWN, ResultList, result_list
from engine.services import Services
from engine.statistics.interval import Mean, mean
from models.roles import StaffRole
from models.tables.appeals import Appeal, AppealState
from models.tables.cases import Case, Held, JudgementRow
from models.tables.organisation import Team, User, UserRole
from models.tables.recordings import ScoreRun
from models.transaction import Transaction

# A failure that came back is worth a talk; one may be a bad day.
REPEATED = 2


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same failure again and again."""

    title: Words
    times: int


@dataclass(frozen=True, slots=True)
class AgentRow:
    """One agent's month. *below*: the upper end of the interval lies under the pass mark's share of the maximum."""

    agent_no: str
    name: str
    score: Mean | None
    fatal: int
    failures: int
    open_appeals: int
    repeated: tuple[Repeated, ...]

    @property
    def needs_talk(self) -> bool:
        return self.fatal > 0 or bool(self.repeated)


@dataclass(frozen=True, slots=True)
class TeamView:
    name: str
    month: Month
    agents: tuple[AgentRow, ...]
    score: Mean | None
    maximum: float


def team_page(wanted: str, *, actor: Actor, services: Services) -> TeamView:
    """The leader's own team in the month *wanted* (`2026-11`), the current one when it is empty."""
    require(actor, Permission.CASE_TEAM_READ)
    month = month_of(wanted, services)
    with services.transaction.read() as tx:
        team = tx.session.get(Team, actor.team_id) if actor.team_id is not None else None
        cases = _cases(tx, actor, month)
        maximum = Counter(case.maximum for case in cases).most_common(1)[0][0] if cases else 0.0
        comparable = [case for case in cases if case.maximum == maximum]
        rows = tuple(_row(tx, agent, comparable, services) for agent in _agents(tx, actor))
    return TeamView(team.name if team else "", month, rows, mean(_scores(comparable)), maximum)


def team_results(wish: Wish, *, actor: Actor, services: Services) -> ResultList:
    """Released results of the leader's own team. A leader without a team has none."""
    require(actor, Permission.CASE_TEAM_READ)
    with services.transaction.read() as tx:
        return result_list(tx, Case.team_id == actor.team_id, wish, services, with_agents=True)


def team_result(case_id: str, *, actor: Actor, services: Services) -> Result:
    """Raises:
    NotFound: not of the leader's team, or not released.
    """
    require(actor, Permission.CASE_TEAM_READ)
    with services.transaction.read() as tx:
        case = released_case(tx, case_id)
        if actor.team_id is None or case.team_id != actor.team_id:
            raise NotFound("case")
        return result_of(tx, case, actor, services, with_agent=True)


def _cases(tx: Transaction, actor: Actor, month: Month) -> list[Case]:
    return list(
        tx.session.scalars(
            select(Case).where(
                Case.team_id == actor.team_id,
                Case.state.in_(SHOWN),
                Case.released_at >= month.start,
                Case.released_at < month.end,
            )
        )
    )


def _agents(tx: Transaction, actor: Actor) -> list[User]:
    return list(
        tx.session.scalars(
            select(User)
            .where(
                User.team_id == actor.team_id,
                User.disabled_at.is_(None),
                User.roles.any(UserRole.role == StaffRole.AGENT),
            )
            .order_by(User.agent_no, User.id)
        )
    )


def _row(tx: Transaction, agent: User, cases: Iterable[Case], services: Services) -> AgentRow:
    own = {case.id: case for case in cases if case.agent_id == agent.id}
    failed = _failures(tx, own)
    return AgentRow(
        agent_no=agent.agent_no or "",
        name=agent.name,
        score=mean(_scores(own.values())),
        fatal=_fatal(own, failed, services, tx),
        failures=len(failed),
        open_appeals=_open_appeals(tx, own),
        repeated=tuple(_repeated(tx, own, failed, services)),
    )


def _scores(cases: Iterable[Case]) -> list[float]:
    newest = (case.final_score if case.final_score is not None else case.reviewed_score for case in cases)
    return [score for score in newest if score is not None]


def _failures(tx: Transaction, cases: Mapping[int, Case]) -> list[JudgementRow]:
    held = func.coalesce(JudgementRow.final, JudgementRow.reviewed, JudgementRow.machine)
    return list(
        tx.session.scalars(select(JudgementRow).where(JudgementRow.case_id.in_(cases), held == Held.FAIL.value))
    )


def _fatal(cases: Mapping[int, Case], failed: list[JudgementRow], services: Services, tx: Transaction) -> int:
    found = 0
    for row in failed:
        run = tx.session.get_one(ScoreRun, cases[row.case_id].score_run_id)
        card = services.rulebooks.of(run.rulebook_version_id).scorecard(cases[row.case_id].scorecard)
        effect = card.effects.get(row.key)
        item = next(item for item in card.items() if item.id == row.item_id)
        found += bool(item.fatal or (effect and effect.fatal))
    return found


def _open_appeals(tx: Transaction, cases: Mapping[int, Case]) -> int:
    is_open = Appeal.state.in_((AppealState.OPEN, AppealState.ADJUDICATION))
    return tx.session.scalar(select(func.count(Appeal.id)).where(Appeal.case_id.in_(cases), is_open)) or 0


def _repeated(
    tx: Transaction, cases: Mapping[int, Case], failed: list[JudgementRow], services: Services
) -> Iterable[Repeated]:
    first = {row.key: row for row in reversed(failed)}
    for key, times in Counter(row.key for row in failed).most_common():
        if times >= REPEATED:
            case = cases[first[key].case_id]
            run = tx.session.get_one(ScoreRun, case.score_run_id)
            yield Repeated(title_of(first[key], case, services.rulebooks.of(run.rulebook_version_id)), times)
