"""People and teams, for the administrator."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from engine.access import Actor, Permission, require
from engine.errors import Invalid, NotFound
from engine.reading.listing import Listing, Wish
from engine.reading.search import like
from engine.services import Services
from models.roles import StaffRole
from models.tables.organisation import Announcement, SignIn, Team, User, UserRole


@dataclass(frozen=True, slots=True)
class UserLine:
    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    team_id: int | None
    team: str
    agent_no: str
    email: str
    away: bool
    disabled_at: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class TeamLine:
    id: int
    name: str
    agents: int
    leaders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnouncementLine:
    id: int
    title: str
    body: str
    published_at: datetime
    withdrawn_at: datetime | None


def users_page(wish: Wish, *, actor: Actor, services: Services) -> Listing[UserLine]:
    """Raises:
    Invalid: a role that does not exist.
    """
    require(actor, Permission.ACCOUNTS_MANAGE)
    query = select(User)
    if wish.words:
        query = query.where(
            or_(like(User.login, wish.words), like(User.name, wish.words), like(User.agent_no, wish.words))
        )
    if role := wish.filters.get("role"):
        if role not in set(StaffRole):
            raise Invalid("role", "not_offered")
        query = query.where(User.id.in_(select(UserRole.user_id).where(UserRole.role == StaffRole(role))))
    if team := wish.filters.get("team"):
        query = query.where(User.team_id.in_(select(Team.id).where(Team.name == team)))
    with services.transaction.read() as tx:
        total = tx.session.scalar(select(func.count()).select_from(query.subquery())) or 0
        rows = tx.session.scalars(query.order_by(User.login).offset(wish.offset).limit(wish.size)).all()
        latest = tx.session.execute(select(SignIn.user_id, func.max(SignIn.seen_at)).group_by(SignIn.user_id))
        seen = {row[0]: row[1] for row in latest}
        return Listing(tuple(_user(row, seen.get(row.id)) for row in rows), total, wish)


def user_page(user_id: int, *, actor: Actor, services: Services) -> UserLine:
    """Raises:
    NotFound: no such user.
    """
    require(actor, Permission.ACCOUNTS_MANAGE)
    with services.transaction.read() as tx:
        row = tx.session.get(User, user_id)
        if row is None:
            raise NotFound("user")
        seen = tx.session.scalar(select(func.max(SignIn.seen_at)).where(SignIn.user_id == user_id))
        return _user(row, seen)


def teams_page(*, actor: Actor, services: Services) -> tuple[TeamLine, ...]:
    """Every team with its leaders and the number of its agents."""
    require(actor, Permission.ACCOUNTS_MANAGE)
    with services.transaction.read() as tx:
        people = tx.session.scalars(select(User).where(User.team_id.is_not(None), User.disabled_at.is_(None))).all()
        return tuple(
            TeamLine(
                team.id,
                team.name,
                sum(one.team_id == team.id and StaffRole.AGENT in one.role_set for one in people),
                tuple(one.name for one in people if one.team_id == team.id and StaffRole.TEAM_LEADER in one.role_set),
            )
            for team in tx.session.scalars(select(Team).order_by(Team.name))
        )


def announcements_page(*, actor: Actor, services: Services) -> tuple[AnnouncementLine, ...]:
    """The last hundred announcements, newest first, withdrawn ones included."""
    require(actor, Permission.ANNOUNCEMENTS_MANAGE)
    with services.transaction.read() as tx:
        rows = tx.session.scalars(select(Announcement).order_by(Announcement.published_at.desc()).limit(100))
        return tuple(AnnouncementLine(row.id, row.title, row.body, row.published_at, row.withdrawn_at) for row in rows)


def _user(row: User, seen_at: datetime | None) -> UserLine:
    return UserLine(
        id=row.id,
        login=row.login,
        name=row.name,
        roles=tuple(sorted(role.value for role in row.role_set)),
        team_id=row.team_id,
        team=row.team.name if row.team else "",
        agent_no=row.agent_no or "",
        email=row.email or "",
        away=row.away,
        disabled_at=row.disabled_at,
        seen_at=seen_at,
    )
