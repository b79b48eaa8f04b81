"""The support of the tests themselves: what every other integration test stands on."""

from datetime import datetime

from sqlalchemy import inspect, select

from models.database import Database
from models.tables.organisation import Team
from models.transaction import Transactions
from tests.support.clock import TUESDAY
from tests.support.redis_server import Server


def test_a_database_comes_migrated_and_empty(database: Database, transaction: Transactions):
    tables = inspect(database.reading).get_table_names()

    with transaction.read() as tx:
        teams = tx.session.scalars(select(Team)).all()

    assert {"recordings", "cases", "audit_rows"} <= set(tables)
    assert teams == []


def test_what_is_written_is_read_back_as_it_was(transaction: Transactions):
    with transaction() as tx:
        tx.session.add(Team(name="一组", created_at=TUESDAY))

    with transaction.read() as tx:
        team = tx.session.scalars(select(Team)).one()

    assert (team.name, team.created_at) == ("一组", TUESDAY)
    assert isinstance(team.created_at, datetime) and team.created_at.tzinfo is not None


def test_a_redis_that_was_killed_comes_back_at_the_same_address(redis: Server):
    redis.kill()
    assert not redis.answers()

    redis.start()

    assert redis.answers()
