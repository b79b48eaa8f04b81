"""Appeals: what the agent contests, two sealed opinions, one decision per item."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.tables.base import Base, one_of
from models.tables.cases import Case, Held, JudgementRow


class AppealState(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    ADJUDICATION = "adjudication"
    DECIDED = "decided"


class Side(StrEnum):
    INSPECTOR = "inspector"
    TEAM_LEADER = "team_leader"


class Stance(StrEnum):
    """What an opinion says of one contested item."""

    SUPPORTS_APPEAL = "supports_appeal"
    SUPPORTS_RESULT = "supports_result"
    ABSENT = "absent"


class Decision(StrEnum):
    UPHOLD = "uphold"
    OVERTURN = "overturn"
    PARTIAL = "partial"


class ReasonCode(StrEnum):
    ASR_ERROR = "asr_error"
    WRONG_SPEAKER = "wrong_speaker"
    RULE_TOO_BROAD = "rule_too_broad"
    CONTEXT = "context"
    POLICY_CHANGED = "policy_changed"
    INSPECTOR_ERROR = "inspector_error"
    DUPLICATE_FINDING = "duplicate_finding"
    OTHER = "other"


class Appeal(Base):
    __tablename__ = "appeals"
    __table_args__ = (
        UniqueConstraint("case_id", "round"),
        Index(
            "uq_appeals_open",
            "case_id",
            unique=True,
            sqlite_where=text("state IN ('open', 'adjudication')"),
            postgresql_where=text("state IN ('open', 'adjudication')"),
        ),
        CheckConstraint(
            "state <> 'decided' OR (decided_by_id IS NOT NULL AND decided_at IS NOT NULL)", name="decided_by_somebody"
        ),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> filed_by_id", name="not_own_judge"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    round: Mapped[int]
    state: Mapped[AppealState] = mapped_column(one_of(AppealState), index=True)
    filed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    filed_at: Mapped[datetime]
    opinions_due_at: Mapped[datetime]
    decision_due_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(lazy="joined")
    items: Mapped[list["AppealItem"]] = relationship(order_by="AppealItem.id", lazy="selectin", back_populates="appeal")
    opinions: Mapped[list["Opinion"]] = relationship(order_by="Opinion.id", lazy="selectin")


class AppealItem(Base):
    __tablename__ = "appeal_items"
    __table_args__ = (
        UniqueConstraint("appeal_id", "judgement_id"),
        CheckConstraint("decision IS NULL OR reason_code IS NOT NULL", name="decision_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeals.id"), index=True)
    judgement_id: Mapped[int] = mapped_column(ForeignKey("judgements.id"))
    contested: Mapped[Held] = mapped_column(
        one_of(Held, "contested"), comment="what was held when the appeal was filed"
    )
    wanted: Mapped[Held] = mapped_column(one_of(Held, "wanted"))
    reason: Mapped[str] = mapped_column(Text)
    decision: Mapped[Decision | None] = mapped_column(one_of(Decision))
    decided_points: Mapped[float | None] = mapped_column(comment="for a partial decision, what it still costs")
    reason_code: Mapped[ReasonCode | None] = mapped_column(one_of(ReasonCode))
    decision_note: Mapped[str | None] = mapped_column(Text)

    appeal: Mapped[Appeal] = relationship(back_populates="items")
    judgement: Mapped[JudgementRow] = relationship(lazy="joined")


class Opinion(Base):
    """One side's sealed opinion. The inspector's belongs to the assignment it was asked through."""

    __tablename__ = "opinions"
    __table_args__ = (
        UniqueConstraint("appeal_id", "side"),
        CheckConstraint("absent = (author_id IS NULL)", name="absent_has_no_author"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeals.id"), index=True)
    side: Mapped[Side] = mapped_column(one_of(Side))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    absent: Mapped[bool] = mapped_column(default=False)
    given_at: Mapped[datetime]

    items: Mapped[list["OpinionItem"]] = relationship(lazy="selectin", order_by="OpinionItem.id")


class OpinionItem(Base):
    __tablename__ = "opinion_items"
    __table_args__ = (UniqueConstraint("opinion_id", "appeal_item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinions.id"), index=True)
    appeal_item_id: Mapped[int] = mapped_column(ForeignKey("appeal_items.id"))
    stance: Mapped[Stance] = mapped_column(one_of(Stance))
    text: Mapped[str] = mapped_column(Text)
