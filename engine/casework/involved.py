"""Who has already had a hand in a case: nobody acts in two roles on one appeal."""

from sqlalchemy import select

from models.tables.appeals import Appeal, Opinion
from models.tables.cases import Case
from models.tables.reviews import Approval, Assignment, AssignmentState
from models.transaction import Transaction


def people_involved(tx: Transaction, case: Case) -> frozenset[int]:
    """Reviewers, authors of opinions, appellants, deciders of earlier rounds, and both sides of approvals."""
    people: set[int | None] = {case.agent_id}
    people |= set(
        tx.session.scalars(
            select(Assignment.inspector_id).where(
                Assignment.case_id == case.id, Assignment.state != AssignmentState.RECALLED
            )
        )
    )
    for appeal in tx.session.scalars(select(Appeal).where(Appeal.case_id == case.id)):
        people |= {appeal.filed_by_id, appeal.decided_by_id}
        people |= set(tx.session.scalars(select(Opinion.author_id).where(Opinion.appeal_id == appeal.id)))
    for approval in tx.session.scalars(select(Approval).where(Approval.case_id == case.id)):
        people |= {approval.asked_by_id, approval.decided_by_id}
    return frozenset(person for person in people if person is not None)
