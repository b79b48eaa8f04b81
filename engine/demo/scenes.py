"""People at work on the demo's calls, so that every state of a case can be seen. All through the real steps."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select

from engine.access import Actor
from engine.casework.contest import is_contestable
from engine.casework.deciding import Decided
from engine.casework.opinions import OpinionGiven
from engine.review_draft import AdjustmentDraft, ReviewDraft, VerdictDraft
from engine.services import Services
from engine.steps import appeal, curate, decide, opine, respond, review
from engine.steps.appeal import AppealAsk
from engine.steps.sweep import sweep
from models.lifecycle import State
from models.roles import StaffRole
from models.tables.appeals import Appeal, AppealState, Decision, ReasonCode, Stance
from models.tables.cases import Case, Held, JudgementKind, Mark, MarkKind
from models.tables.library import LibraryEntry
from models.tables.organisation import User, UserRole
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState

_LESSONS = {
    MarkKind.POSITIVE: ("按流程办理，语气平和", "先问清需求，再逐项确认；结束前问一句还有什么可以帮您。"),
    MarkKind.NEGATIVE: ("规定的话没有说到", "听一听这里少了什么；轮到自己时，可以怎么说？"),
    MarkKind.COMPLAINT_RISK: ("可能升级为投诉", "客户的不满出现在哪一句？当时怎样回应会更好？"),
}


@dataclass(frozen=True, slots=True)
class _Pending:
    assignment_id: str
    case_id: int
    inspector: Actor
    draft: ReviewDraft
    contestable: bool
    agent_id: int | None
    team_id: int | None


def play(services: Services) -> None:
    """Leave cases in every state. Does nothing when somebody has already worked here."""
    with services.transaction.read() as tx:
        begun = tx.session.scalar(select(Case.id).where(Case.confirmed_at.is_not(None)).limit(1))
    if begun is not None:
        return
    pending = iter(sorted(_pending(services), key=lambda one: (not one.contestable, one.case_id)))
    contested = [one for _, one in zip(range(6), pending, strict=False) if one.contestable and one.agent_id]
    for number, one in enumerate(contested):
        _confirm(_marked(one, MarkKind.NEGATIVE) if number == 1 else one, services)
    sweep(services=services)
    for number, one in enumerate(contested):
        _dispute(number, one, services)
    rest = list(pending)
    if rest:
        _adjust(rest.pop(), services)
    for number, one in enumerate(rest[:3]):
        _confirm(_marked(one, MarkKind.POSITIVE) if number == 0 else one, services)
    sweep(services=services)
    if rest:
        _acknowledge(rest[0], services)
    _teach(services)


def _pending(services: Services) -> Iterator[_Pending]:
    with services.transaction.read() as tx:
        rows = tx.session.scalars(
            select(Assignment)
            .where(Assignment.state == AssignmentState.OPEN, Assignment.kind == AssignmentKind.REVIEW)
            .order_by(Assignment.id)
        ).all()
        for row in rows:
            verdicts = {}
            for judgement in row.case.judgements:
                if judgement.kind is JudgementKind.MANUAL and judgement.machine is None:
                    verdicts[judgement.key] = VerdictDraft(held=Held.PASS)
                elif judgement.machine is Held.UNSURE:
                    verdicts[judgement.key] = VerdictDraft(held=Held.PASS, comment="听过，没有问题")
                elif judgement.machine is Held.FAIL:
                    verdicts[judgement.key] = VerdictDraft(held=Held.FAIL)
            yield _Pending(
                row.public_id,
                row.case_id,
                Actor(row.inspector_id, StaffRole.INSPECTOR, frozenset({StaffRole.INSPECTOR})),
                ReviewDraft(verdicts=verdicts),
                any(judgement.machine is Held.FAIL for judgement in row.case.judgements),
                row.case.agent_id,
                row.case.team_id,
            )


def _marked(one: _Pending, mark: MarkKind) -> _Pending:
    return replace(one, draft=one.draft.model_copy(update={"marks": [mark]}))


def _teach(services: Services) -> None:
    """Marked calls that are final enter the case library; the QC lead says what is to be learned from them."""
    sweep(services=services)
    with services.transaction.read() as tx:
        entries = tx.session.execute(
            select(LibraryEntry.public_id, Mark.kind).join(Mark, Mark.case_id == LibraryEntry.case_id)
        ).all()
    for entry, kind in entries:
        title, note = _LESSONS[kind]
        curate.describe(entry, title, note, actor=_lead(services), services=services)


def _confirm(one: _Pending, services: Services) -> None:
    review.open_review(one.assignment_id, actor=one.inspector, services=services)
    review.beat(one.assignment_id, 95.0, actor=one.inspector, services=services)
    review.confirm(one.assignment_id, one.draft, 0, actor=one.inspector, services=services)


def _adjust(one: _Pending, services: Services) -> None:
    """A submitted review whose adjustment waits for the QC lead."""
    adjustment = AdjustmentDraft(points=-5, reason="客户情绪激动时坐席语气生硬，规则没有覆盖")
    draft = one.draft.model_copy(update={"adjustment": adjustment, "marks": [MarkKind.NEGATIVE]})
    review.confirm(one.assignment_id, draft, 0, actor=one.inspector, services=services)


def _acknowledge(one: _Pending, services: Services) -> None:
    if one.agent_id is not None:
        respond.acknowledge(_case(one, services).public_id, actor=_agent(one), services=services)


def _dispute(number: int, one: _Pending, services: Services) -> None:
    """0, 1: decided, overturned and upheld. 2: waits for the lead. 3: one opinion is in. 4: none. 5: left released."""
    if number == 5:
        return
    case = _case(one, services)
    if case.state is not State.RELEASED:
        return
    with services.transaction.read() as tx:
        rows = tx.session.get_one(Case, case.id).judgements
        key = next(row.key for row in rows if is_contestable(row))
    asks = [AppealAsk(key, Held.PASS, "录音里我说过，只是声音小，请再听一遍。")]
    appeal_id = appeal.file(case.public_id, asks, actor=_agent(one), services=services)
    stance = Stance.SUPPORTS_RESULT if number == 1 else Stance.SUPPORTS_APPEAL
    if number <= 3:
        given = [OpinionGiven(key, stance, "听了前后文，这一处按规定判断。")]
        opine.team_leader_opinion(appeal_id, given, actor=_leader(one, services), services=services)
    if number <= 2:
        _inspector_opines(case.id, key, stance, services)
    if number <= 1:
        _decide(appeal_id, key, number == 0, services)


def _inspector_opines(case_id: int, key: str, stance: Stance, services: Services) -> None:
    with services.transaction.read() as tx:
        asked = tx.session.scalars(
            select(Assignment).where(
                Assignment.case_id == case_id,
                Assignment.kind == AssignmentKind.OPINION,
                Assignment.state == AssignmentState.OPEN,
            )
        ).one()
    actor = Actor(asked.inspector_id, StaffRole.INSPECTOR, frozenset({StaffRole.INSPECTOR}))
    given = [OpinionGiven(key, stance, "重听了这一段，意见如此。")]
    opine.inspector_opinion(asked.public_id, given, actor=actor, services=services)


def _decide(appeal_id: str, key: str, overturn: bool, services: Services) -> None:
    with services.transaction.read() as tx:
        row = tx.session.scalars(
            select(Appeal).where(Appeal.public_id == appeal_id, Appeal.state == AppealState.ADJUDICATION)
        ).one()
        version = row.case.version
    decided = (
        Decided(key, Decision.OVERTURN, ReasonCode.ASR_ERROR, "重听确认坐席说过，转写漏字。")
        if overturn
        else Decided(key, Decision.UPHOLD, ReasonCode.OTHER, "录音与规则一致，维持原判。")
    )
    decide.decide(appeal_id, [decided], version, actor=_lead(services), services=services)


def _case(one: _Pending, services: Services) -> Case:
    with services.transaction.read() as tx:
        return tx.session.get_one(Case, one.case_id)


def _lead(services: Services) -> Actor:
    with services.transaction.read() as tx:
        leads = select(User.id).join(UserRole).where(UserRole.role == StaffRole.QC_LEAD).order_by(User.id)
        lead = tx.session.scalars(leads).first()
    assert lead is not None
    return Actor(lead, StaffRole.QC_LEAD, frozenset({StaffRole.QC_LEAD}))


def _agent(one: _Pending) -> Actor:
    assert one.agent_id is not None
    return Actor(one.agent_id, StaffRole.AGENT, frozenset({StaffRole.AGENT}), one.team_id)


def _leader(one: _Pending, services: Services) -> Actor:
    with services.transaction.read() as tx:
        leader = tx.session.scalars(
            select(User.id)
            .join(UserRole)
            .where(UserRole.role == StaffRole.TEAM_LEADER, User.team_id == one.team_id)
            .order_by(User.id)
        ).first()
    assert leader is not None
    return Actor(leader, StaffRole.TEAM_LEADER, frozenset({StaffRole.TEAM_LEADER}), one.team_id)
