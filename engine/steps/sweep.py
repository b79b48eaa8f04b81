"""What the clock does: wake what waits, give up what never succeeds, release, remind, close."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Select, or_, select, update

from engine import lease
from engine.casework import replay_claims
from engine.casework.assigning import pass_on
from engine.casework.clarifying import close_question, open_question, resting
from engine.casework.due import (
    due_for_release,
    past_answer,
    past_deadline,
    past_opinions,
    unasked,
    unassigned,
    unshelved,
)
from engine.casework.finalising import close_undisputed
from engine.casework.move import CLOCK, SYSTEM, lock_case, remember
from engine.casework.opinions import mark_absent
from engine.casework.releasing import release_case
from engine.casework.reminding import remind
from engine.casework.shelving import shelve
from engine.delivery.hold import waits
from engine.lease import Claim
from engine.queueing import JOB_OF_STAGE, Job
from engine.services import Services
from models.lifecycle import Event
from models.tables.appeals import Appeal, AppealState
from models.tables.cases import Case
from models.tables.clarifications import ClosedBy
from models.tables.reviews import AssignmentKind
from models.tables.work import Work, WorkState
from models.transaction import Transaction

log = structlog.get_logger()

WORKER_DIED = "worker_died"
# More than this is left for the next sweep, so that no transaction grows long.
MOST_PER_SWEEP = 200


@dataclass(frozen=True, slots=True)
class Swept:
    """How many of each there were."""

    woken: int
    given_up: int
    sending: bool
    replaying: bool
    assigned: int
    released: int
    closed: int
    questions_closed: int
    opinions_closed: int
    shelved: int
    reminded: int


def sweep(*, services: Services) -> Swept:
    """Do everything that is due. Safe to run at any time, in any number of processes."""
    now = services.clock()
    return Swept(
        given_up=_give_up(services, now),
        woken=_wake(services, now),
        assigned=_each(services, unassigned(), _assign) + _each(services, unasked(now), _ask),
        released=_each(services, due_for_release(now), _release),
        closed=_each(services, past_deadline(now), _close),
        questions_closed=_each(services, past_answer(now), _close_question),
        opinions_closed=_each(services, past_opinions(now), _close_opinions),
        shelved=_each(services, unshelved(), _shelve),
        reminded=_remind(services, now),
        # Last: what the others have just told goes out now, not at the next tick.
        sending=_wake_senders(services, now),
        replaying=_wake_replayers(services, now),
    )


def _wake(services: Services, now: datetime) -> int:
    """Wake workers for work that nobody holds and nobody was told of lately."""
    work = services.settings.work
    with services.transaction() as tx:
        rows = tx.session.execute(
            update(Work)
            .where(
                Work.state == WorkState.WAITING,
                or_(Work.lease_until.is_(None), Work.lease_until < now),
                or_(Work.not_before.is_(None), Work.not_before <= now),
                or_(Work.woken_at.is_(None), Work.woken_at < now - timedelta(seconds=work.wake_after_s)),
            )
            .values(woken_at=now)
            .returning(Work.stage)
            .execution_options(synchronize_session=False)
        ).all()
        for stage in {row.stage for row in rows}:
            job = JOB_OF_STAGE[stage]
            tx.after_commit(lambda job=job: services.queue.wake(job))  # type: ignore[misc]
    return len(rows)


def _wake_senders(services: Services, now: datetime) -> bool:
    with services.transaction.read() as tx:
        waiting = waits(tx, now)
    if waiting:
        services.queue.wake(Job.DELIVER)
    return waiting


def _wake_replayers(services: Services, now: datetime) -> bool:
    with services.transaction.read() as tx:
        waiting = bool(replay_claims.waiting(tx, now, services.settings.work.max_attempts))
    if waiting:
        services.queue.wake(Job.REPLAY)
    return waiting


def _give_up(services: Services, now: datetime) -> int:
    """Work that was claimed as often as allowed, and whose last claim ran out, ends FAILED, for people to see."""
    with services.transaction() as tx:
        rows = tx.session.scalars(
            select(Work)
            .where(
                Work.state == WorkState.WAITING,
                Work.attempts >= services.settings.work.max_attempts,
                or_(Work.lease_until.is_(None), Work.lease_until < now),
            )
            .order_by(Work.id)
            .limit(MOST_PER_SWEEP)
        ).all()
        ended = [row for row in rows if lease.give_up(tx, _claim(row), WORKER_DIED, f"{row.attempts} attempts", now)]
        for row in ended:
            remember(
                tx,
                "recording.given_up",
                f"recording:{row.recording_id}",
                None,
                now,
                details={"stage": row.stage.value, "attempts": row.attempts},
            )
    return len(ended)


def _claim(row: Work) -> Claim:
    return Claim(row.id, row.recording_id, row.stage, row.input_digest, row.fence, row.attempts)


def _each(
    services: Services, due: Select[int], do: Callable[[Transaction, Case, Services, datetime], bool | None]
) -> int:
    """Handle every due case in a transaction of its own; a case that moved on in between is left alone.

    Returns:
        How many there were that could be handled.
    """
    now = services.clock()
    with services.transaction.read() as tx:
        case_ids = tx.session.scalars(due.limit(MOST_PER_SWEEP)).all()
    handled = 0
    for case_id in case_ids:
        with services.transaction() as tx:
            # Held first, asked again after: whoever held it before may have done what was due.
            case = lock_case(tx, case_id)
            if tx.session.scalar(due.where(Case.id == case_id)) is not None:
                handled += do(tx, case, services, now) is not False
    return handled


def _assign(tx: Transaction, case: Case, services: Services, now: datetime) -> bool:
    return _give(tx, case, AssignmentKind.REVIEW, services, now)


def _ask(tx: Transaction, case: Case, services: Services, now: datetime) -> bool:
    return _give(tx, case, AssignmentKind.OPINION, services, now)


def _give(tx: Transaction, case: Case, kind: AssignmentKind, services: Services, now: datetime) -> bool:
    if pass_on(tx, case, kind, services.settings, now) is None:
        return False
    remember(tx, "assignment.made", f"case:{case.id}", None, now)
    return True


def _release(tx: Transaction, case: Case, services: Services, now: datetime) -> None:
    release_case(tx, case, SYSTEM, services.settings, now)


def _close(tx: Transaction, case: Case, services: Services, now: datetime) -> None:
    close_undisputed(tx, case, Event.DEADLINE_PASSED, CLOCK, services, now)


def _close_question(tx: Transaction, case: Case, services: Services, now: datetime) -> None:
    resting_one = select(Appeal).where(Appeal.case_id == case.id, Appeal.id.in_(resting()))
    appeal = tx.session.scalars(resting_one).one()
    question = open_question(tx, appeal)
    assert question is not None
    close_question(tx, case, appeal, question, ClosedBy.CLOCK, None, services.settings, now)


def _shelve(tx: Transaction, case: Case, _services: Services, now: datetime) -> None:
    shelve(tx, case, now)


def _close_opinions(tx: Transaction, case: Case, _services: Services, now: datetime) -> None:
    appeal = tx.session.scalars(select(Appeal).where(Appeal.case_id == case.id, Appeal.state == AppealState.OPEN)).one()
    mark_absent(tx, case, appeal, CLOCK, now)


def _remind(services: Services, now: datetime) -> int:
    with services.transaction() as tx:
        return remind(tx, now + timedelta(seconds=services.settings.appeal.remind_before_s), now)
