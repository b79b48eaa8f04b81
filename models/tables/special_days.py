"""Days on which nobody works, and extra working days, per calendar."""

from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class SpecialDay(Base):
    """An exception from Monday to Friday: a holiday, or a Saturday that is worked instead."""

    __tablename__ = "special_days"
    __table_args__ = (UniqueConstraint("day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
