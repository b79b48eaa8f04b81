"""The case library (案例库): calls that were marked, for others to learn from, without anybody's identity."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.tables.base import Base
from models.tables.cases import Case


class LibraryEntry(Base):
    """*public_id* names the entry and nothing else: it leads to no case, and no case leads to it.

    The database empties *words* when the transcript they come from is changed, so that nothing outlives an erasure.
    """

    __tablename__ = "library_entries"
    __table_args__ = (CheckConstraint("(removed_at IS NULL) = (removed_why IS NULL)", name="removed_for_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    entered_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="", comment="what is to be learned")
    words: Mapped[str] = mapped_column(Text, default="", comment="what was said, masked; searched in")
    curated_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_why: Mapped[str | None] = mapped_column(String(400))

    case: Mapped[Case] = relationship(lazy="joined")
