"""Questions of the QC lead to whoever filed an appeal. While one is open, the deadlines of the appeal rest."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, one_of


class ClosedBy(StrEnum):
    """How a question came to its end."""

    ANSWER = "answer"
    LEAD = "lead"
    CLOCK = "clock"


class Clarification(Base):
    __tablename__ = "clarifications"
    __table_args__ = (
        # One open question per appeal, whoever asks.
        Index(
            "uq_clarifications_open",
            "appeal_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_something"),
        CheckConstraint("answer IS NULL OR closed_by = 'answer'", name="answered_in_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeals.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    question: Mapped[str] = mapped_column(Text)
    answer_until: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    closed_by: Mapped[ClosedBy | None] = mapped_column(one_of(ClosedBy))
    closed_at: Mapped[datetime | None]
