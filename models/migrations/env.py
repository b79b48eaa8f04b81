"""Alembic's entry: one connection, one transaction, one migrator at a time."""

from typing import Literal

from alembic import context
from sqlalchemy import text

from models.database import Database
from models.tables import Base
from models.tables.base import Moment

_MIGRATION_LOCK = 0x4D494752  # "MIGR"


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    # A migration imports nothing of the models: they go on changing, it must not.
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


def run() -> None:
    """Run what Alembic was asked for, in one transaction."""
    database: Database = context.config.attributes["database"]
    with database.writing.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=_render,
        )
        with context.begin_transaction():
            if not database.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            context.run_migrations()
        connection.commit()


run()
