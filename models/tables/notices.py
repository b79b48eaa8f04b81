"""What people are told inside the app. No score, no hidden name: only what happened to which case or draft."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, one_of


class NoticeKind(StrEnum):
    ASSIGNED = "assigned"
    RELEASED = "released"
    DEADLINE_NEAR = "deadline_near"
    APPEAL_FILED = "appeal_filed"
    APPEAL_WITHDRAWN = "appeal_withdrawn"
    OPINION_ASKED = "opinion_asked"
    OPINION_DUE = "opinion_due"
    OPINIONS_COMPLETE = "opinions_complete"
    OVERDUE = "overdue"
    DECIDED = "decided"
    CORRECTED = "corrected"
    APPROVAL_ASKED = "approval_asked"
    APPROVAL_DECIDED = "approval_decided"
    RECALLED = "recalled"
    CLARIFICATION_ASKED = "clarification_asked"
    CLARIFICATION_CLOSED = "clarification_closed"
    DEADLINE_EXTENDED = "deadline_extended"
    PUBLICATION_ASKED = "publication_asked"
    PUBLICATION_GRANTED = "publication_granted"
    PUBLICATION_REFUSED = "publication_refused"


class Notice(Base):
    """*reference* is the id under which this very reader knows the case, or that of a draft of a rulebook.

    *once* keeps reminders from repeating. *params*: `why`, the words of the person who decided.
    """

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("user_id", "once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[NoticeKind] = mapped_column(one_of(NoticeKind))
    reference: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    once: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
