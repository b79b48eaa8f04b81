"""The QC lead asks whoever filed an appeal what they mean; until there is an answer the deadlines rest."""

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.blind import new_public_id
from engine.casework.clarifying import close_question, open_question
from engine.casework.deadlines import answer_deadline
from engine.casework.involved import people_involved
from engine.casework.move import lock_case, remember
from engine.casework.tell import tell
from engine.errors import Conflict, NotFound, Refused
from engine.services import Services
from models.roles import INSPECTED
from models.tables.appeals import Appeal, AppealState
from models.tables.cases import Case
from models.tables.clarifications import Clarification, ClosedBy
from models.tables.notices import NoticeKind
from models.tables.organisation import User
from models.transaction import Transaction

_WAITING = (AppealState.OPEN, AppealState.ADJUDICATION)


def ask(appeal_id: str, question: str, *, actor: Actor, services: Services) -> str:
    """Ask *question*; its public id. Opinions may still be given meanwhile, a decision may not.

    Raises:
        NotFound: no such appeal.
        Conflict: the appeal is closed, or a question is open.
        Refused: `reason_missing`, `involved_before`, or `nobody_to_ask`: the case was reopened, nobody appealed.
    """
    require(actor, Permission.APPEAL_DECIDE)
    if not question.strip():
        raise Refused("reason_missing", where="question")
    now = services.clock()
    with services.transaction() as tx:
        case, appeal = _held(tx, appeal_id)
        if appeal.state not in _WAITING or open_question(tx, appeal) is not None:
            raise Conflict("appeal", now=appeal.state.value)
        if actor.user_id in people_involved(tx, case):
            raise Refused("involved_before")
        if not tx.session.get_one(User, appeal.filed_by_id).role_set & INSPECTED:
            raise Refused("nobody_to_ask")
        asked = Clarification(
            public_id=new_public_id(),
            appeal_id=appeal.id,
            asked_by_id=actor.user_id,
            asked_at=now,
            question=question.strip(),
            answer_until=answer_deadline(tx, services.settings, now),
        )
        tx.session.add(asked)
        tx.session.flush()
        remember(tx, "clarification.asked", f"case:{case.id}", actor, now)
        tell(tx, appeal.filed_by_id, NoticeKind.CLARIFICATION_ASKED, case.public_id, now)
        return asked.public_id


def answer(question_id: str, text: str, *, actor: Actor, services: Services) -> None:
    """Answer a question about one's own appeal; the deadlines run again.

    Raises:
        NotFound: not a question to this person.
        Refused: `reason_missing`.
        Conflict: it is closed.
    """
    require(actor, Permission.APPEAL_FILE)
    if not text.strip():
        raise Refused("reason_missing", where="answer")
    now = services.clock()
    with services.transaction() as tx:
        case, appeal, question = _held_question(tx, question_id)
        if appeal.filed_by_id != actor.user_id:
            raise NotFound("clarification")
        _check_open(question)
        question.answer = text.strip()
        close_question(tx, case, appeal, question, ClosedBy.ANSWER, actor, services.settings, now)


def take_back(question_id: str, *, actor: Actor, services: Services) -> None:
    """Close a question without an answer; any QC lead may.

    Raises:
        NotFound: no such question.
        Conflict: it is closed.
    """
    require(actor, Permission.APPEAL_DECIDE)
    now = services.clock()
    with services.transaction() as tx:
        case, appeal, question = _held_question(tx, question_id)
        _check_open(question)
        close_question(tx, case, appeal, question, ClosedBy.LEAD, actor, services.settings, now)


def _check_open(question: Clarification) -> None:
    if question.closed_at is not None:
        raise Conflict("clarification", now="closed")


def _held_question(tx: Transaction, public_id: str) -> tuple[Case, Appeal, Clarification]:
    question = tx.session.scalars(select(Clarification).where(Clarification.public_id == public_id)).one_or_none()
    if question is None:
        raise NotFound("clarification")
    case, appeal = _held(tx, question.appeal_id)
    tx.session.refresh(question)
    return case, appeal, question


def _held(tx: Transaction, wanted: int | str) -> tuple[Case, Appeal]:
    """The appeal with its case, the case held against every other writer."""
    by = Appeal.id == wanted if isinstance(wanted, int) else Appeal.public_id == wanted
    appeal = tx.session.scalars(select(Appeal).where(by)).one_or_none()
    if appeal is None:
        raise NotFound("appeal")
    case = lock_case(tx, appeal.case_id)
    tx.session.refresh(appeal)
    return case, appeal
