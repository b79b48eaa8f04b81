"""Work that was given to somebody, found for whoever asks: others' work does not exist for them."""

from collections.abc import Collection

from sqlalchemy import select

from engine.access import Actor
from engine.errors import NotFound
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.transaction import Transaction

STILL_THEIRS = (AssignmentState.OPEN, AssignmentState.DONE)


def own_assignment(
    tx: Transaction, public_id: str, actor: Actor, kind: AssignmentKind, states: Collection[AssignmentState]
) -> Assignment:
    """The assignment of that id, not held against other writers.

    Raises:
        NotFound: no such assignment of that kind, not this inspector's, or in none of *states*.
    """
    assignment = tx.session.scalars(
        select(Assignment).where(
            Assignment.public_id == public_id,
            Assignment.inspector_id == actor.user_id,
            Assignment.kind == kind,
            Assignment.state.in_(states),
        )
    ).one_or_none()
    if assignment is None:
        raise NotFound("assignment")
    return assignment
