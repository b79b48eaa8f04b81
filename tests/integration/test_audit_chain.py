"""The audit chain refuses changes, and names the row when somebody finds a way around that."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models import audit
from models.audit import BrokenLink, Entry
from models.database import Database
from models.transaction import Transactions
from tests.support.clock import TUESDAY

WRITERS, ROWS_EACH = 8, 5

LIFT_THE_GUARD = {
    True: ("DROP TRIGGER audit_rows_no_update", "DROP TRIGGER audit_rows_no_delete"),
    False: ("DROP TRIGGER audit_rows_refuse ON audit_rows",),
}


def run(database: Database, *statements: str) -> None:
    with database.writing.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def ten_rows(database: Database, transaction: Transactions) -> Database:
    for number in range(10):
        with transaction() as tx:
            audit.append(tx, Entry("case.moved", f"case:{number}", why="因为"), TUESDAY)
    return database


def verified(database: Database) -> BrokenLink | int:
    with Transactions(database).read() as tx:
        return audit.verify(tx)


def test_a_chain_that_nobody_touched_holds(ten_rows: Database):
    assert verified(ten_rows) == 10


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_rows SET subject = 'case:9' WHERE number = 3", "DELETE FROM audit_rows"]
)
def test_the_database_refuses_to_change_a_row(ten_rows: Database, statement: str):
    with pytest.raises(DBAPIError, match="append-only"):
        run(ten_rows, statement)

    assert verified(ten_rows) == 10


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE audit_rows SET why = '因力' WHERE number = 4", 4),
        ("UPDATE audit_rows SET actor_id = 7 WHERE number = 10", 10),
        ("DELETE FROM audit_rows WHERE number = 6", 6),
        ("UPDATE audit_rows SET sha256 = '" + "0" * 64 + "' WHERE number = 2", 2),
    ],
)
def test_a_changed_row_is_named(ten_rows: Database, statement: str, number: int):
    run(ten_rows, *LIFT_THE_GUARD[ten_rows.is_sqlite], statement)

    broken = verified(ten_rows)

    assert isinstance(broken, BrokenLink)
    assert broken.number == number


def test_writers_at_the_same_time_make_one_chain(database: Database, transaction: Transactions, tmp_path: Path):
    def write(writer: int) -> None:
        for number in range(ROWS_EACH):
            with transaction() as tx:
                audit.append(tx, Entry("case.moved", f"case:{writer}", details={"number": number}), TUESDAY)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))

    assert verified(database) == WRITERS * ROWS_EACH
