"""Claims on replays of drafts: one worker at a time, each beat says how far it has come, the newest fence decides."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select, update

from models.tables.rulebooks import DraftReplay, DraftState, RulebookDraft
from models.transaction import Transaction

_WANTED = (
    RulebookDraft.state == DraftState.OPEN,
    RulebookDraft.replay_asked_at.is_not(None),
    RulebookDraft.replayed_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class ReplayClaim:
    """*fence*: whoever holds an older one has been replaced."""

    draft_id: int
    fence: int


class NoLongerWanted(Exception):
    """The replay was stopped, its draft was changed, or another worker has taken over."""

    def __init__(self, claim: ReplayClaim) -> None:
        self.claim = claim
        super().__init__(f"the replay of draft {claim.draft_id} is no longer held under fence {claim.fence}")


def ask(tx: Transaction, draft: RulebookDraft, now: datetime) -> None:
    """Let a replay of *draft* wait for a worker; whoever is still at an earlier one has worked in vain."""
    draft.replay_asked_at, draft.replayed_at = now, None
    draft.replayed_digest = draft.replay = None
    row = tx.session.get(DraftReplay, draft.id) or DraftReplay(draft_id=draft.id, fence=0)
    row.fence, row.attempts, row.calls_done = row.fence + 1, 0, 0
    row.lease_until = row.beat_at = row.begun_at = row.calls = None
    tx.session.add(row)


def stop(tx: Transaction, draft: RulebookDraft) -> DraftReplay | None:
    """Nobody waits for a replay of *draft* any more; how far it had come, None where none was waited for."""
    if draft.replay_asked_at is None or draft.replayed_at is not None:
        return None
    draft.replay_asked_at = None
    row = tx.session.get(DraftReplay, draft.id)
    if row is not None:
        row.fence, row.lease_until = row.fence + 1, None
    return row


def waiting(tx: Transaction, now: datetime, max_attempts: int) -> tuple[int, ...]:
    """Drafts whose replay nobody holds, those who asked first come first."""
    return tuple(
        tx.session.scalars(
            select(RulebookDraft.id)
            .join(DraftReplay, DraftReplay.draft_id == RulebookDraft.id)
            .where(*_WANTED, *_is_free(now, max_attempts))
            .order_by(RulebookDraft.replay_asked_at)
        )
    )


def claim(tx: Transaction, draft_id: int, now: datetime, *, lease_s: float, max_attempts: int) -> ReplayClaim | None:
    """Take it, or None where somebody else was faster."""
    fence = tx.session.scalar(
        update(DraftReplay)
        .where(DraftReplay.draft_id == draft_id, _is_wanted(), *_is_free(now, max_attempts))
        .values(
            fence=DraftReplay.fence + 1,
            attempts=DraftReplay.attempts + 1,
            lease_until=now + timedelta(seconds=lease_s),
            beat_at=now,
            begun_at=None,
            calls_done=0,
            calls=None,
        )
        .returning(DraftReplay.fence)
        .execution_options(synchronize_session=False)
    )
    return None if fence is None else ReplayClaim(draft_id, fence)


def beat(tx: Transaction, held: ReplayClaim, calls_done: int, calls: int, now: datetime, *, lease_s: float) -> None:
    """Hold it longer, and say how far it has come.

    Raises:
        NoLongerWanted: nobody waits for it, or somebody else holds it.
    """
    _change(
        tx,
        held,
        calls_done=calls_done,
        calls=calls,
        beat_at=now,
        begun_at=func.coalesce(DraftReplay.begun_at, now),
        lease_until=now + timedelta(seconds=lease_s),
    )


def finish(tx: Transaction, held: ReplayClaim) -> None:
    """Give it back, in the transaction that stores its answer.

    Raises:
        NoLongerWanted: its answer is to be thrown away.
    """
    _change(tx, held, lease_until=None)


def _change(tx: Transaction, held: ReplayClaim, **values: object) -> None:
    changed = tx.session.execute(
        update(DraftReplay)
        .where(DraftReplay.draft_id == held.draft_id, DraftReplay.fence == held.fence, _is_wanted())
        .values(**values)
        .returning(DraftReplay.draft_id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if changed is None:
        raise NoLongerWanted(held)


def _is_wanted() -> ColumnElement[bool]:
    return exists().where(RulebookDraft.id == DraftReplay.draft_id, *_WANTED)


def _is_free(now: datetime, max_attempts: int) -> tuple[ColumnElement[bool], ...]:
    return DraftReplay.attempts < max_attempts, or_(DraftReplay.lease_until.is_(None), DraftReplay.lease_until < now)
