"""An inspector's day: the goal, the next case, how often they and the machine agree."""

from dataclasses import dataclass

from sqlalchemy import func, select

from engine.access import Actor
from engine.reading.inspector_queue import Progress, next_assignment, progress
from engine.reading.listing import Wish
from engine.reading.notices import NoticeLine, newest
from engine.reading.opinions import OpinionTask, inspector_tasks
from engine.services import Services
from engine.statistics.interval import Share, share
from models.tables.cases import Held, JudgementKind, JudgementRow
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class InspectorHome:
    """*agreement*: of the machine's firm verdicts on failures that this inspector judged, how many they upheld."""

    progress: Progress
    next_id: str | None
    agreement: Share | None
    opinions: tuple[OpinionTask, ...]
    notices: tuple[NoticeLine, ...]


def inspector_home(*, actor: Actor, services: Services) -> InspectorHome:
    """What an inspector sees first."""
    with services.transaction.read() as tx:
        today = progress(tx, actor, services)
        agreement = _agreement(tx, actor)
        notices = newest(tx, actor)
    return InspectorHome(
        progress=today,
        next_id=next_assignment(actor=actor, services=services),
        agreement=agreement,
        opinions=inspector_tasks(Wish(filters={"state": "open"}, size=5), actor=actor, services=services).rows,
        notices=notices,
    )


def _agreement(tx: Transaction, actor: Actor) -> Share | None:
    done = select(Assignment.case_id).where(
        Assignment.inspector_id == actor.user_id,
        Assignment.kind == AssignmentKind.REVIEW,
        Assignment.state == AssignmentState.DONE,
    )
    judged = select(func.count(JudgementRow.id)).where(
        JudgementRow.case_id.in_(done),
        JudgementRow.kind == JudgementKind.RULE,
        JudgementRow.machine == Held.FAIL,
        JudgementRow.reviewed.is_not(None),
    )
    upheld = judged.where(JudgementRow.reviewed == JudgementRow.machine)
    return share(tx.session.scalar(upheld) or 0, tx.session.scalar(judged) or 0)
