"""The QC lead's day: decisions by deadline, opinions that are late, approvals."""

from dataclasses import dataclass

from sqlalchemy import func, select

from engine.access import Actor
from engine.reading.approvals import ApprovalLine, approvals_page
from engine.reading.decisions import DecisionLine, decisions_page
from engine.reading.listing import Wish
from engine.reading.notices import NoticeLine, newest
from engine.services import Services
from models.lifecycle import State
from models.tables.cases import Case


@dataclass(frozen=True, slots=True)
class LeadHome:
    """*waiting_opinions* are appeals that still collect opinions, the earliest deadline first."""

    decisions: tuple[DecisionLine, ...]
    decisions_total: int
    waiting_opinions: tuple[DecisionLine, ...]
    waiting_total: int
    approvals: tuple[ApprovalLine, ...]
    approvals_total: int
    confirmed: int
    notices: tuple[NoticeLine, ...]


def lead_home(*, actor: Actor, services: Services) -> LeadHome:
    """What a QC lead sees first."""
    due = decisions_page(Wish(size=6), actor=actor, services=services)
    waiting = decisions_page(Wish(filters={"state": "open"}, size=6), actor=actor, services=services)
    approvals = approvals_page(Wish(size=6), actor=actor, services=services)
    with services.transaction.read() as tx:
        confirmed = tx.session.scalar(select(func.count(Case.id)).where(Case.state == State.CONFIRMED)) or 0
        notices = newest(tx, actor)
    return LeadHome(
        decisions=due.rows,
        decisions_total=due.total,
        waiting_opinions=waiting.rows,
        waiting_total=waiting.total,
        approvals=approvals.rows,
        approvals_total=approvals.total,
        confirmed=confirmed,
        notices=notices,
    )
