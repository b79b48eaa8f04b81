"""Cases: the review of one recording under one scorecard, and every value that was ever held true about it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.lifecycle import State
from models.tables.base import Base, one_of, quoted
from models.tables.recordings import Recording, ScoreRun


class RouteReason(StrEnum):
    """Why a case is looked at by a person."""

    FLAGGED = "flagged"
    UNSURE = "unsure"
    SAMPLED = "sampled"


class JudgementKind(StrEnum):
    RULE = "rule"
    MANUAL = "manual"


class Held(StrEnum):
    """What is held true of one judgement."""

    PASS = "pass"
    FAIL = "fail"
    UNSURE = "unsure"
    NOT_APPLICABLE = "not_applicable"


class ScoreKind(StrEnum):
    PRELIMINARY = "preliminary"
    REVIEWED = "reviewed"
    CORRECTED = "corrected"
    FINAL = "final"


class MarkKind(StrEnum):
    POSITIVE = "positive"
    NEGATIVE = "negative"
    COMPLAINT_RISK = "complaint_risk"


_AFTER_RELEASE = (State.RELEASED, State.APPEALED, State.ADJUDICATION, State.FINAL)


class Case(Base):
    """*version* grows with every change; a writer that saw an older one has lost the race."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("score_run_id", "scorecard"),
        CheckConstraint(
            f"state NOT IN {quoted(*_AFTER_RELEASE)} OR (released_at IS NOT NULL AND appeal_until IS NOT NULL)",
            name="released_has_deadline",
        ),
        CheckConstraint("(state = 'final') = (finalized_at IS NOT NULL)", name="final_has_moment"),
        CheckConstraint("state <> 'in_review' OR routed_at IS NOT NULL", name="in_review_was_routed"),
        Index("ix_cases_state_appeal_until", "state", "appeal_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, comment="for those who are not blind")
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"), index=True)
    score_run_id: Mapped[int] = mapped_column(ForeignKey("score_runs.id"))
    scorecard: Mapped[str] = mapped_column(String(80))
    scorecard_version: Mapped[int]
    maximum: Mapped[float]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True, comment="the team on the day")
    state: Mapped[State] = mapped_column(one_of(State), index=True)
    version: Mapped[int] = mapped_column(default=0)

    preliminary_score: Mapped[float | None]
    reviewed_score: Mapped[float | None]
    final_score: Mapped[float | None]
    route_reasons: Mapped[list[Any]] = mapped_column(default=list)
    routed_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    release_at: Mapped[datetime | None] = mapped_column(comment="when the clock may release it")
    released_at: Mapped[datetime | None]
    appeal_until: Mapped[datetime | None]
    finalized_at: Mapped[datetime | None]
    appeal_rounds: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    recording: Mapped[Recording] = relationship(lazy="joined")
    score_run: Mapped[ScoreRun] = relationship()
    judgements: Mapped[list["JudgementRow"]] = relationship(order_by="JudgementRow.id", back_populates="case")


class JudgementRow(Base):
    """One rule or manual item of one case: what the machine, the inspector and the end of the road say of it."""

    __tablename__ = "judgements"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    key: Mapped[str] = mapped_column(String(80), comment="rule id, or id of the manual item")
    kind: Mapped[JudgementKind] = mapped_column(one_of(JudgementKind))
    item_id: Mapped[str] = mapped_column(String(80), comment="item of the scorecard it counts under")
    machine: Mapped[Held | None] = mapped_column(one_of(Held, "machine"))
    machine_points: Mapped[float] = mapped_column(default=0.0)
    machine_hits: Mapped[int] = mapped_column(default=0)
    evidence: Mapped[list[Any]] = mapped_column(default=list)
    reviewed: Mapped[Held | None] = mapped_column(one_of(Held, "reviewed"))
    reviewed_points: Mapped[float | None]
    reviewed_evidence: Mapped[list[Any]] = mapped_column(default=list, comment="spans added by a person")
    review_comment: Mapped[str | None] = mapped_column(Text)
    final: Mapped[Held | None] = mapped_column(one_of(Held, "final"))
    final_points: Mapped[float | None]

    case: Mapped[Case] = relationship(back_populates="judgements")


class CaseScore(Base):
    """One version of a score, with its sections; appended, never edited."""

    __tablename__ = "case_scores"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    number: Mapped[int]
    kind: Mapped[ScoreKind] = mapped_column(one_of(ScoreKind))
    total: Mapped[float | None]
    maximum: Mapped[float]
    outcome: Mapped[str] = mapped_column(String(20))
    body: Mapped[dict[str, Any]] = mapped_column(comment="sections and items as rules.report writes them")
    created_at: Mapped[datetime]


class Modification(Base):
    """A modification record (修改记录): who changed what from what to what, and why."""

    __tablename__ = "modifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    field: Mapped[str] = mapped_column(String(80))
    old: Mapped[str | None] = mapped_column(String(200))
    new: Mapped[str | None] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text, default="")


class Mark(Base):
    __tablename__ = "marks"
    __table_args__ = (UniqueConstraint("case_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[MarkKind] = mapped_column(one_of(MarkKind))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class CaseComment(Base):
    """A remark anchored in the call (*at_s*), or about the whole case (None)."""

    __tablename__ = "case_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    at_s: Mapped[float | None]
    utterance: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
