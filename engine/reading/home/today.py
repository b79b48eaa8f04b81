"""What came out today, since midnight in the time zone of the house: for an agent, or for a whole team."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from engine.access import Actor
from engine.reading.listing import Wish
from engine.reading.midnight import midnight_before
from engine.reading.result_list import ResultLine, result_list
from engine.services import Services
from engine.statistics.interval import Mean, mean
from models.tables.appeals import Appeal
from models.tables.cases import Case
from models.tables.clarifications import Clarification
from models.tables.recordings import Recording
from models.transaction import Transaction

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Today:
    """*calls*: how many were taken today, looked at or not. *score* is of *maximum*, over results of that maximum."""

    calls: int
    results: tuple[ResultLine, ...]
    total: int
    score: Mean | None
    maximum: float


def today_of(
    tx: Transaction, cases: ColumnElement[bool], calls: ColumnElement[bool], services: Services, *, with_agents: bool
) -> Today:
    """Results released today among *cases*, and how many *calls* began today."""
    since = midnight_before(services.clock(), services)
    scope = and_(cases, Case.released_at >= since)
    page = result_list(tx, scope, Wish(sort="-released", size=SHOWN), services, with_agents=with_agents)
    every = result_list(tx, scope, Wish(size=page.listing.total or 1), services).listing.rows
    maximum = max((line.maximum for line in every), default=0.0)
    scores = [line.score for line in every if line.score is not None and line.maximum == maximum]
    begun = select(func.count(Recording.id)).where(calls, Recording.started_at >= since)
    return Today(tx.session.scalar(begun) or 0, page.listing.rows, page.listing.total, mean(scores), maximum)


def asked_of(tx: Transaction, actor: Actor) -> tuple[str, ...]:
    """Ids of the cases about which the QC lead asks this person something."""
    return tuple(
        tx.session.scalars(
            select(Case.public_id)
            .join(Appeal, Appeal.case_id == Case.id)
            .join(Clarification, Clarification.appeal_id == Appeal.id)
            .where(Clarification.closed_at.is_(None), Appeal.filed_by_id == actor.user_id)
            .order_by(Clarification.answer_until)
        )
    )
