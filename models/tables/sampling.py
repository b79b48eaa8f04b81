"""Sampling plans and the draws they made, with everything needed to make the same draw again."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class SamplingPlan(Base):
    __tablename__ = "sampling_plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    design: Mapped[str] = mapped_column(String(40), comment="bernoulli")
    parameters: Mapped[dict[str, Any]]
    seed: Mapped[str] = mapped_column(String(64))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Draw(Base):
    """One call that was in the frame of a plan: drawn or not, and with what probability."""

    __tablename__ = "draws"
    __table_args__ = (
        UniqueConstraint("plan_id", "recording_id"),
        CheckConstraint("inclusion_prob > 0 AND inclusion_prob <= 1", name="inclusion_prob_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("sampling_plans.id"))
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"), index=True)
    design: Mapped[str] = mapped_column(String(40))
    stratum: Mapped[str] = mapped_column(String(80), default="")
    seed: Mapped[str] = mapped_column(String(64))
    inclusion_prob: Mapped[float]
    drawn: Mapped[bool]
    frame_sha256: Mapped[str] = mapped_column(String(64), comment="of the sorted ids that could have been drawn")
    drawn_at: Mapped[datetime]
