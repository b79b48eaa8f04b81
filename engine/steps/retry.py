"""A person lets a failed recording try again, after the cause is mended."""

from sqlalchemy import select, update

from engine.access import Actor, Permission, require
from engine.casework.move import remember
from engine.errors import NotFound, Refused
from engine.queueing import JOB_OF_STAGE
from engine.services import Services
from models.tables.recordings import Progress, Recording
from models.tables.work import Stage, Work, WorkState

_BEFORE = {Stage.TRANSCRIBE: Progress.RECEIVED, Stage.SCORE: Progress.TRANSCRIBED, Stage.ROUTE: Progress.SCORED}


def retry(recording_id: int, *, services: Services, actor: Actor | None = None) -> None:
    """Raises:
    NotFound: no such recording.
    Refused: `not_failed`.
    """
    if actor is not None:
        require(actor, Permission.RECORDING_RETRY)
    now = services.clock()
    with services.transaction() as tx:
        recording = tx.session.get(Recording, recording_id)
        if recording is None:
            raise NotFound("recording")
        work = tx.session.scalars(
            select(Work).where(Work.recording_id == recording_id, Work.state == WorkState.FAILED).with_for_update()
        ).first()
        if work is None:
            raise Refused("not_failed")
        tx.session.execute(
            update(Work)
            .where(Work.id == work.id)
            .values(
                state=WorkState.WAITING,
                attempts=0,
                reason=None,
                detail=None,
                finished_at=None,
                woken_at=None,
                not_before=None,
            )
        )
        recording.progress = _BEFORE[work.stage]
        recording.failure_code = recording.failure_detail = None
        remember(tx, "recording.retried", f"recording:{recording_id}", actor, now)
        job = JOB_OF_STAGE[work.stage]
        tx.after_commit(lambda: services.queue.wake(job))
