"""What leaves the house: webhooks and mails that wait, were sent, or could not be sent."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, one_of


class Side(StrEnum):
    """Who reads what is sent to a webhook. Nothing is ever sent to both sides of the blind."""

    INSPECTING = "inspecting"
    INSPECTED = "inspected"


class Channel(StrEnum):
    WEBHOOK = "webhook"
    MAIL = "mail"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


class Webhook(Base):
    """An address that is told of events of some kinds. *secret* signs what is sent and is shown once."""

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    url: Mapped[str] = mapped_column(String(500))
    side: Mapped[Side] = mapped_column(one_of(Side))
    kinds: Mapped[list[Any]]
    secret: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class OutboxRow(Base):
    """One event for one receiver, written with the event itself. *once* keeps one occasion from being told twice."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("(webhook_id IS NULL) <> (user_id IS NULL)", name="one_receiver"),
        Index("ix_outbox_delivery_id_created_at", "delivery_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int | None] = mapped_column(ForeignKey("webhooks.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(40), comment="as in notices")
    reference: Mapped[str] = mapped_column(String(40), comment="the id under which the reader knows the case")
    once: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id"))


class Delivery(Base):
    """One request or one mail. *public_id* goes with every attempt, so that a receiver can tell a second one.

    A sender owns it while `lease_until` lies ahead, and only the holder of the newest *fence* says how it ended.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint("(webhook_id IS NULL) <> (user_id IS NULL)", name="one_receiver"),
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ended_has_moment"),
        Index("ix_deliveries_state_not_before", "state", "not_before"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    channel: Mapped[Channel] = mapped_column(one_of(Channel))
    webhook_id: Mapped[int | None] = mapped_column(ForeignKey("webhooks.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    body: Mapped[dict[str, Any]] = mapped_column(comment="kinds and references, nothing else")
    state: Mapped[DeliveryState] = mapped_column(one_of(DeliveryState))
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    not_before: Mapped[datetime]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(40), comment="a code: timeout, refused, status_500")
    answer: Mapped[str | None] = mapped_column(String(1024), comment="the beginning of what the receiver said")
