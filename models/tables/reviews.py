"""Who reviews what, the draft in the making, and what two persons must agree on."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.tables.base import Base, one_of
from models.tables.cases import Case


class AssignmentKind(StrEnum):
    REVIEW = "review"
    OPINION = "opinion"


class AssignmentState(StrEnum):
    OPEN = "open"
    DONE = "done"
    RECALLED = "recalled"


class Assignment(Base):
    """A case given to an inspector.

    *public_id* is random for every assignment: the same recording has another name for another inspector, and
    neither tells when or in which order calls came.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        # One open review per case, whoever tries.
        Index(
            "uq_assignments_open",
            "case_id",
            "kind",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_has_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    inspector_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[AssignmentKind] = mapped_column(one_of(AssignmentKind))
    state: Mapped[AssignmentState] = mapped_column(one_of(AssignmentState), index=True)
    relaxed: Mapped[str | None] = mapped_column(String(200), comment="which constraint had to give way, and why")
    assigned_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    active_s: Mapped[float] = mapped_column(default=0.0, comment="seconds really worked on it")
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    draft_version: Mapped[int] = mapped_column(default=0)
    draft_saved_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(lazy="joined")


class SentenceHeld(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"


class SentenceVerdict(Base):
    """What the reviewer held of one utterance: what the machine saw in it is right, or wrong."""

    __tablename__ = "sentence_verdicts"
    __table_args__ = (UniqueConstraint("case_id", "by_id", "utterance"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    utterance: Mapped[int]
    held: Mapped[SentenceHeld] = mapped_column(one_of(SentenceHeld))


class ApprovalKind(StrEnum):
    ADJUSTMENT = "adjustment"
    CORRECTION = "correction"
    REOPENING = "reopening"
    FATAL = "fatal"


class ApprovalState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class Approval(Base):
    """Something that needs a second person: a non-standard adjustment, a correction, a reopening, a fatal item."""

    __tablename__ = "approvals"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="two_persons"),
        CheckConstraint("(state = 'asked') = (decided_by_id IS NULL)", name="decided_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[ApprovalKind] = mapped_column(one_of(ApprovalKind))
    state: Mapped[ApprovalState] = mapped_column(one_of(ApprovalState), index=True)
    body: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str | None] = mapped_column(Text)

    case: Mapped[Case] = relationship(lazy="joined")


class Adjustment(Base):
    """A non-standard change of the score (非常规调整), with its reason. Above the limit it waits for approval."""

    __tablename__ = "adjustments"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    points: Mapped[float]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    approval_id: Mapped[int | None] = mapped_column(ForeignKey("approvals.id"))
