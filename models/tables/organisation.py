"""People, teams, and who is signed in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.roles import StaffRole
from models.tables.base import Base, one_of


class Team(Base):
    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class User(Base):
    """A person with a sign-in. *agent_no* is the number (工号) that call metadata carries."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    agent_no: Mapped[str | None] = mapped_column(String(40), unique=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(5), default="zh")
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    capacity_s: Mapped[int] = mapped_column(default=4 * 3600, comment="audio seconds an inspector can review in a day")
    daily_goal: Mapped[int] = mapped_column(default=25, comment="cases an inspector means to finish in a day")
    away: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    team: Mapped[Team | None] = relationship(lazy="joined")
    roles: Mapped[list["UserRole"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def role_set(self) -> frozenset[StaffRole]:
        return frozenset(row.role for row in self.roles)


class UserRole(Base):
    __tablename__ = "user_roles"
    __table_args__ = (UniqueConstraint("user_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[StaffRole] = mapped_column(one_of(StaffRole))


class SignIn(Base):
    """A browser that is signed in. Only the hash of the cookie is kept."""

    __tablename__ = "sign_ins"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[StaffRole] = mapped_column(one_of(StaffRole), comment="the role acted in now")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    address_sha256: Mapped[str | None] = mapped_column(String(64))


class SignInFailure(Base):
    """Wrong passwords, counted here so that the limit holds in every process and without Redis."""

    __tablename__ = "sign_in_failures"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(100), index=True, comment="login:… or address:… hashed")
    at: Mapped[datetime] = mapped_column(index=True)


class ConflictKind(StrEnum):
    """Why two people must not meet. RECUSED: the inspector said so themselves, over one of the agent's calls."""

    KIN = "kin"
    DISPUTE = "dispute"
    RECUSED = "recused"
    OTHER = "other"


class Conflict(Base):
    """An inspector who must not meet this agent's calls: kin, earlier dispute."""

    __tablename__ = "conflicts"
    __table_args__ = (
        UniqueConstraint("inspector_id", "agent_id"),
        CheckConstraint("inspector_id <> agent_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    inspector_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[ConflictKind] = mapped_column(one_of(ConflictKind))
    why: Mapped[str] = mapped_column(String(400))
    created_at: Mapped[datetime]


class FormerTeam(Base):
    """A team that somebody once belonged to: its calls are not theirs to judge."""

    __tablename__ = "former_teams"
    __table_args__ = (UniqueConstraint("user_id", "team_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    why: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[datetime]


class Announcement(Base):
    """What the administrator tells everybody (公告)."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
