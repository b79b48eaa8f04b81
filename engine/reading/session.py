"""Who is signed in."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.access import Actor
from engine.services import Services
from engine.tokens import token_digest
from models.roles import StaffRole
from models.tables.organisation import SignIn, User


@dataclass(frozen=True, slots=True)
class Session:
    """A person in front of a page. *needs_touch*: the sign-in was last noted as used more than a minute ago."""

    actor: Actor
    name: str
    login: str
    language: str
    roles: tuple[StaffRole, ...]
    must_change_password: bool
    preferences: dict[str, Any]
    needs_touch: bool


def session_of(token: str, services: Services) -> Session | None:
    """The person behind *token*, or None: unknown, signed out, idle or old for too long, or locked out."""
    if not token:
        return None
    web, now = services.settings.web, services.clock()
    with services.transaction.read() as tx:
        row = tx.session.get(SignIn, token_digest(token))
        user = tx.session.get(User, row.user_id) if row is not None else None
    if row is None or user is None or row.revoked_at is not None or user.disabled_at is not None:
        return None
    if now - row.seen_at > timedelta(seconds=web.session_idle_s):
        return None
    if now - row.created_at > timedelta(seconds=web.session_longest_s) or row.role not in user.role_set:
        return None
    return Session(
        actor=Actor(user.id, row.role, user.role_set, user.team_id),
        name=user.name,
        login=user.login,
        language=user.language,
        roles=tuple(sorted(user.role_set)),
        must_change_password=user.must_change_password,
        preferences=dict(user.preferences),
        needs_touch=now - row.seen_at > timedelta(seconds=60),
    )
