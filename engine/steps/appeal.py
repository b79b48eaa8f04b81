"""File an appeal, item by item, or take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.blind import new_public_id
from engine.casework.assigning import assign_fairly
from engine.casework.clarifying import close_question, open_question
from engine.casework.contest import is_contestable
from engine.casework.deadlines import decision_deadline, opinions_deadline
from engine.casework.involved import barred
from engine.casework.move import Mover, lock_case, lock_case_by_public_id, move
from engine.casework.scoring import standing
from engine.casework.tell import holders_of, tell
from engine.errors import Conflict, NotFound, Refused
from engine.services import Services
from models.lifecycle import Event, State
from models.roles import StaffRole
from models.tables.appeals import Appeal, AppealItem, AppealState
from models.tables.cases import Case, Held, JudgementRow
from models.tables.clarifications import ClosedBy
from models.tables.notices import NoticeKind
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AppealAsk:
    """One contested judgement: its key, what the appellant holds true, and why."""

    key: str
    wanted: Held
    reason: str


def file(case_id: str, asks: Sequence[AppealAsk], *, actor: Actor, services: Services) -> str:
    """File an appeal against a released result, or a further round against a final one.

    Returns:
        The public id of the appeal.

    Raises:
        NotFound: neither the agent's own case nor of the leader's team.
        Refused: `deadline_passed`, `no_items`, `item_not_contestable`, `reason_missing`, `rounds_used_up`.
        IllegalTransition: the case is in no state to be appealed.
    """
    require(actor, Permission.APPEAL_FILE)
    now = services.clock()
    with services.transaction() as tx:
        case = lock_case_by_public_id(tx, case_id)
        _check_standing(case, actor)
        again = case.state is State.FINAL
        _check_in_time(tx, case, services, now)
        rows = _contested_rows(case, asks)
        move(tx, case, Event.APPEAL_AGAIN if again else Event.APPEAL, Mover.person(actor), now)
        case.appeal_rounds += 1
        opinions_due_at = opinions_deadline(tx, services.settings, now)
        appeal = Appeal(
            public_id=new_public_id(),
            case_id=case.id,
            round=_next_round(tx, case),
            state=AppealState.OPEN,
            filed_by_id=actor.user_id,
            filed_at=now,
            opinions_due_at=opinions_due_at,
            decision_due_at=decision_deadline(tx, services.settings, opinions_due_at),
        )
        appeal.items = [
            AppealItem(
                judgement_id=row.id,
                contested=standing(row)[0] or Held.UNSURE,
                wanted=ask.wanted,
                reason=ask.reason.strip(),
            )
            for row, ask in rows
        ]
        tx.session.add(appeal)
        tx.session.flush()
        _ask_opinions(tx, case, appeal, services, now)
        return appeal.public_id


def withdraw(appeal_id: str, *, actor: Actor, services: Services) -> None:
    """Take an appeal back while nobody has given an opinion; the old deadline stands.

    Raises:
        NotFound: not this person's appeal.
        Refused: `opinion_given`.
        Conflict: it is not open any more.
    """
    require(actor, Permission.APPEAL_FILE)
    now = services.clock()
    with services.transaction() as tx:
        appeal = tx.session.scalars(select(Appeal).where(Appeal.public_id == appeal_id)).one_or_none()
        if appeal is None or appeal.filed_by_id != actor.user_id:
            raise NotFound("appeal")
        case = lock_case(tx, appeal.case_id)
        tx.session.refresh(appeal)
        if appeal.state is not AppealState.OPEN:
            raise Conflict("appeal", now=appeal.state.value)
        if appeal.opinions:
            raise Refused("opinion_given")
        move(tx, case, Event.WITHDRAW, Mover.person(actor), now)
        case.appeal_rounds -= 1
        appeal.state = AppealState.WITHDRAWN
        appeal.closed_at = now
        if (question := open_question(tx, appeal)) is not None:
            close_question(tx, case, appeal, question, ClosedBy.CLOCK, actor, services.settings, now)
        for assignment in _open_opinions(tx, case):
            assignment.state = AssignmentState.RECALLED
            assignment.closed_at = now
            tell(tx, assignment.inspector_id, NoticeKind.APPEAL_WITHDRAWN, assignment.public_id, now)


def _check_standing(case: Case, actor: Actor) -> None:
    own = actor.role is StaffRole.AGENT and case.agent_id == actor.user_id
    team = actor.role is StaffRole.TEAM_LEADER and case.team_id is not None and case.team_id == actor.team_id
    if not (own or team):
        raise NotFound("case")


def _check_in_time(tx: Transaction, case: Case, services: Services, now: datetime) -> None:
    if case.state not in (State.RELEASED, State.FINAL):
        return
    if case.appeal_rounds >= services.settings.appeal.rounds:
        raise Refused("rounds_used_up")
    # A final result that nobody ever contested was accepted, or its time ran out.
    accepted = case.state is State.FINAL and _decided_round(tx, case) is None
    if accepted or (case.appeal_until is not None and now > case.appeal_until):
        raise Refused("deadline_passed")


def _contested_rows(case: Case, asks: Sequence[AppealAsk]) -> list[tuple[JudgementRow, AppealAsk]]:
    if not asks:
        raise Refused("no_items")
    by_key = {row.key: row for row in case.judgements}
    pairs = []
    for ask in {ask.key: ask for ask in asks}.values():
        row = by_key.get(ask.key)
        if row is None or not is_contestable(row):
            raise Refused("item_not_contestable", where=ask.key)
        if not ask.reason.strip():
            raise Refused("reason_missing", where=ask.key)
        if ask.wanted not in (Held.PASS, Held.NOT_APPLICABLE):
            raise Refused("wanted_not_better", where=ask.key)
        pairs.append((row, ask))
    return pairs


def _decided_round(tx: Transaction, case: Case) -> int | None:
    return tx.session.scalar(
        select(Appeal.id).where(Appeal.case_id == case.id, Appeal.state == AppealState.DECIDED).limit(1)
    )


def _next_round(tx: Transaction, case: Case) -> int:
    rounds = tx.session.scalars(select(Appeal.round).where(Appeal.case_id == case.id)).all()
    return max(rounds, default=0) + 1


def _open_opinions(tx: Transaction, case: Case) -> Sequence[Assignment]:
    return tx.session.scalars(
        select(Assignment).where(
            Assignment.case_id == case.id,
            Assignment.kind == AssignmentKind.OPINION,
            Assignment.state == AssignmentState.OPEN,
        )
    ).all()


def _ask_opinions(tx: Transaction, case: Case, appeal: Appeal, services: Services, now: datetime) -> None:
    """Ask an inspector who has not touched this case, and the leaders of the agent's team."""
    involved = barred(tx, case, AssignmentKind.OPINION, services.settings)
    assign_fairly(tx, case, AssignmentKind.OPINION, now, excluding=involved)
    if case.team_id is not None:
        for leader_id in holders_of(tx, StaffRole.TEAM_LEADER, team_id=case.team_id):
            if leader_id != appeal.filed_by_id:
                tell(tx, leader_id, NoticeKind.OPINION_ASKED, appeal.public_id, now)
    if case.agent_id is not None and case.agent_id != appeal.filed_by_id:
        tell(tx, case.agent_id, NoticeKind.APPEAL_FILED, case.public_id, now)
