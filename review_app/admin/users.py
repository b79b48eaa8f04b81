"""Accounts: who is there, a new one, a changed one, a new password, a lock."""

from flask import render_template, request
from flask_babel import gettext as _
from pydantic import Field, field_validator
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.accounts import teams_page, user_page, users_page
from engine.steps.account import create_user, disable_user, set_password, update_user
from models.roles import StaffRole
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, blank_is_nothing, read
from review_app.listing import wants_sheet, wish
from review_app.sheet import sheet
from review_app.words import word


class UserForm(Form):
    """What is the same for a new and a changed account."""

    name: str = Field(min_length=1, max_length=80)
    roles: list[StaffRole]
    team: int | None = None
    agent_no: str | None = Field(None, max_length=40)
    email: str | None = Field(None, max_length=200)
    away: bool = False

    _blank_is_nothing = field_validator("team", "agent_no", "email", mode="before")(blank_is_nothing)


class NewUserForm(UserForm):
    login: str = Field(min_length=1, max_length=80)
    password: str = Field(max_length=400)


class PasswordForm(Form):
    password: str = Field(max_length=400)


class LockForm(Form):
    locked: bool


@requires(Permission.ACCOUNTS_MANAGE)
def users() -> str | Response:
    """The list."""
    listing = users_page(wish("role", "team", whole=wants_sheet()), actor=actor(), services=services())
    if wants_sheet():
        head = [_("账号"), _("姓名"), _("角色"), _("班组"), _("工号"), _("停用时间"), _("最近在线")]
        rows = (
            [
                line.login,
                line.name,
                _("、").join(word(role, "role") for role in line.roles),
                line.team,
                line.agent_no,
                line.disabled_at,
                line.seen_at,
            ]
            for line in listing.rows
        )
        return sheet("accounts", head, rows)
    teams = teams_page(actor=actor(), services=services())
    return render_template("admin/users.html", listing=listing, teams=teams, roles=_roles_offered())


@requires(Permission.ACCOUNTS_MANAGE)
def new_user() -> Response | str:
    """An empty form, and what comes of it."""
    if request.method == "GET":
        return render_template("admin/user.html", user=None, teams=_teams_offered(), roles=_roles_offered())
    form = read(NewUserForm, _fields())
    create_user(
        form.login,
        form.name,
        form.password,
        form.roles,
        team_id=form.team,
        agent_no=form.agent_no,
        email=form.email,
        actor=actor(),
        services=services(),
    )
    return done("created", "admin.users")


@requires(Permission.ACCOUNTS_MANAGE)
def user(user_id: int) -> Response | str:
    """One account, and its changes."""
    if request.method == "GET":
        found = user_page(user_id, actor=actor(), services=services())
        return render_template("admin/user.html", user=found, teams=_teams_offered(), roles=_roles_offered())
    form = read(UserForm, _fields())
    update_user(
        user_id,
        name=form.name,
        roles=form.roles,
        team_id=form.team,
        agent_no=form.agent_no,
        away=form.away,
        email=form.email,
        actor=actor(),
        services=services(),
    )
    return done("saved", "admin.user", user_id=user_id)


@requires(Permission.ACCOUNTS_MANAGE)
def password(user_id: int) -> Response:
    """A password that must be changed."""
    form = read(PasswordForm, request.form)
    set_password(user_id, form.password, actor=actor(), services=services())
    return done("saved", "admin.user", user_id=user_id)


@requires(Permission.ACCOUNTS_MANAGE)
def lock(user_id: int) -> Response:
    """Lock somebody out, or let them in again."""
    form = read(LockForm, request.form)
    disable_user(user_id, disabled=form.locked, actor=actor(), services=services())
    return done("disabled" if form.locked else "enabled", "admin.user", user_id=user_id)


def _roles_offered() -> list[tuple[str, str]]:
    return [(role.value, word(role.value, "role")) for role in StaffRole]


def _teams_offered() -> list[tuple[int | str, str]]:
    teams = teams_page(actor=actor(), services=services())
    return [("", _("不属于班组")), *((team.id, team.name) for team in teams)]


def _fields() -> dict[str, object]:
    return {**request.form, "roles": request.form.getlist("roles")}
