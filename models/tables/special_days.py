"""The business calendar: the week, the days that differ from it, and what an outage added to every deadline."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class SpecialDay(Base):
    """An exception from the working week: a holiday, or a Saturday that is worked instead."""

    __tablename__ = "special_days"
    __table_args__ = (UniqueConstraint("day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]


class WorkingWeek(Base):
    """One row, or none while nobody changed anything: which weekdays are worked, from when to when, and where."""

    __tablename__ = "working_weeks"
    __table_args__ = (CheckConstraint("id = 1", name="there_is_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    timezone: Mapped[str] = mapped_column(String(60))
    hours: Mapped[dict[str, Any]] = mapped_column(comment="weekday, 0 is Monday -> [opens, closes], minutes")
    changed_at: Mapped[datetime]


class Extension(Base):
    """Working time that was added to every open deadline, once. *public_id* was made for the form that asked."""

    __tablename__ = "extensions"
    __table_args__ = (CheckConstraint("hours > 0", name="adds_time"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    hours: Mapped[float]
    reason: Mapped[str] = mapped_column(Text)
    results: Mapped[int] = mapped_column(comment="released results whose appeal time was extended")
    opinions: Mapped[int]
    decisions: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
