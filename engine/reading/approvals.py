"""What waits for a second person, and what was said of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.casework.approvals import DECIDED_BY
from engine.errors import NotFound
from engine.reading.appeal_story import title_of
from engine.reading.findings_view import Words
from engine.reading.judged import Sheet, sheet
from engine.reading.listing import Listing, Wish
from engine.reading.roster import roster_for
from engine.services import Services
from models.tables.cases import Case
from models.tables.organisation import User
from models.tables.recordings import ScoreRun
from models.tables.reviews import Approval, ApprovalState
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    id: str
    kind: str
    state: str
    project: str
    asked_by: str
    asked_at: datetime
    reason: str
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """One judgement that a correction or a reopening is about; *to* is None where it is only looked at again."""

    title: Words
    before: str | None
    to: str | None


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """One request. *points* is that of an adjustment; *mine* means that the reader asked and somebody else decides."""

    line: ApprovalLine
    points: float | None
    changes: tuple[Change, ...]
    sheet: Sheet
    note: str | None
    case_id: str
    can_decide: bool
    mine: bool
    has_audio: bool


def approvals_page(wish: Wish, *, actor: Actor, services: Services) -> Listing[ApprovalLine]:
    """Requests of the kinds that the reader's role decides. Filter: `state`; open ones without it."""
    require(actor, Permission.APPROVAL_DECIDE)
    kinds = [kind for kind, role in DECIDED_BY.items() if role is actor.role]
    state = wish.filters.get("state", ApprovalState.ASKED.value)
    query = select(Approval).where(Approval.kind.in_(kinds), Approval.state == state)
    with services.transaction.read() as tx:
        rows = tx.session.scalars(query.order_by(Approval.asked_at.desc(), Approval.id.desc())).all()
        lines = tuple(_line(tx, row, actor) for row in rows[wish.offset : wish.offset + wish.size])
    return Listing(lines, len(rows), wish)


def approval_page(approval_id: str, *, actor: Actor, services: Services) -> ApprovalView:
    """Raises:
    NotFound: no such request, or neither to be decided by the reader's role nor asked by the reader.
    """
    require(actor, Permission.APPROVAL_DECIDE)
    with services.transaction.read() as tx:
        approval = tx.session.scalars(select(Approval).where(Approval.public_id == approval_id)).one_or_none()
        mine = approval is not None and approval.asked_by_id == actor.user_id
        if approval is None or not (mine or DECIDED_BY.get(approval.kind) is actor.role):
            raise NotFound("approval")
        case = tx.session.get_one(Case, approval.case_id)
        hidden = roster_for(tx, case.recording, actor)
        points = approval.body.get("points")
        return ApprovalView(
            line=_line(tx, approval, actor),
            points=float(points) if points is not None else None,
            changes=_changes(tx, case, approval.body, services),
            sheet=sheet(tx, case, actor, services, mask=hidden, agent=hidden),
            note=hidden.mask(approval.decision_note) if approval.decision_note else None,
            case_id=case.public_id,
            can_decide=approval.state is ApprovalState.ASKED and not mine,
            mine=mine,
            has_audio=case.recording.playable_sha256 is not None,
        )


def _line(tx: Transaction, approval: Approval, actor: Actor) -> ApprovalLine:
    names = {
        user.id: user.name
        for user in tx.session.scalars(select(User).where(User.id.in_((approval.asked_by_id, approval.decided_by_id))))
    }
    hidden = roster_for(tx, approval.case.recording, actor)
    return ApprovalLine(
        id=approval.public_id,
        kind=approval.kind.value,
        state=approval.state.value,
        project=approval.case.recording.project or "",
        asked_by=names.get(approval.asked_by_id, ""),
        asked_at=approval.asked_at,
        reason=hidden.mask(approval.reason),
        decided_by=names.get(approval.decided_by_id) if approval.decided_by_id else None,
        decided_at=approval.decided_at,
    )


def _changes(tx: Transaction, case: Case, body: dict[str, Any], services: Services) -> tuple[Change, ...]:
    wanted: dict[str, str | None] = dict(body.get("verdicts") or {}) or dict.fromkeys(body.get("keys") or ())
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    rulebook = services.rulebooks.of(run.rulebook_version_id)
    return tuple(
        Change(title_of(row, case, rulebook), row.reviewed.value if row.reviewed else None, wanted[row.key])
        for row in case.judgements
        if row.key in wanted
    )
