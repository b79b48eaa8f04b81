"""Bring a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.database import Database


def alembic_config(database: Database) -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["database"] = database
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations that *database* lacks, up to *revision*."""
    command.upgrade(alembic_config(database), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take migrations back, down to *revision*."""
    command.downgrade(alembic_config(database), revision)


def revision_of(database: Database) -> str | None:
    """The schema the database has; None when it is empty."""
    with database.reading.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision(database: Database) -> str:
    """The schema this version of the project works with."""
    head = ScriptDirectory.from_config(alembic_config(database)).get_current_head()
    assert head is not None, "the project ships at least one migration"
    return head
