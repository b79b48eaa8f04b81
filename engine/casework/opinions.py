"""Sealed opinions: kept, counted, and the way on to the decision once both are in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.blind import new_public_id
from engine.casework.deadlines import decision_deadline
from engine.casework.move import SYSTEM, Mover, move
from engine.casework.tell import holders_of, tell
from engine.errors import Refused
from engine.settings import Settings
from models.lifecycle import Event
from models.roles import StaffRole
from models.tables.appeals import Appeal, AppealItem, AppealState, Opinion, OpinionItem, Side, Stance
from models.tables.cases import Case, Held
from models.tables.notices import NoticeKind
from models.tables.reviews import Approval, Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class OpinionGiven:
    """What one side says of one contested judgement."""

    key: str
    stance: Stance
    text: str


def keep_opinion(
    tx: Transaction, appeal: Appeal, side: Side, author_id: int, given: Sequence[OpinionGiven], now: datetime
) -> None:
    """Raises:
    Refused: `opinion_given` (there is one), `opinion_missing` (an item without one), `reason_missing`.
    """
    if any(opinion.side is side for opinion in appeal.opinions):
        raise Refused("opinion_given")
    by_key = {one.key: one for one in given}
    items = []
    for item in appeal.items:
        one = by_key.get(item.judgement.key)
        if one is None or one.stance is Stance.ABSENT:
            raise Refused("opinion_missing", where=item.judgement.key)
        if not one.text.strip():
            raise Refused("reason_missing", where=item.judgement.key)
        items.append(OpinionItem(appeal_item_id=item.id, stance=one.stance, text=one.text.strip()))
    appeal.opinions.append(
        Opinion(appeal_id=appeal.id, side=side, author_id=author_id, absent=False, given_at=now, items=items)
    )
    tx.session.flush()


def needs_inspector_opinion(tx: Transaction, case_id: int) -> bool:
    """True while an appeal is open and the inspector's side has not spoken."""
    spoken = select(Opinion.appeal_id).where(Opinion.side == Side.INSPECTOR)
    return (
        tx.session.scalar(
            select(Appeal.id).where(
                Appeal.case_id == case_id, Appeal.state == AppealState.OPEN, Appeal.id.not_in(spoken)
            )
        )
        is not None
    )


def go_on_if_complete(tx: Transaction, case: Case, appeal: Appeal, now: datetime) -> None:
    """Hand the appeal to the QC lead when both sides have spoken; otherwise nothing."""
    if {opinion.side for opinion in appeal.opinions} == set(Side):
        to_adjudication(tx, case, appeal, SYSTEM, now)


def mark_absent(tx: Transaction, case: Case, appeal: Appeal, mover: Mover, now: datetime) -> None:
    """The time for opinions is over: what is missing is recorded as absent, and the lead takes over."""
    for side in Side:
        if all(opinion.side is not side for opinion in appeal.opinions):
            appeal.opinions.append(Opinion(appeal_id=appeal.id, side=side, author_id=None, absent=True, given_at=now))
    tx.session.flush()
    to_adjudication(tx, case, appeal, mover, now)


def to_adjudication(tx: Transaction, case: Case, appeal: Appeal, mover: Mover, now: datetime) -> None:
    """The lead's turn: what still asks for an opinion is taken back, the leads are told."""
    move(tx, case, Event.OPINIONS_COMPLETE, mover, now)
    appeal.state = AppealState.ADJUDICATION
    waiting = tx.session.scalars(
        select(Assignment).where(
            Assignment.case_id == case.id,
            Assignment.kind == AssignmentKind.OPINION,
            Assignment.state == AssignmentState.OPEN,
        )
    )
    for assignment in waiting:
        assignment.state = AssignmentState.RECALLED
        assignment.closed_at = now
    for lead_id in holders_of(tx, StaffRole.QC_LEAD):
        tell(tx, lead_id, NoticeKind.OPINIONS_COMPLETE, appeal.public_id, now)


def mark_reopened(tx: Transaction, case: Case, approval: Approval, settings: Settings, now: datetime) -> None:
    """A reopened case goes straight to a decision: an appeal without opinions on the items that were named."""
    rounds = tx.session.scalars(select(Appeal.round).where(Appeal.case_id == case.id)).all()
    by_key = {row.key: row for row in case.judgements}
    appeal = Appeal(
        public_id=new_public_id(),
        case_id=case.id,
        round=max(rounds, default=0) + 1,
        state=AppealState.ADJUDICATION,
        filed_by_id=approval.asked_by_id,
        filed_at=now,
        opinions_due_at=now,
        decision_due_at=decision_deadline(tx, settings, now),
    )
    appeal.items = [
        AppealItem(
            judgement_id=by_key[key].id,
            contested=by_key[key].final or by_key[key].reviewed or Held.UNSURE,
            wanted=Held.PASS,
            reason=approval.reason,
        )
        for key in approval.body["keys"]
    ]
    appeal.opinions = [Opinion(side=side, author_id=None, absent=True, given_at=now) for side in Side]
    tx.session.add(appeal)
    tx.session.flush()
