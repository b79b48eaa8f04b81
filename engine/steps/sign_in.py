"""Come in, go out, change the role one acts in."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update

from engine.access import Actor
from engine.casework.move import remember
from engine.errors import NotFound, Refused
from engine.password_rules import check_password
from engine.passwords import hashed, matches
from engine.services import Services
from engine.tokens import token_digest
from models.roles import StaffRole
from models.tables.organisation import SignIn, SignInFailure, User
from models.transaction import Transaction

# The role a person with several acts in first: the one with most to do today.
_FIRST = (
    StaffRole.QC_LEAD,
    StaffRole.QC_MANAGER,
    StaffRole.INSPECTOR,
    StaffRole.TEAM_LEADER,
    StaffRole.AGENT,
    StaffRole.ADMIN,
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """*token* goes into the cookie and is kept nowhere; the database has its hash."""

    token: str
    user_id: int
    role: StaffRole


def sign_in(login: str, password: str, *, address: str, services: Services) -> SignedIn:
    """Raises:
    Refused: `bad_credentials`, or `too_many_attempts` for the account or the network address.
    """
    now = services.clock()
    subjects = (_subject("login", login.strip().lower()), _subject("address", address))
    user, try_ids = _begin_try(login, subjects, services, now)
    # Outside of any transaction: hashing takes tens of milliseconds.
    right = matches(password, user.password_hash if user else None)
    if user is None or not right or user.disabled_at is not None or not user.role_set:
        with services.transaction() as tx:
            remember(tx, "sign_in.refused", f"user:{user.id if user else 0}", None, now)
        raise Refused("bad_credentials")
    token = secrets.token_urlsafe(32)
    role = next(role for role in _FIRST if role in user.role_set)
    with services.transaction() as tx:
        person = tx.session.scalars(select(User).where(User.id == user.id).with_for_update(of=User)).one()
        if person.password_hash != user.password_hash or person.disabled_at is not None:
            # Locked out, or given another password, while we looked at the old one.
            raise Refused("bad_credentials")
        tx.session.execute(
            delete(SignInFailure).where(or_(SignInFailure.subject == subjects[0], SignInFailure.id.in_(try_ids)))
        )
        tx.session.add(
            SignIn(
                token_sha256=token_digest(token),
                user_id=user.id,
                role=role,
                created_at=now,
                seen_at=now,
                address_sha256=_subject("address", address),
            )
        )
        remember(tx, "sign_in", f"user:{user.id}", Actor(user.id, role), now)
    return SignedIn(token, user.id, role)


def sign_out(token: str, *, services: Services) -> None:
    """End the sign-in of *token*; nothing when it has ended already."""
    now = services.clock()
    with services.transaction() as tx:
        row = tx.session.get(SignIn, token_digest(token))
        if row is not None and row.revoked_at is None:
            row.revoked_at = now
            remember(tx, "sign_out", f"user:{row.user_id}", Actor(row.user_id, row.role), now)


def touch(token: str, *, services: Services) -> None:
    """Note that a sign-in is in use, at most once a minute."""
    now = services.clock()
    with services.transaction() as tx:
        tx.session.execute(
            update(SignIn)
            .where(SignIn.token_sha256 == token_digest(token), SignIn.seen_at < now - timedelta(seconds=60))
            .values(seen_at=now)
        )


def switch_role(token: str, role: StaffRole, *, services: Services) -> None:
    """Raises:
    NotFound: not signed in, or not a role of this person.
    """
    now = services.clock()
    with services.transaction() as tx:
        row = tx.session.get(SignIn, token_digest(token))
        user = tx.session.get(User, row.user_id) if row and row.revoked_at is None else None
        if row is None or user is None or role not in user.role_set:
            raise NotFound("role")
        old, row.role = row.role, role
        remember(tx, "sign_in.role", f"user:{user.id}", Actor(user.id, role), now, old=old.value, new=role.value)


def change_password(old: str, new: str, *, actor: Actor, keep_token: str, services: Services) -> None:
    """Set one's own password; every other sign-in of this person ends.

    Raises:
        Refused: `bad_credentials`, `password_short`, `password_long` or `password_common`.
    """
    now = services.clock()
    with services.transaction.read() as tx:
        user = tx.session.get_one(User, actor.user_id)
    if not matches(old, user.password_hash):
        raise Refused("bad_credentials")
    check_password(new, user.login)
    new_hash = hashed(new)
    with services.transaction() as tx:
        row = tx.session.get_one(User, actor.user_id)
        row.password_hash = new_hash
        row.must_change_password = False
        tx.session.execute(
            update(SignIn)
            .where(
                SignIn.user_id == actor.user_id,
                SignIn.revoked_at.is_(None),
                SignIn.token_sha256 != token_digest(keep_token),
            )
            .values(revoked_at=now)
        )
        remember(tx, "user.password_changed", f"user:{actor.user_id}", actor, now)


def _begin_try(
    login: str, subjects: tuple[str, str], services: Services, now: datetime
) -> tuple[User | None, tuple[int, ...]]:
    """Count a try before the password is looked at, so that a thousand at once are not one; a good one is forgotten."""
    with services.transaction.read() as tx:
        _check_tries(tx, subjects, services, now)
    with services.transaction() as tx:
        _take_turns(tx, subjects)
        _check_tries(tx, subjects, services, now)
        over = now - timedelta(seconds=services.settings.web.sign_in_window_s)
        tx.session.execute(delete(SignInFailure).where(SignInFailure.subject.in_(subjects), SignInFailure.at <= over))
        tries = [SignInFailure(subject=subject, at=now) for subject in subjects]
        tx.session.add_all(tries)
        tx.session.flush()
        return _user(tx, login), tuple(row.id for row in tries)


def _take_turns(tx: Transaction, subjects: tuple[str, str]) -> None:
    """Whoever tries the same account or comes from the same address waits; SQLite has one writer anyway."""
    if tx.is_sqlite:
        return
    for subject in sorted(subjects):
        key = int.from_bytes(hashlib.sha256(subject.encode()).digest()[:8], "big", signed=True)
        tx.session.execute(select(func.pg_advisory_xact_lock(key)))


def _subject(kind: str, value: str) -> str:
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()[:48]}"


def _user(tx: Transaction, login: str) -> User | None:
    # The database makes both small, so that both are made small the same way.
    return tx.session.scalars(select(User).where(func.lower(User.login) == func.lower(login.strip()))).one_or_none()


def _check_tries(tx: Transaction, subjects: tuple[str, str], services: Services, now: datetime) -> None:
    web = services.settings.web
    since = now - timedelta(seconds=web.sign_in_window_s)
    for subject, most in zip(subjects, (web.sign_in_tries, web.sign_in_tries_per_address), strict=True):
        tries = tx.session.scalar(
            select(func.count(SignInFailure.id)).where(SignInFailure.subject == subject, SignInFailure.at > since)
        )
        if (tries or 0) >= most:
            raise Refused("too_many_attempts")
