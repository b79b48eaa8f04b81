"""Give a sealed opinion on an appeal: as the inspector who was asked, or as the agent's team leader."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.casework.clarifying import open_question
from engine.casework.move import Mover, lock_case, move
from engine.casework.opinions import OpinionGiven, go_on_if_complete, keep_opinion
from engine.casework.own_work import own_assignment
from engine.errors import Conflict, NotFound, Refused
from engine.services import Services
from models.lifecycle import Event
from models.tables.appeals import Appeal, AppealState, Side
from models.tables.reviews import AssignmentKind, AssignmentState
from models.transaction import Transaction


def inspector_opinion(assignment_id: str, given: Sequence[OpinionGiven], *, actor: Actor, services: Services) -> None:
    """Raises:
    NotFound: not this inspector's task.
    Conflict: the work was taken back, or the appeal was withdrawn.
    Refused: `deadline_passed`, an item without an opinion, or an opinion without a reason.
    """
    require(actor, Permission.APPEAL_INSPECTOR_OPINION)
    now = services.clock()
    with services.transaction() as tx:
        assignment = own_assignment(tx, assignment_id, actor, AssignmentKind.OPINION, tuple(AssignmentState))
        case = lock_case(tx, assignment.case_id)
        tx.session.refresh(assignment)
        if assignment.state is not AssignmentState.OPEN:
            raise Conflict("assignment", now=assignment.state.value)
        # The case is held: no other step can close the appeal now.
        appeal = tx.session.scalars(
            select(Appeal).where(Appeal.case_id == case.id, Appeal.state == AppealState.OPEN)
        ).one()
        _check_in_time(tx, appeal, now)
        move(tx, case, Event.INSPECTOR_OPINION, Mover.person(actor), now)
        keep_opinion(tx, appeal, Side.INSPECTOR, actor.user_id, given, now)
        assignment.state = AssignmentState.DONE
        assignment.closed_at = now
        go_on_if_complete(tx, case, appeal, now)


def team_leader_opinion(appeal_id: str, given: Sequence[OpinionGiven], *, actor: Actor, services: Services) -> None:
    """Raises:
    NotFound: not an appeal of the leader's team.
    Conflict: the appeal does not wait for opinions any more.
    Refused: `deadline_passed`, the leader filed it, an opinion was given, or an item lacks one.
    """
    require(actor, Permission.APPEAL_TEAM_OPINION)
    now = services.clock()
    with services.transaction() as tx:
        appeal = tx.session.scalars(select(Appeal).where(Appeal.public_id == appeal_id)).one_or_none()
        if appeal is None or appeal.case.team_id is None or appeal.case.team_id != actor.team_id:
            raise NotFound("appeal")
        case = lock_case(tx, appeal.case_id)
        tx.session.refresh(appeal)
        if appeal.state is not AppealState.OPEN:
            raise Conflict("appeal", now=appeal.state.value)
        _check_in_time(tx, appeal, now)
        if actor.user_id in (appeal.filed_by_id, case.agent_id):
            raise Refused("own_appeal")
        move(tx, case, Event.TEAM_LEADER_OPINION, Mover.person(actor), now)
        keep_opinion(tx, appeal, Side.TEAM_LEADER, actor.user_id, given, now)
        go_on_if_complete(tx, case, appeal, now)


def _check_in_time(tx: Transaction, appeal: Appeal, now: datetime) -> None:
    """The time for opinions ends when it ends, not when the clock comes by; while a question is open it rests."""
    if now > appeal.opinions_due_at and open_question(tx, appeal) is None:
        raise Refused("deadline_passed")
