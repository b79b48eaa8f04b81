"""Recordings and what machines made of them. Transcripts and score runs are appended, never edited."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.channels import ChannelPolicy, RawEncoding
from models.tables.base import Base, one_of


class Progress(StrEnum):
    """How far a recording has come on the machine's side."""

    RECEIVED = "received"
    TRANSCRIBED = "transcribed"
    SCORED = "scored"
    ROUTED = "routed"
    FAILED = "failed"


class Direction(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Source(Base):
    """Where recordings come from, and which channel is whose, per direction. There is no default policy."""

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    inbound_policy: Mapped[ChannelPolicy] = mapped_column(one_of(ChannelPolicy, "inbound_policy"))
    outbound_policy: Mapped[ChannelPolicy] = mapped_column(one_of(ChannelPolicy, "outbound_policy"))
    language: Mapped[str | None] = mapped_column(String(8))
    timezone: Mapped[str] = mapped_column(String(40), default="Asia/Shanghai")
    created_at: Mapped[datetime]
    raw_encoding: Mapped[RawEncoding | None] = mapped_column(
        one_of(RawEncoding), comment="of files without a header; NULL: there are none"
    )
    raw_sample_rate_hz: Mapped[int | None]
    raw_channels: Mapped[int | None]

    def policy_for(self, direction: Direction) -> ChannelPolicy:
        return self.inbound_policy if direction is Direction.INBOUND else self.outbound_policy


class Recording(Base):
    __tablename__ = "recordings"
    __table_args__ = (
        UniqueConstraint("source_id", "call_id"),
        CheckConstraint("(progress = 'failed') = (failure_code IS NOT NULL)", name="failed_has_reason"),
        Index("ix_recordings_progress_id", "progress", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    call_id: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64), unique=True, comment="of the file as it came")
    size_bytes: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(255), comment="as it came; shown to nobody who is blind")
    progress: Mapped[Progress] = mapped_column(one_of(Progress))
    failure_code: Mapped[str | None] = mapped_column(String(60))
    failure_detail: Mapped[str | None] = mapped_column(String(400))

    direction: Mapped[Direction] = mapped_column(one_of(Direction))
    channel_policy: Mapped[ChannelPolicy] = mapped_column(one_of(ChannelPolicy))
    project: Mapped[str | None] = mapped_column(String(80), index=True)
    queue: Mapped[str | None] = mapped_column(String(80))
    agent_no: Mapped[str | None] = mapped_column(String(40), index=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    customer_no: Mapped[str | None] = mapped_column(String(40), comment="masked at the door")
    started_at: Mapped[datetime | None] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    details: Mapped[dict[str, Any]] = mapped_column(
        default=dict, comment="IVR choice, satisfaction, disposition, ticket, free fields"
    )

    duration_s: Mapped[float | None]
    codec: Mapped[str | None] = mapped_column(String(40))
    channels: Mapped[int | None]
    sample_rate_hz: Mapped[int | None]
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    playable_sha256: Mapped[str | None] = mapped_column(String(64), comment="the copy people hear, without metadata")
    received_at: Mapped[datetime]
    given_sha256: Mapped[str | None] = mapped_column(String(64), comment="of the transcript that came with it")
    safe_sha256: Mapped[str | None] = mapped_column(String(64), comment="the copy with spoken numbers silent")
    safe_digest: Mapped[str | None] = mapped_column(String(64), comment="what that copy was made of")

    source: Mapped[Source] = relationship(lazy="joined")


class TranscriptRow(Base):
    """One hearing of a recording. *input_digest* says what went in: file, policy, model, options."""

    __tablename__ = "transcripts"
    __table_args__ = (UniqueConstraint("recording_id", "input_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"), index=True)
    input_digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]] = mapped_column(comment="the transcript file of docs/interfaces.md, with its timeline")
    peaks: Mapped[dict[str, Any] | None] = mapped_column(comment="loudness per channel for the player")
    backend: Mapped[str] = mapped_column(String(40))
    model: Mapped[str] = mapped_column(String(120))
    revision: Mapped[str] = mapped_column(String(80))
    took_s: Mapped[float]
    created_at: Mapped[datetime]
    channel_policy: Mapped[ChannelPolicy | None] = mapped_column(
        one_of(ChannelPolicy), comment="how it was heard; NULL: as the recording says"
    )
    lexicon_id: Mapped[int | None] = mapped_column(ForeignKey("lexicons.id"), comment="what it was told to expect")
    made_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("transcripts.id"), comment="the hearing whose two sides were exchanged"
    )


class RulebookVersion(Base):
    """A published rulebook, word for word. Rows are never changed."""

    __tablename__ = "rulebook_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), index=True)
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    files: Mapped[dict[str, Any]] = mapped_column(comment="file name -> YAML text")
    active: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime]


class ScoreRun(Base):
    """One judgement of one transcript by one rulebook."""

    __tablename__ = "score_runs"
    __table_args__ = (UniqueConstraint("transcript_id", "rulebook_version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"), index=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcripts.id"))
    rulebook_version_id: Mapped[int] = mapped_column(ForeignKey("rulebook_versions.id"))
    findings: Mapped[list[Any]]
    scores: Mapped[list[Any]]
    created_at: Mapped[datetime]

    rulebook_version: Mapped[RulebookVersion] = relationship(lazy="joined")
