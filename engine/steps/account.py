"""Accounts and teams, kept by the administrator."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select, update

from engine.access import Actor, Permission, require
from engine.casework.move import remember
from engine.delivery.address import checked_address
from engine.errors import Invalid, NotFound
from engine.password_rules import check_password
from engine.passwords import hashed
from engine.services import Services
from models.roles import StaffRole, both_sides
from models.tables.organisation import Announcement, FormerTeam, SignIn, Team, User, UserRole
from models.transaction import Transaction


def create_team(name: str, *, services: Services, actor: Actor | None = None) -> int:
    """Raises:
    Invalid: the name is empty or taken.
    """
    _check_right(actor)
    now = services.clock()
    if not name.strip():
        raise Invalid("name", "empty")
    with services.transaction() as tx:
        if tx.session.scalar(select(Team.id).where(Team.name == name.strip())) is not None:
            raise Invalid("name", "taken", detail=name)
        team = Team(name=name.strip(), created_at=now)
        tx.session.add(team)
        tx.session.flush()
        remember(tx, "team.created", f"team:{team.id}", actor, now)
        return team.id


def create_user(
    login: str,
    name: str,
    password: str,
    roles: Iterable[StaffRole],
    *,
    services: Services,
    actor: Actor | None = None,
    team_id: int | None = None,
    agent_no: str | None = None,
    email: str | None = None,
    must_change_password: bool = True,
) -> int:
    """Raises:
    Invalid: a login or number that is taken, no role, both sides of the blind, no mail address, or a weak password.
    """
    _check_right(actor)
    address = checked_address(email)
    wanted = frozenset(roles)
    _check_roles(wanted)
    check_password(password, login)
    password_hash = hashed(password)
    now = services.clock()
    with services.transaction() as tx:
        _check_login(tx, login)
        _check_agent_no(tx, agent_no, None)
        user = User(
            login=login.strip(),
            name=name.strip(),
            agent_no=agent_no or None,
            email=address,
            team_id=team_id,
            password_hash=password_hash,
            must_change_password=must_change_password,
            created_at=now,
            roles=[UserRole(role=role) for role in sorted(wanted)],
        )
        tx.session.add(user)
        tx.session.flush()
        remember(tx, "user.created", f"user:{user.id}", actor, now, details={"roles": sorted(wanted)})
        return user.id


def update_user(
    user_id: int,
    *,
    name: str,
    roles: Iterable[StaffRole],
    team_id: int | None,
    agent_no: str | None,
    away: bool,
    email: str | None = None,
    services: Services,
    actor: Actor,
) -> None:
    """Raises:
    NotFound, Invalid: as for `create_user`.
    """
    _check_right(actor)
    address = checked_address(email)
    wanted = frozenset(roles)
    _check_roles(wanted)
    now = services.clock()
    with services.transaction() as tx:
        user = _user(tx, user_id)
        _check_agent_no(tx, agent_no, user_id)
        before = user.role_set
        if user.team_id is not None and user.team_id != team_id:
            _note_former_team(tx, user, now)
        user.name, user.team_id, user.agent_no, user.away = name.strip(), team_id, agent_no or None, away
        user.email = address
        if before != wanted:
            user.roles = [row for row in user.roles if row.role in wanted] + [
                UserRole(role=role) for role in sorted(wanted - before)
            ]
            _end_sign_ins(tx, user_id, now)
        remember(
            tx,
            "user.updated",
            f"user:{user_id}",
            actor,
            now,
            details={"roles_before": sorted(before), "roles": sorted(wanted)},
        )


def _note_former_team(tx: Transaction, user: User, now: datetime) -> None:
    """Whoever inspects one day must not judge the team they came from."""
    known = select(FormerTeam.id).where(FormerTeam.user_id == user.id, FormerTeam.team_id == user.team_id)
    if tx.session.scalar(known) is None:
        tx.session.add(FormerTeam(user_id=user.id, team_id=user.team_id, why="", created_at=now))
        tx.session.flush()


def set_password(user_id: int, password: str, *, services: Services, actor: Actor | None = None) -> None:
    """Give a person a password that they must change; their sign-ins end at once."""
    _check_right(actor)
    now = services.clock()
    with services.transaction.read() as tx:
        login = _user(tx, user_id).login
    check_password(password, login)
    password_hash = hashed(password)
    with services.transaction() as tx:
        user = _user(tx, user_id)
        user.password_hash, user.must_change_password = password_hash, True
        _end_sign_ins(tx, user_id, now)
        remember(tx, "user.password_set", f"user:{user_id}", actor, now)


def disable_user(user_id: int, *, disabled: bool, services: Services, actor: Actor) -> None:
    """Lock a person out, at once, or let them in again."""
    _check_right(actor)
    if user_id == actor.user_id:
        raise Invalid("user", "own_account")
    now = services.clock()
    with services.transaction() as tx:
        user = _user(tx, user_id)
        user.disabled_at = now if disabled else None
        if disabled:
            _end_sign_ins(tx, user_id, now)
        remember(tx, "user.disabled" if disabled else "user.enabled", f"user:{user_id}", actor, now)


def announce(title: str, body: str, *, services: Services, actor: Actor) -> None:
    """Tell everybody something (公告)."""
    require(actor, Permission.ANNOUNCEMENTS_MANAGE)
    if not title.strip():
        raise Invalid("title", "empty")
    now = services.clock()
    with services.transaction() as tx:
        row = Announcement(title=title.strip()[:120], body=body.strip(), published_at=now)
        tx.session.add(row)
        tx.session.flush()
        remember(tx, "announcement.published", f"announcement:{row.id}", actor, now)


def withdraw_announcement(announcement_id: int, *, services: Services, actor: Actor) -> None:
    """Take an announcement off everybody's pages; it stays in the record."""
    require(actor, Permission.ANNOUNCEMENTS_MANAGE)
    now = services.clock()
    with services.transaction() as tx:
        row = tx.session.get(Announcement, announcement_id)
        if row is None:
            raise NotFound("announcement")
        row.withdrawn_at = now
        remember(tx, "announcement.withdrawn", f"announcement:{row.id}", actor, now)


def _check_right(actor: Actor | None) -> None:
    # None is the operator at the command line, who could open the database anyway.
    if actor is not None:
        require(actor, Permission.ACCOUNTS_MANAGE)


def _check_roles(roles: frozenset[StaffRole]) -> None:
    if not roles:
        raise Invalid("roles", "empty")
    if both_sides(roles):
        raise Invalid("roles", "both_sides")


def _check_login(tx: Transaction, login: str) -> None:
    if not login.strip():
        raise Invalid("login", "empty")
    # As at the door: people do not tell Wang from wang.
    if tx.session.scalar(select(User.id).where(func.lower(User.login) == func.lower(login.strip()))) is not None:
        raise Invalid("login", "taken", detail=login)


def _check_agent_no(tx: Transaction, agent_no: str | None, user_id: int | None) -> None:
    if not agent_no:
        return
    holder = tx.session.scalar(select(User.id).where(User.agent_no == agent_no))
    if holder is not None and holder != user_id:
        raise Invalid("agent_no", "taken", detail=agent_no)


def _user(tx: Transaction, user_id: int) -> User:
    user = tx.session.get(User, user_id)
    if user is None:
        raise NotFound("user")
    return user


def _end_sign_ins(tx: Transaction, user_id: int, now: datetime) -> None:
    tx.session.execute(
        update(SignIn).where(SignIn.user_id == user_id, SignIn.revoked_at.is_(None)).values(revoked_at=now)
    )
