"""Appeals that ask for an opinion: from an inspector who does not know the agent, from a leader who knows the team."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.blind import Roster
from engine.casework.own_work import STILL_THEIRS, own_assignment
from engine.errors import NotFound
from engine.reading.findings_view import Words
from engine.reading.judged import NOBODY, Judged, sheet
from engine.reading.listing import Listing, Wish
from engine.reading.questions import Question, questions
from engine.reading.roster import roster_for
from engine.reading.staff_roster import staff_roster
from engine.services import Services
from models.tables.appeals import Appeal, AppealState, Opinion, Side
from models.tables.cases import Case
from models.tables.organisation import User
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class GivenOpinion:
    """What one side said of one item."""

    stance: str
    text: str


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One contested item: what the machine and the inspector said, what the appellant says, and one's own words.

    Args:
        own: the opinion that the reader gave; the other side's stays sealed.
    """

    judged: Judged
    contested: str
    wanted: str
    appeal_reason: str
    own: GivenOpinion | None


@dataclass(frozen=True, slots=True)
class OpinionTask:
    """One line of the list, and the head of the page.

    Args:
        id: the assignment for an inspector, the appeal for a team leader.
        agent, agent_no: None for an inspector.
    """

    id: str
    state: str
    project: str
    duration_s: float
    filed_at: datetime
    due_at: datetime
    items: int
    given: bool
    agent: str | None = None
    agent_no: str | None = None


@dataclass(frozen=True, slots=True)
class OpinionView:
    task: OpinionTask
    form: Words
    total: float | None
    maximum: float
    items: tuple[AskedItem, ...]
    open: bool
    has_audio: bool
    questions: tuple[Question, ...]
    case_id: str | None = None


def inspector_tasks(wish: Wish, *, actor: Actor, services: Services) -> Listing[OpinionTask]:
    """What this inspector was asked about, open ones first, then by deadline."""
    require(actor, Permission.APPEAL_INSPECTOR_OPINION)
    with services.transaction.read() as tx:
        rows = tx.session.scalars(
            select(Assignment)
            .where(
                Assignment.inspector_id == actor.user_id,
                Assignment.kind == AssignmentKind.OPINION,
                Assignment.state != AssignmentState.RECALLED,
            )
            .order_by(Assignment.id.desc())
        ).all()
        tasks = [_inspector_task(row, _appeal_of(tx, row)) for row in rows]
    return _listed(tasks, wish)


def inspector_opinion_page(assignment_id: str, *, actor: Actor, services: Services) -> OpinionView:
    """Raises:
    NotFound: not this inspector's task, or taken back.
    """
    require(actor, Permission.APPEAL_INSPECTOR_OPINION)
    with services.transaction.read() as tx:
        assignment = own_assignment(tx, assignment_id, actor, AssignmentKind.OPINION, STILL_THEIRS)
        appeal = _appeal_of(tx, assignment)
        hidden = roster_for(tx, appeal.case.recording, actor)
        own = _own(appeal, Side.INSPECTOR)
        task = _inspector_task(assignment, appeal)
        return _view(tx, appeal, task, own, actor, services, agent=hidden, mask=hidden)


def leader_tasks(wish: Wish, *, actor: Actor, services: Services) -> Listing[OpinionTask]:
    """Appeals about the leader's own team, those without the leader's opinion first, then by deadline."""
    require(actor, Permission.APPEAL_TEAM_OPINION)
    with services.transaction.read() as tx:
        rows = tx.session.scalars(
            select(Appeal)
            .join(Case, Case.id == Appeal.case_id)
            .where(Case.team_id == actor.team_id, Appeal.state != AppealState.WITHDRAWN)
            .order_by(Appeal.id.desc())
        ).all()
        tasks = [_leader_task(tx, row) for row in rows]
    return _listed(tasks, wish)


def leader_opinion_page(appeal_id: str, *, actor: Actor, services: Services) -> OpinionView:
    """Raises:
    NotFound: not an appeal of the leader's team.
    """
    require(actor, Permission.APPEAL_TEAM_OPINION)
    with services.transaction.read() as tx:
        appeal = tx.session.scalars(select(Appeal).where(Appeal.public_id == appeal_id)).one_or_none()
        if appeal is None or actor.team_id is None or appeal.case.team_id != actor.team_id:
            raise NotFound("appeal")
        own = _own(appeal, Side.TEAM_LEADER)
        task = _leader_task(tx, appeal)
        mask = staff_roster(tx, actor)
        return _view(tx, appeal, task, own, actor, services, agent=NOBODY, mask=mask, with_case=True)


def _appeal_of(tx: Transaction, assignment: Assignment) -> Appeal:
    """The appeal that *assignment* was made for: the last one filed before it."""
    return tx.session.scalars(
        select(Appeal)
        .where(Appeal.case_id == assignment.case_id, Appeal.filed_at <= assignment.assigned_at)
        .order_by(Appeal.round.desc())
        .limit(1)
    ).one()


def _inspector_task(assignment: Assignment, appeal: Appeal) -> OpinionTask:
    recording = assignment.case.recording
    return OpinionTask(
        id=assignment.public_id,
        state=appeal.state.value,
        project=recording.project or "",
        duration_s=recording.duration_s or 0.0,
        filed_at=appeal.filed_at,
        due_at=appeal.opinions_due_at,
        items=len(appeal.items),
        given=assignment.state is AssignmentState.DONE,
    )


def _leader_task(tx: Transaction, appeal: Appeal) -> OpinionTask:
    recording = appeal.case.recording
    agent = tx.session.get(User, appeal.case.agent_id) if appeal.case.agent_id else None
    return OpinionTask(
        id=appeal.public_id,
        state=appeal.state.value,
        project=recording.project or "",
        duration_s=recording.duration_s or 0.0,
        filed_at=appeal.filed_at,
        due_at=appeal.opinions_due_at,
        items=len(appeal.items),
        given=_own(appeal, Side.TEAM_LEADER) is not None,
        agent=agent.name if agent else None,
        agent_no=agent.agent_no if agent else None,
    )


def _own(appeal: Appeal, side: Side) -> Opinion | None:
    return next((opinion for opinion in appeal.opinions if opinion.side is side), None)


def _listed(tasks: Iterable[OpinionTask], wish: Wish) -> Listing[OpinionTask]:
    def is_open(task: OpinionTask) -> bool:
        return not task.given and task.state == AppealState.OPEN

    wanted = {"open": True, "closed": False}.get(wish.filters.get("state", ""))
    kept = [task for task in tasks if wanted is None or is_open(task) is wanted]
    kept.sort(key=lambda task: (not is_open(task), task.due_at if is_open(task) else task.filed_at))
    return Listing(tuple(kept[wish.offset : wish.offset + wish.size]), len(kept), wish)


def _view(
    tx: Transaction,
    appeal: Appeal,
    task: OpinionTask,
    own: Opinion | None,
    actor: Actor,
    services: Services,
    *,
    agent: Roster,
    mask: Roster,
    with_case: bool = False,
) -> OpinionView:
    form = sheet(tx, appeal.case, actor, services, mask=mask, agent=agent)
    judged = {one.key: one for one in form.judged}
    said = (
        {item.appeal_item_id: GivenOpinion(item.stance.value, mask.mask(item.text)) for item in own.items}
        if own
        else {}
    )
    return OpinionView(
        task=task,
        form=form.title,
        total=form.total,
        maximum=form.maximum,
        items=tuple(
            AskedItem(
                judged=judged[item.judgement.key],
                contested=item.contested.value,
                wanted=item.wanted.value,
                appeal_reason=mask.mask(item.reason),
                own=said.get(item.id),
            )
            for item in appeal.items
        ),
        open=appeal.state is AppealState.OPEN and own is None,
        has_audio=appeal.case.recording.playable_sha256 is not None,
        questions=questions(tx, appeal, mask),
        case_id=appeal.case.public_id if with_case else None,
    )
