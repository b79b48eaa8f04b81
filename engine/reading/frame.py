"""What stands around every page: how much waits for this person, and what the house has to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Select, func, or_, select

from engine.access import Actor
from engine.reading.deliveries import dead_count
from engine.services import Services
from models.lifecycle import State
from models.roles import StaffRole
from models.tables.appeals import Appeal, AppealState, Opinion, Side
from models.tables.cases import Case
from models.tables.notices import Notice
from models.tables.organisation import Announcement
from models.tables.recordings import Progress, Recording
from models.tables.reviews import Approval, ApprovalKind, ApprovalState, Assignment, AssignmentKind, AssignmentState
from models.tables.rulebooks import DraftState, RulebookDraft
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Frame:
    """*counts* are per name of a place in the rail; a place without work has none."""

    unread: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    announcement: str | None = None


def frame(*, actor: Actor, services: Services) -> Frame:
    """The numbers and the announcement that surround every page of *actor*."""
    with services.transaction.read() as tx:
        return Frame(
            unread=_count(tx, select(Notice.id).where(Notice.user_id == actor.user_id, Notice.read_at.is_(None))),
            counts={name: count for name, count in _counts(tx, actor).items() if count},
            announcement=tx.session.scalar(
                select(Announcement.title)
                .where(Announcement.withdrawn_at.is_(None))
                .order_by(Announcement.published_at.desc())
                .limit(1)
            ),
        )


def _counts(tx: Transaction, actor: Actor) -> dict[str, int]:
    match actor.role:
        case StaffRole.INSPECTOR:
            return {
                "queue": _assigned(tx, actor, AssignmentKind.REVIEW),
                "opinions": _assigned(tx, actor, AssignmentKind.OPINION),
            }
        case StaffRole.AGENT:
            own = select(Case.id).where(Case.agent_id == actor.user_id, Case.state == State.RELEASED)
            return {"results": _count(tx, own)}
        case StaffRole.TEAM_LEADER:
            return {"team_opinions": _count(tx, _awaiting_team_opinion(actor))}
        case StaffRole.QC_LEAD:
            due = select(Appeal.id).where(Appeal.state == AppealState.ADJUDICATION)
            return {"decisions": _count(tx, due), "approvals": _approvals(tx, actor), "drafts": _drafts(tx, actor)}
        case StaffRole.QC_MANAGER:
            failed = select(Recording.id).where(Recording.progress == Progress.FAILED)
            return {"recordings": _count(tx, failed), "drafts": _drafts(tx, actor)}
        case StaffRole.ADMIN:
            return {"approvals": _approvals(tx, actor), "undelivered": dead_count(tx)}


def _awaiting_team_opinion(actor: Actor) -> Select[int]:
    given = select(Opinion.appeal_id).where(Opinion.side == Side.TEAM_LEADER)
    return (
        select(Appeal.id)
        .join(Case, Case.id == Appeal.case_id)
        .where(Appeal.state == AppealState.OPEN, Case.team_id == actor.team_id, Appeal.id.not_in(given))
    )


def _assigned(tx: Transaction, actor: Actor, kind: AssignmentKind) -> int:
    return _count(
        tx,
        select(Assignment.id).where(
            Assignment.inspector_id == actor.user_id, Assignment.kind == kind, Assignment.state == AssignmentState.OPEN
        ),
    )


def _approvals(tx: Transaction, actor: Actor) -> int:
    mine = ApprovalKind.REOPENING if actor.role is StaffRole.ADMIN else None
    query = select(Approval.id).where(Approval.state == ApprovalState.ASKED, Approval.asked_by_id != actor.user_id)
    query = query.where(Approval.kind == mine) if mine else query.where(Approval.kind != ApprovalKind.REOPENING)
    return _count(tx, query)


def _drafts(tx: Transaction, actor: Actor) -> int:
    """Drafts of rulebooks that wait for a second person who is not their author."""
    mine = or_(RulebookDraft.asked_by_id == actor.user_id, RulebookDraft.created_by_id == actor.user_id)
    return _count(tx, select(RulebookDraft.id).where(RulebookDraft.state == DraftState.ASKED, ~mine))


def _count(tx: Transaction, query: Select[int]) -> int:
    return tx.session.scalar(select(func.count()).select_from(query.subquery())) or 0
