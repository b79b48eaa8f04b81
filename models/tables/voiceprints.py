"""Voices of agents (声纹), to tell who is who where both speak on one channel. Erased, only the fact remains."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class VoiceprintRow(Base):
    __tablename__ = "voiceprints"
    __table_args__ = (
        CheckConstraint("(erased_at IS NULL) = (body IS NOT NULL)", name="erased_has_no_body"),
        # One voice per agent.
        Index(
            "uq_voiceprints_held",
            "agent_id",
            unique=True,
            sqlite_where=text("erased_at IS NULL"),
            postgresql_where=text("erased_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"), comment="where the voice was taken from")
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    speech_s: Mapped[float] = mapped_column(comment="seconds of the agent's speech it was made of")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    erased_at: Mapped[datetime | None]
