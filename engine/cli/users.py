"""`callqc users …`: people, from the machine itself."""

import secrets

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from engine.steps.account import create_team, create_user, set_password
from engine.wiring import open_services
from models.roles import StaffRole
from models.tables.organisation import Team, User


@click.group()
def users() -> None:
    """Add people and give new passwords."""


@users.command()
@click.argument("login")
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in StaffRole]))
@click.option("--team", help="Name of the team; made when it is new.")
@click.option("--agent-no", help="Number that call metadata carries for this person.")
def add(login: str, name: str, roles: tuple[str, ...], team: str | None, agent_no: str | None) -> None:
    """Add a person; prints a password that must be changed at the first sign-in."""
    services = open_services(wakes=False)
    team_id = None
    if team is not None:
        with services.transaction.read() as tx:
            team_id = tx.session.scalar(select(Team.id).where(Team.name == team))
        if team_id is None:
            team_id = create_team(team, services=services)
    password = secrets.token_urlsafe(12)
    wanted = [StaffRole(role) for role in roles]
    create_user(login, name, password, wanted, services=services, team_id=team_id, agent_no=agent_no)
    click.echo(f"{login}  {password}")


@users.command()
@click.argument("login")
def password(login: str) -> None:
    """Give a person a new password; their sign-ins end at once."""
    services = open_services(wakes=False)
    with services.transaction.read() as tx:
        user_id = tx.session.scalar(select(User.id).where(User.login == login))
    new = secrets.token_urlsafe(12)
    set_password(user_id or 0, new, services=services)
    click.echo(f"{login}  {new}")


@users.command("list")
def list_() -> None:
    """List people."""
    table = Table("login", "name", "roles", "team", "state")
    with open_services(wakes=False).transaction.read() as tx:
        for user in tx.session.scalars(select(User).order_by(User.login)):
            roles = ", ".join(sorted(user.role_set))
            state = "locked" if user.disabled_at else ""
            table.add_row(user.login, user.name, roles, user.team.name if user.team else "", state)
    Console().print(table)
