"""One released result with everything that explains it, for those who live with it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, may
from engine.errors import NotFound
from engine.reading.appeal_story import AppealStory, appeal_stories
from engine.reading.judged import Sheet, sheet
from engine.reading.notes import Note, notes
from engine.reading.result_list import SHOWN
from engine.reading.score_history import Moment, history
from engine.reading.staff_roster import staff_roster
from engine.services import Services
from models.lifecycle import Event, State, Who, events_open_to
from models.tables.appeals import Appeal, AppealState
from models.tables.cases import Case
from models.tables.organisation import User
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Result:
    """One result.

    Args:
        can_appeal: the deadline lies ahead, or a further round is open.
        rounds_left: how often the case may still be appealed.
        withdrawable: id of an appeal of the reader that nobody has given an opinion on.
        agent, agent_no: whose call it is; None on the agent's own pages.
    """

    id: str
    project: str
    queue: str
    direction: str
    ticket: str
    started_at: datetime | None
    duration_s: float
    state: str
    released_at: datetime | None
    appeal_until: datetime | None
    sheet: Sheet
    notes: tuple[Note, ...]
    history: tuple[Moment, ...]
    appeals: tuple[AppealStory, ...]
    can_acknowledge: bool
    can_appeal: bool
    rounds_left: int
    withdrawable: str | None
    has_audio: bool
    agent: str | None = None
    agent_no: str | None = None


def released_case(tx: Transaction, case_id: str) -> Case:
    """Raises:
    NotFound: no such case, or not released yet.
    """
    case = tx.session.scalars(select(Case).where(Case.public_id == case_id)).one_or_none()
    if case is None or case.state not in SHOWN:
        raise NotFound("case")
    return case


def result_of(tx: Transaction, case: Case, actor: Actor, services: Services, *, with_agent: bool = False) -> Result:
    """*case* as *actor* sees it; whether they may is the caller's question."""
    mask = staff_roster(tx, actor)
    recording = case.recording
    agent = tx.session.get(User, case.agent_id) if with_agent and case.agent_id else None
    rounds_left = max(0, services.settings.appeal.rounds - case.appeal_rounds)
    appeals = appeal_stories(tx, case, services, mask, actor.user_id)
    events = events_open_to(case.state, Who(actor.role.value))
    return Result(
        id=case.public_id,
        project=recording.project or "",
        queue=recording.queue or "",
        direction=recording.direction.value,
        ticket=str(recording.details.get("ticket") or ""),
        started_at=recording.started_at,
        duration_s=recording.duration_s or 0.0,
        state=case.state.value,
        released_at=case.released_at,
        appeal_until=case.appeal_until,
        sheet=sheet(tx, case, actor, services, mask=mask),
        notes=notes(tx, case, actor, mask),
        history=history(tx, case),
        appeals=appeals,
        can_acknowledge=Event.ACKNOWLEDGE in events and may(actor, Permission.CASE_ACKNOWLEDGE),
        can_appeal=bool(rounds_left)
        and may(actor, Permission.APPEAL_FILE)
        and _open_to_appeal(case, appeals, services),
        rounds_left=rounds_left,
        withdrawable=_withdrawable(tx, case, actor),
        has_audio=recording.playable_sha256 is not None,
        agent=agent.name if agent else None,
        agent_no=agent.agent_no if agent else None,
    )


def _open_to_appeal(case: Case, appeals: tuple[AppealStory, ...], services: Services) -> bool:
    if case.state is State.RELEASED:
        return case.appeal_until is not None and services.clock() <= case.appeal_until
    # A final result may be contested again only where a first appeal was decided.
    in_time = case.appeal_until is not None and services.clock() <= case.appeal_until
    return in_time and case.state is State.FINAL and any(story.state == AppealState.DECIDED for story in appeals)


def _withdrawable(tx: Transaction, case: Case, actor: Actor) -> str | None:
    appeal = tx.session.scalars(
        select(Appeal).where(
            Appeal.case_id == case.id, Appeal.state == AppealState.OPEN, Appeal.filed_by_id == actor.user_id
        )
    ).one_or_none()
    return appeal.public_id if appeal is not None and not appeal.opinions else None
