"""Rulebooks on their way to being published, and what is usual and aimed at per item of a form."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, one_of


class DraftState(StrEnum):
    """OPEN: being written. ASKED: waits for the second person. PUBLISHED, DROPPED: the end."""

    OPEN = "open"
    ASKED = "asked"
    PUBLISHED = "published"
    DROPPED = "dropped"


class RulebookDraft(Base):
    """The next version of a rulebook. *version* grows with every change of the text.

    Nobody asks for it before it was judged against what is stored, word for word as it is; nobody says yes to what
    they asked for themselves.
    """

    __tablename__ = "rulebook_drafts"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('asked', 'published') OR (asked_by_id IS NOT NULL AND replayed_digest = digest)",
            name="asked_was_replayed",
        ),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="two_persons"),
        CheckConstraint("(state = 'published') = (published_version_id IS NOT NULL)", name="published_has_version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(80), index=True)
    base_version_id: Mapped[int] = mapped_column(ForeignKey("rulebook_versions.id"), comment="what it was begun from")
    files: Mapped[dict[str, Any]] = mapped_column(comment="file name -> YAML text")
    digest: Mapped[str] = mapped_column(String(64), comment="of the files as they are now")
    note: Mapped[str] = mapped_column(Text, comment="what changes, and why")
    state: Mapped[DraftState] = mapped_column(one_of(DraftState), index=True)
    version: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    replay_asked_at: Mapped[datetime | None] = mapped_column(comment="waits for a worker while there is no answer")
    replayed_at: Mapped[datetime | None]
    replayed_digest: Mapped[str | None] = mapped_column(String(64), comment="of the files that were replayed")
    replay: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), comment="what changes on stored calls"
    )

    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str | None] = mapped_column(Text)
    published_version_id: Mapped[int | None] = mapped_column(ForeignKey("rulebook_versions.id"))


class DraftReplay(Base):
    """The replay of a draft: who holds it, and how far it has come. The draft itself says whether one is waited for.

    Whoever claims it raises the fence, and so does whoever asks anew or has it stopped: only the newest may finish.
    """

    __tablename__ = "draft_replays"

    draft_id: Mapped[int] = mapped_column(
        ForeignKey("rulebook_drafts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    fence: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0, comment="claims since it was last asked for")
    lease_until: Mapped[datetime | None]
    beat_at: Mapped[datetime | None] = mapped_column(comment="when it was last heard of")
    begun_at: Mapped[datetime | None] = mapped_column(comment="when judging began, after everything was made ready")
    calls_done: Mapped[int] = mapped_column(default=0)
    calls: Mapped[int | None] = mapped_column(comment="in all; NULL until they were counted")


class Target(Base):
    """What is usual and what is aimed at, in points, for a section or an item; appended, the newest holds."""

    __tablename__ = "targets"
    __table_args__ = (Index("ix_targets_scorecard_key", "scorecard", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(80), comment="id of a section or an item")
    benchmark: Mapped[float | None]
    target: Mapped[float | None]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime]
