"""Work that waits, is being done, or is over: the queue itself. Redis only wakes workers up."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, one_of


class Stage(StrEnum):
    TRANSCRIBE = "transcribe"
    SCORE = "score"
    ROUTE = "route"


class WorkState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Work(Base):
    """One stage of one recording.

    A worker owns it while `lease_until` lies ahead, and only the owner of the newest *fence* may finish it:
    a worker that was paused and wakes up late finds a higher fence and gives its result up.
    """

    __tablename__ = "work"
    __table_args__ = (
        UniqueConstraint("recording_id", "stage", "input_digest"),
        CheckConstraint("(state = 'failed') = (reason IS NOT NULL)", name="failed_has_reason"),
        Index("ix_work_stage_state", "stage", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"), index=True)
    stage: Mapped[Stage] = mapped_column(one_of(Stage))
    input_digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[WorkState] = mapped_column(one_of(WorkState))
    attempts: Mapped[int] = mapped_column(default=0, comment="counted when claimed, so that a killer counts too")
    fence: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(120))
    lease_until: Mapped[datetime | None]
    woken_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None] = mapped_column(comment="an attempt that failed waits a little")
    reason: Mapped[str | None] = mapped_column(String(60))
    detail: Mapped[str | None] = mapped_column(String(400))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class WorkerBeat(Base):
    """A worker process that says it is alive."""

    __tablename__ = "worker_beats"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
