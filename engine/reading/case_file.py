"""One case as QC lead and manager see it, with everything that can be done to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, may, require
from engine.blind import Roster
from engine.casework.assigning import loads_for
from engine.casework.rejudging import REJUDGED
from engine.errors import NotFound
from engine.reading.appeal_story import title_of
from engine.reading.findings_view import UNTITLED, Words
from engine.reading.judged import Sheet, sheet
from engine.reading.notes import Note, notes
from engine.reading.roster import roster_for
from engine.services import Services
from models.lifecycle import Event, State, Who, events_open_to
from models.roles import StaffRole
from models.tables.appeals import Appeal
from models.tables.cases import Case, CaseScore, Mark, Modification
from models.tables.organisation import User
from models.tables.recordings import ScoreRun
from models.tables.reviews import Approval, ApprovalState, Assignment, AssignmentState
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Work:
    """An assignment: whose, since when, and how far."""

    kind: str
    state: str
    inspector: str
    assigned_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    active_s: float
    relaxed: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the score."""

    kind: str
    total: float | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """A modification record: who changed what, from what to what, and why."""

    at: datetime
    by: str
    title: Words
    old: str | None
    new: str | None
    why: str


@dataclass(frozen=True, slots=True)
class AppealLink:
    id: str
    round: int
    state: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An inspector who may take the case, with the audio that already waits for them."""

    user_id: int
    name: str
    open_s: float


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case.

    Args:
        agent: None for a reader who is blind to the agent.
        candidates: empty where nothing can be reassigned.
        waits: kinds of approvals that are still open.
    """

    id: str
    project: str
    queue: str
    direction: str
    duration_s: float
    state: str
    reasons: tuple[str, ...]
    marks: tuple[str, ...]
    release_at: datetime | None
    appeal_until: datetime | None
    agent: str | None
    agent_no: str | None
    sheet: Sheet
    versions: tuple[Version, ...]
    records: tuple[Record, ...]
    notes: tuple[Note, ...]
    work: tuple[Work, ...]
    appeals: tuple[AppealLink, ...]
    candidates: tuple[Candidate, ...]
    waits: tuple[str, ...]
    can_release: bool
    can_recall: bool
    can_reopen: bool
    can_swap: bool
    has_audio: bool


def case_file(case_id: str, *, actor: Actor, services: Services) -> CaseFile:
    """Raises:
    NotFound: no such case.
    """
    require(actor, Permission.CASE_LEAD_READ)
    with services.transaction.read() as tx:
        case = tx.session.scalars(select(Case).where(Case.public_id == case_id)).one_or_none()
        if case is None:
            raise NotFound("case")
        return _file(tx, case, actor, services)


def _file(tx: Transaction, case: Case, actor: Actor, services: Services) -> CaseFile:
    hidden = roster_for(tx, case.recording, actor)
    knows_agent = actor.role is StaffRole.QC_MANAGER
    agent = tx.session.get(User, case.agent_id) if knows_agent and case.agent_id else None
    work = tuple(_work(tx, case))
    moves = may(actor, Permission.CASE_REASSIGN) and Event.REASSIGN in events_open_to(case.state, Who.QC_LEAD)
    has_open_work = any(one.state == AssignmentState.OPEN for one in work)
    waits = _waits(tx, case)
    return CaseFile(
        id=case.public_id,
        project=case.recording.project or "",
        queue=case.recording.queue or "",
        direction=case.recording.direction.value,
        duration_s=case.recording.duration_s or 0.0,
        state=case.state.value,
        reasons=tuple(case.route_reasons),
        marks=tuple(mark.value for mark in tx.session.scalars(select(Mark.kind).where(Mark.case_id == case.id))),
        release_at=case.release_at,
        appeal_until=case.appeal_until,
        agent=agent.name if agent else None,
        agent_no=agent.agent_no if agent else None,
        sheet=sheet(tx, case, actor, services)
        if knows_agent
        else sheet(tx, case, actor, services, mask=hidden, agent=hidden),
        versions=tuple(_versions(tx, case)),
        records=tuple(_records(tx, case, services, Roster(()) if knows_agent else hidden)),
        notes=notes(tx, case, actor, Roster(()) if knows_agent else hidden, with_authors=True),
        work=work,
        appeals=tuple(_appeals(tx, case)),
        candidates=_candidates(tx, case) if moves and (has_open_work or case.state is State.IN_REVIEW) else (),
        waits=waits,
        can_release=case.state is State.CONFIRMED and may(actor, Permission.CASE_RELEASE) and "adjustment" not in waits,
        can_recall=moves and has_open_work,
        can_reopen=case.state is State.FINAL and may(actor, Permission.CASE_REOPEN) and "reopening" not in waits,
        can_swap=case.state in REJUDGED and may(actor, Permission.RECORDING_SWAP_SIDES),
        has_audio=case.recording.playable_sha256 is not None,
    )


def _work(tx: Transaction, case: Case) -> Iterator[Work]:
    rows = tx.session.execute(
        select(Assignment, User.name)
        .join(User, User.id == Assignment.inspector_id)
        .where(Assignment.case_id == case.id)
        .order_by(Assignment.id.desc())
    )
    for one, name in rows:
        yield Work(
            kind=one.kind.value,
            state=one.state.value,
            inspector=name,
            assigned_at=one.assigned_at,
            opened_at=one.opened_at,
            closed_at=one.closed_at,
            active_s=one.active_s,
            relaxed=one.relaxed,
        )


def _versions(tx: Transaction, case: Case) -> Iterator[Version]:
    rows = tx.session.scalars(select(CaseScore).where(CaseScore.case_id == case.id).order_by(CaseScore.number.desc()))
    for row in rows:
        yield Version(row.kind.value, row.total, row.created_at)


def _records(tx: Transaction, case: Case, services: Services, mask: Roster) -> Iterator[Record]:
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    rulebook = services.rulebooks.of(run.rulebook_version_id)
    titles = {row.key: title_of(row, case, rulebook) for row in case.judgements}
    rows = tx.session.execute(
        select(Modification, User.name)
        .outerjoin(User, User.id == Modification.actor_id)
        .where(Modification.case_id == case.id)
        .order_by(Modification.id.desc())
    )
    for row, name in rows:
        title = titles.get(row.field) or UNTITLED.get(row.field, UNTITLED["adjustment"])
        yield Record(row.at, name or "", title, row.old, row.new, mask.mask(row.why))


def _appeals(tx: Transaction, case: Case) -> Iterator[AppealLink]:
    for appeal in tx.session.scalars(select(Appeal).where(Appeal.case_id == case.id).order_by(Appeal.round.desc())):
        yield AppealLink(appeal.public_id, appeal.round, appeal.state.value)


def _candidates(tx: Transaction, case: Case) -> tuple[Candidate, ...]:
    loads = sorted(loads_for(tx, case), key=lambda load: load.share)
    users = tx.session.scalars(select(User).where(User.id.in_([load.inspector_id for load in loads])))
    names = {user.id: user.name for user in users}
    return tuple(Candidate(load.inspector_id, names[load.inspector_id], load.open_s) for load in loads)


def _waits(tx: Transaction, case: Case) -> tuple[str, ...]:
    kinds = tx.session.scalars(
        select(Approval.kind).where(Approval.case_id == case.id, Approval.state == ApprovalState.ASKED)
    )
    return tuple(kind.value for kind in kinds)
