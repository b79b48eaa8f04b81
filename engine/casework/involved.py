"""Who has already had a hand in a case: nobody acts in two roles on one appeal."""

from sqlalchemy import select

from engine.settings import Settings
from models.tables.appeals import Appeal, AppealState, Opinion
from models.tables.cases import Case
from models.tables.reviews import Approval, Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction


def people_involved(tx: Transaction, case: Case) -> frozenset[int]:
    """Reviewers, authors of opinions, appellants, deciders of earlier rounds, and both sides of approvals."""
    return _parties(tx, case) | _inspectors(tx, case)


def barred(tx: Transaction, case: Case, kind: AssignmentKind, settings: Settings) -> frozenset[int]:
    """Inspectors who must not be given this work: for an opinion, everybody who had a word in the case before.

    Where the settings allow it, the first round's opinion may come from whoever reviewed.
    """
    if kind is AssignmentKind.REVIEW:
        return frozenset()
    reviewers = _inspectors(tx, case)
    if settings.appeal.different_inspector or case.appeal_rounds > 1:
        return _parties(tx, case) | reviewers
    return _parties(tx, case) - reviewers


def handed_back(tx: Transaction, case: Case, kind: AssignmentKind) -> frozenset[int]:
    """Inspectors from whom this very work was taken, or who gave it back: it does not return to them by itself."""
    query = select(Assignment.inspector_id).where(
        Assignment.case_id == case.id, Assignment.kind == kind, Assignment.state == AssignmentState.RECALLED
    )
    if kind is AssignmentKind.OPINION:
        filed_at = select(Appeal.filed_at).where(Appeal.case_id == case.id, Appeal.state == AppealState.OPEN)
        query = query.where(Assignment.assigned_at >= filed_at.scalar_subquery())
    return frozenset(tx.session.scalars(query))


def _inspectors(tx: Transaction, case: Case) -> frozenset[int]:
    query = select(Assignment.inspector_id).where(
        Assignment.case_id == case.id, Assignment.state != AssignmentState.RECALLED
    )
    return frozenset(tx.session.scalars(query))


def _parties(tx: Transaction, case: Case) -> frozenset[int]:
    people: set[int | None] = {case.agent_id}
    for appeal in tx.session.scalars(select(Appeal).where(Appeal.case_id == case.id)):
        people |= {appeal.filed_by_id, appeal.decided_by_id}
        people |= set(tx.session.scalars(select(Opinion.author_id).where(Opinion.appeal_id == appeal.id)))
    for approval in tx.session.scalars(select(Approval).where(Approval.case_id == case.id)):
        people |= {approval.asked_by_id, approval.decided_by_id}
    return frozenset(person for person in people if person is not None)
