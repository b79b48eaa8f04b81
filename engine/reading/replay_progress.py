"""How far the replay of a draft has come, for those who wait for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from engine.access import Actor, Permission, may, require
from engine.errors import NotFound
from engine.services import Services
from models.tables.rulebooks import DraftReplay, DraftState, RulebookDraft
from models.transaction import Transaction

# A worker tells every second how far it is; a database that is busy, or a slow stretch, takes longer.
SILENT_AFTER_S = 20.0
# The sweep wakes a worker every few seconds; one that is busy with another job takes longer.
UNHEARD_AFTER_S = 60.0


class Phase(StrEnum):
    """Where a replay is.

    QUEUED: no worker has it yet; UNHEARD: and that takes longer than it should.
    PREPARING, JUDGING, FINISHING: a worker is at it; SILENT: it was not heard of lately.
    LOST: its worker died, and another will begin anew. GIVEN_UP: that happened as often as is allowed.
    """

    QUEUED = "queued"
    UNHEARD = "unheard"
    PREPARING = "preparing"
    JUDGING = "judging"
    FINISHING = "finishing"
    SILENT = "silent"
    LOST = "lost"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class ReplayProgress:
    """A replay that is waited for.

    Args:
        attempt: the how manieth worker is at it, from 1; 0 while none was.
        calls: None until they were counted.
        left_s: how long it will take from now, by how long it took so far; None while nothing can be said.
    """

    draft_id: str
    phase: Phase
    attempt: int
    calls_done: int
    calls: int | None
    left_s: float | None
    may_stop: bool

    @property
    def shows_bar(self) -> bool:
        """Whether somebody is really judging calls."""
        return self.phase in (Phase.JUDGING, Phase.FINISHING)

    @property
    def percent(self) -> int:
        """Of the calls, whole; 100 only when all are done."""
        return int(100 * self.calls_done / self.calls) if self.calls else 0


def replay_progress(draft_id: str, *, actor: Actor, services: Services) -> ReplayProgress | None:
    """None: no replay of the draft is waited for.

    Raises:
        NotFound: there is no such draft.
    """
    require(actor, Permission.RULES_READ)
    with services.transaction.read() as tx:
        draft = tx.session.scalars(select(RulebookDraft).where(RulebookDraft.public_id == draft_id)).one_or_none()
        if draft is None:
            raise NotFound("draft")
        return progress_of(tx, draft, actor, services)


def progress_of(tx: Transaction, draft: RulebookDraft, actor: Actor, services: Services) -> ReplayProgress | None:
    """The same of a draft that was read already."""
    row = tx.session.get(DraftReplay, draft.id)
    if draft.replay_asked_at is None or draft.replayed_at is not None or row is None:
        return None
    now = services.clock()
    phase = _phase(row, draft.replay_asked_at, now, services.settings.work.max_attempts)
    return ReplayProgress(
        draft_id=draft.public_id,
        phase=phase,
        attempt=row.attempts,
        calls_done=row.calls_done,
        calls=row.calls,
        left_s=_left_s(row, now) if phase is Phase.JUDGING else None,
        may_stop=may(actor, Permission.RULES_EDIT) and draft.state is DraftState.OPEN,
    )


def _phase(row: DraftReplay, asked_at: datetime, now: datetime, max_attempts: int) -> Phase:
    if row.lease_until is None or row.lease_until < now:
        if row.attempts >= max_attempts:
            return Phase.GIVEN_UP
        if row.attempts:
            return Phase.LOST
        return Phase.UNHEARD if now - asked_at > timedelta(seconds=UNHEARD_AFTER_S) else Phase.QUEUED
    if row.beat_at is not None and now - row.beat_at > timedelta(seconds=SILENT_AFTER_S):
        return Phase.SILENT
    if not row.calls_done and row.calls != 0:
        return Phase.PREPARING
    return Phase.FINISHING if row.calls_done == row.calls else Phase.JUDGING


def _left_s(row: DraftReplay, now: datetime) -> float | None:
    if row.begun_at is None or row.beat_at is None or not row.calls_done or row.calls is None:
        return None
    took_s = (row.beat_at - row.begun_at).total_seconds()
    since_s = (now - row.beat_at).total_seconds()
    return max(0.0, took_s / row.calls_done * (row.calls - row.calls_done) - since_s)
