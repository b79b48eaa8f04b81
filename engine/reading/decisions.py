"""Appeals before the QC lead: what is due, and one of them with everybody's word. The agent stays unnamed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.blind import Roster
from engine.casework.clarifying import resting
from engine.casework.involved import people_involved
from engine.errors import NotFound
from engine.reading.findings_view import Words
from engine.reading.judged import Judged, SectionScore, sheet
from engine.reading.listing import Listing, Wish
from engine.reading.opinions import GivenOpinion
from engine.reading.questions import Question, questions
from engine.reading.roster import roster_for
from engine.services import Services
from models.roles import INSPECTED
from models.tables.appeals import Appeal, AppealItem, AppealState, Opinion, Side
from models.tables.organisation import User
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One appeal in the lead's list. *due_at*: of the opinions while they are awaited, then of the decision."""

    id: str
    state: str
    project: str
    round: int
    items: int
    filed_at: datetime
    due_at: datetime
    opinions_in: int
    opinions_absent: int
    decided_at: datetime | None
    rests: bool


@dataclass(frozen=True, slots=True)
class DecisionItem:
    """One contested item in three voices, and the decision once it is made."""

    judged: Judged
    contested: str
    wanted: str
    appeal_reason: str
    inspector: GivenOpinion | None
    team_leader: GivenOpinion | None
    decision: str | None
    reason_code: str | None
    note: str | None
    points: float | None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One appeal.

    Args:
        version: of the case; the decision names it, so that of two at once one wins.
        sealed: the opinions are not yet opened.
        involved: the reader took part before and must leave the decision to somebody else.
        reviewer, opinion_by: who reviewed, and who gave the opinion.
        questions: to the appellant; while one waits the deadlines rest, and nothing is decided.
    """

    id: str
    case_id: str
    version: int
    state: str
    round: int
    project: str
    duration_s: float
    filed_at: datetime
    by: str
    opinions_due_at: datetime
    decision_due_at: datetime
    form: Words
    total: float | None
    maximum: float
    sections: tuple[SectionScore, ...]
    items: tuple[DecisionItem, ...]
    sealed: bool
    absent: tuple[str, ...]
    involved: bool
    open: bool
    decided_at: datetime | None
    reviewer: str | None
    opinion_by: str | None
    has_audio: bool
    questions: tuple[Question, ...]
    can_ask: bool


def decisions_page(wish: Wish, *, actor: Actor, services: Services) -> Listing[DecisionLine]:
    """Filter: `state`. Without one, what can be decided now, by deadline."""
    require(actor, Permission.APPEAL_DECIDE)
    state = wish.filters.get("state", AppealState.ADJUDICATION.value)
    query = select(Appeal).where(Appeal.state == state)
    order = {
        AppealState.ADJUDICATION.value: Appeal.decision_due_at,
        AppealState.OPEN.value: Appeal.opinions_due_at,
    }.get(state)
    query = query.order_by(order if order is not None else Appeal.closed_at.desc(), Appeal.id)
    with services.transaction.read() as tx:
        rows = tx.session.scalars(query).all()
        rests = set(tx.session.scalars(resting()))
        lines = tuple(_line(row, rests=row.id in rests) for row in rows[wish.offset : wish.offset + wish.size])
    return Listing(lines, len(rows), wish)


def decision_page(appeal_id: str, *, actor: Actor, services: Services) -> DecisionView:
    """Raises:
    NotFound: no such appeal.
    """
    require(actor, Permission.APPEAL_DECIDE)
    with services.transaction.read() as tx:
        appeal = tx.session.scalars(select(Appeal).where(Appeal.public_id == appeal_id)).one_or_none()
        if appeal is None:
            raise NotFound("appeal")
        return _view(tx, appeal, actor, services)


def _line(appeal: Appeal, *, rests: bool) -> DecisionLine:
    waits = appeal.state is AppealState.OPEN
    return DecisionLine(
        id=appeal.public_id,
        state=appeal.state.value,
        project=appeal.case.recording.project or "",
        round=appeal.round,
        items=len(appeal.items),
        filed_at=appeal.filed_at,
        due_at=appeal.opinions_due_at if waits else appeal.decision_due_at,
        opinions_in=sum(not opinion.absent for opinion in appeal.opinions),
        opinions_absent=sum(opinion.absent for opinion in appeal.opinions),
        decided_at=appeal.decided_at,
        rests=rests,
    )


def _view(tx: Transaction, appeal: Appeal, actor: Actor, services: Services) -> DecisionView:
    case = appeal.case
    hidden = roster_for(tx, case.recording, actor)
    form = sheet(tx, case, actor, services, mask=hidden, agent=hidden)
    judged = {one.key: one for one in form.judged}
    # Sealed means sealed: before both are in, not even the lead reads one of them.
    opened = {opinion.side: opinion for opinion in appeal.opinions} if appeal.state is not AppealState.OPEN else {}
    involved = actor.user_id in people_involved(tx, case) or actor.user_id == appeal.filed_by_id
    asked = questions(tx, appeal, hidden)
    waits = any(question.waits for question in asked)
    appellant = tx.session.get_one(User, appeal.filed_by_id)
    return DecisionView(
        id=appeal.public_id,
        case_id=case.public_id,
        version=case.version,
        state=appeal.state.value,
        round=appeal.round,
        project=case.recording.project or "",
        duration_s=case.recording.duration_s or 0.0,
        filed_at=appeal.filed_at,
        by="agent" if appeal.filed_by_id == case.agent_id else "team_leader",
        opinions_due_at=appeal.opinions_due_at,
        decision_due_at=appeal.decision_due_at,
        form=form.title,
        total=form.total,
        maximum=form.maximum,
        sections=form.sections,
        items=tuple(_item(item, judged[item.judgement.key], opened, hidden) for item in appeal.items),
        sealed=appeal.state is AppealState.OPEN,
        absent=tuple(side.value for side, opinion in opened.items() if opinion.absent),
        involved=involved,
        open=appeal.state is AppealState.ADJUDICATION,
        decided_at=appeal.decided_at,
        reviewer=_inspector(tx, appeal, AssignmentKind.REVIEW),
        opinion_by=_inspector(tx, appeal, AssignmentKind.OPINION),
        has_audio=case.recording.playable_sha256 is not None,
        questions=asked,
        can_ask=appeal.state in (AppealState.OPEN, AppealState.ADJUDICATION)
        and not involved
        and not waits
        and bool(appellant.role_set & INSPECTED),
    )


def _item(item: AppealItem, judged: Judged, opened: Mapping[Side, Opinion], hidden: Roster) -> DecisionItem:
    return DecisionItem(
        judged=judged,
        contested=item.contested.value,
        wanted=item.wanted.value,
        appeal_reason=hidden.mask(item.reason),
        inspector=_said(opened.get(Side.INSPECTOR), item, hidden),
        team_leader=_said(opened.get(Side.TEAM_LEADER), item, hidden),
        decision=item.decision.value if item.decision else None,
        reason_code=item.reason_code.value if item.reason_code else None,
        note=hidden.mask(item.decision_note) if item.decision_note else None,
        points=item.decided_points,
    )


def _said(opinion: Opinion | None, item: AppealItem, hidden: Roster) -> GivenOpinion | None:
    found = (one for one in opinion.items if one.appeal_item_id == item.id) if opinion else iter(())
    one = next(found, None)
    return GivenOpinion(one.stance.value, hidden.mask(one.text)) if one else None


def _inspector(tx: Transaction, appeal: Appeal, kind: AssignmentKind) -> str | None:
    return tx.session.scalar(
        select(User.name)
        .join(Assignment, Assignment.inspector_id == User.id)
        .where(Assignment.case_id == appeal.case_id, Assignment.kind == kind, Assignment.state == AssignmentState.DONE)
        .order_by(Assignment.id.desc())
        .limit(1)
    )
