"""`callqc init`: make an installation."""

import secrets

import click
from sqlalchemy import select

from engine.installation import add_source, install
from engine.steps.account import create_user
from engine.wiring import open_services
from models.channels import ChannelPolicy
from models.roles import StaffRole
from models.tables.organisation import User

_POLICIES = click.Choice([policy.value for policy in ChannelPolicy])


@click.command()
@click.option("--source", default="upload", show_default=True, help="Name of the first source of recordings.")
@click.option("--inbound", required=True, type=_POLICIES, help="Whose channel is which when customers call.")
@click.option("--outbound", required=True, type=_POLICIES, help="Whose channel is which when agents call.")
def init(source: str, inbound: str, outbound: str) -> None:
    """Make the database, publish the rulebook, add a source and a first administrator. Safe to repeat."""
    services = open_services(wakes=False)
    install(services)
    add_source(services, source, inbound=ChannelPolicy(inbound), outbound=ChannelPolicy(outbound))
    with services.transaction.read() as tx:
        known = tx.session.scalar(select(User.id).limit(1))
    if known is None:
        password = secrets.token_urlsafe(12)
        create_user("admin", "admin", password, [StaffRole.ADMIN], services=services)
        click.echo(f"first administrator: admin  {password}   (change it at the first sign-in)")
    click.echo(f"ready in {services.settings.data_dir}; start with: callqc up")
