"""Migrations have one head, lead to exactly the models' schema on both databases, and lead back."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect

from models.database import Database
from models.migrate import alembic_config, downgrade, newest_revision, revision_of, upgrade
from models.tables import Base
from tests.support.postgres import Server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        server: Server = request.getfixturevalue("postgres_server")
        url = server.new_database(empty=True)
    with contextlib.closing(Database(url)) as database:
        yield database


def test_there_is_one_head(empty_database: Database):
    assert len(ScriptDirectory.from_config(alembic_config(empty_database)).get_heads()) == 1


def test_the_migrated_schema_is_the_models_schema(empty_database: Database):
    upgrade(empty_database)

    with empty_database.reading.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_checks_of_the_models_are_checks_of_the_database(empty_database: Database):
    """Autogenerate does not compare CHECK constraints, so this does."""
    upgrade(empty_database)

    inspector = inspect(empty_database.reading)
    for table in Base.metadata.sorted_tables:
        wanted = {str(rule.name) for rule in table.constraints if isinstance(rule, CheckConstraint)}
        assert {rule["name"] for rule in inspector.get_check_constraints(table.name)} == wanted, table.name


def test_migrations_lead_back_to_nothing_and_forth_again(empty_database: Database):
    upgrade(empty_database)

    downgrade(empty_database, "base")
    assert set(inspect(empty_database.reading).get_table_names()) <= {"alembic_version"}

    upgrade(empty_database)
    assert revision_of(empty_database) == newest_revision(empty_database)
