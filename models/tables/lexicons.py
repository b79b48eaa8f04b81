"""What a project's calls are told to expect (热词): versions, appended, never edited. The newest holds."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class Lexicon(Base):
    __tablename__ = "lexicons"
    __table_args__ = (UniqueConstraint("project", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    hot_words: Mapped[list[Any]] = mapped_column(comment="words the recogniser should expect")
    initial_prompt: Mapped[str] = mapped_column(Text, comment="text put before every window")
    corrections: Mapped[list[Any]] = mapped_column(comment="pairs: what is often written, what was meant")
    note: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
