"""Claiming work so that it is never lost and never done twice.

The claim, its beat and its end are each one conditional UPDATE. The fence decides: whoever holds an old one has
been replaced, and what it computed is thrown away.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from models.tables.recordings import Progress, Recording
from models.tables.work import Stage, Work, WorkState
from models.transaction import Transaction


class StaleClaim(Exception):
    """Somebody else owns this work by now; whatever was computed must not be stored."""

    def __init__(self, work_id: int, fence: int) -> None:
        self.work_id, self.fence = work_id, fence
        super().__init__(f"work {work_id} is no longer held under fence {fence}")


@dataclass(frozen=True, slots=True)
class Claim:
    work_id: int
    recording_id: int
    stage: Stage
    input_digest: str
    fence: int
    attempts: int


@dataclass(frozen=True, slots=True)
class LeaseTerms:
    """*lease_s*: how long a claim holds without a beat. *max_attempts*: claims before the work is given up."""

    lease_s: float
    max_attempts: int
    retry_after_s: float


def request(tx: Transaction, recording_id: int, stage: Stage, input_digest: str, now: datetime) -> None:
    """Let *stage* wait for a worker; a second request for the same input changes nothing."""
    known = tx.session.scalar(
        select(Work.id).where(Work.recording_id == recording_id, Work.stage == stage, Work.input_digest == input_digest)
    )
    if known is None:
        tx.session.add(
            Work(
                recording_id=recording_id,
                stage=stage,
                input_digest=input_digest,
                state=WorkState.WAITING,
                attempts=0,
                fence=0,
                created_at=now,
            )
        )
        tx.session.flush()


def claim(
    tx: Transaction, stage: Stage, owner: str, now: datetime, terms: LeaseTerms, *, untried: bool = False
) -> Claim | None:
    """Take free work of *stage*, or None when there is none.

    What was tried least goes first, then the oldest: work that kills its worker waits behind work that does not.

    Args:
        untried: only work that nobody claimed before.
    """
    free = (
        Work.stage == stage,
        Work.state == WorkState.WAITING,
        # NULL-safe on purpose: a row that never had a lease must be found too.
        or_(Work.lease_until.is_(None), Work.lease_until < now),
        or_(Work.not_before.is_(None), Work.not_before <= now),
        Work.attempts < (1 if untried else terms.max_attempts),
    )
    first = select(Work.id).where(*free).order_by(Work.attempts, Work.id).limit(1)
    chosen = first.with_for_update(skip_locked=True).scalar_subquery()
    row = tx.session.execute(
        update(Work)
        .where(Work.id == chosen, *free)
        .values(
            fence=Work.fence + 1,
            attempts=Work.attempts + 1,
            lease_owner=owner,
            lease_until=now + timedelta(seconds=terms.lease_s),
        )
        .returning(Work.id, Work.recording_id, Work.input_digest, Work.fence, Work.attempts)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        return None
    return Claim(row.id, row.recording_id, stage, row.input_digest, row.fence, row.attempts)


def beat(tx: Transaction, held: Claim, now: datetime, terms: LeaseTerms) -> bool:
    """Hold the claim longer. False: it was lost, stop working."""
    return _change(tx, held, lease_until=now + timedelta(seconds=terms.lease_s))


def finish(tx: Transaction, held: Claim, now: datetime) -> None:
    """End the work well, in the same transaction that stores its result.

    Raises:
        StaleClaim: the fence has moved on; the caller's transaction must roll back.
    """
    if not _change(tx, held, state=WorkState.DONE, lease_owner=None, lease_until=None, finished_at=now):
        raise StaleClaim(held.work_id, held.fence)


def give_back(tx: Transaction, held: Claim, reason: str, detail: str, now: datetime, terms: LeaseTerms) -> None:
    """An attempt failed: wait and try again, or give the work up after the last attempt."""
    if held.attempts >= terms.max_attempts:
        give_up(tx, held, reason, detail, now)
        return
    _change(
        tx,
        held,
        lease_owner=None,
        lease_until=None,
        woken_at=None,
        not_before=now + timedelta(seconds=terms.retry_after_s),
    )


def give_up(tx: Transaction, held: Claim, reason: str, detail: str, now: datetime) -> bool:
    """No attempt can succeed: the recording ends FAILED with its reason, visible, and a person may retry it.

    False: the claim was lost, and whoever has it now decides.
    """
    ended = _change(
        tx,
        held,
        state=WorkState.FAILED,
        reason=reason,
        detail=detail[:400],
        lease_owner=None,
        lease_until=None,
        finished_at=now,
    )
    if ended:
        mark_failed(tx, held.recording_id, reason, detail)
    return ended


def mark_failed(tx: Transaction, recording_id: int, reason: str, detail: str) -> None:
    """Say of the recording that it FAILED, and why."""
    tx.session.execute(
        update(Recording)
        .where(Recording.id == recording_id)
        .values(progress=Progress.FAILED, failure_code=reason, failure_detail=detail[:400])
        .execution_options(synchronize_session=False)
    )


def _change(tx: Transaction, held: Claim, **values: object) -> bool:
    done = tx.session.execute(
        update(Work)
        .where(Work.id == held.work_id, Work.state == WorkState.WAITING, Work.fence == held.fence)
        .values(**values)
        .returning(Work.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(done) == 1
