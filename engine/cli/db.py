"""`callqc db …`: the schema."""

import click

from engine.wiring import open_services
from models.migrate import newest_revision, revision_of, upgrade


@click.group()
def db() -> None:
    """Bring the database to the newest schema, or say which one it has."""


@db.command("upgrade")
def upgrade_() -> None:
    """Bring the database to the newest schema."""
    database = open_services(wakes=False).transaction.database
    upgrade(database)
    click.echo(f"schema {revision_of(database)}")


@db.command()
def current() -> None:
    """Say which schema the database has, and which is the newest."""
    database = open_services(wakes=False).transaction.database
    click.echo(f"schema {revision_of(database)}, newest {newest_revision(database)}")
