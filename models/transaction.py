"""The one transaction type. Nothing else in the project commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from sqlalchemy.orm import Session

from models.database import Database

log = structlog.get_logger()


class Transaction:
    """An open transaction: its session, and what is to happen once it is committed."""

    def __init__(self, session: Session, *, is_sqlite: bool) -> None:
        self.session = session
        self.is_sqlite = is_sqlite
        self._effects: list[Callable[[], Any]] = []

    def after_commit(self, effect: Callable[[], Any]) -> None:
        """Run *effect* after the commit; never when the transaction fails.

        An effect may be lost (a crash between commit and effect), so nothing may depend on one: the sweep
        finds what was not woken, and notices are rows, not effects.
        """
        self._effects.append(effect)

    def run_effects(self) -> None:
        for effect in self._effects:
            try:
                effect()
            except Exception:
                # The data is committed; the sweep makes up for a lost wake-up.
                log.warning("effect.lost", exc_info=True)


class Transactions:
    """Opens transactions. `with transaction() as tx` writes, `with transaction.read() as tx` only reads."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @contextmanager
    def __call__(self) -> Iterator[Transaction]:
        with Session(self.database.writing, expire_on_commit=False) as session:
            tx = Transaction(session, is_sqlite=self.database.is_sqlite)
            with session.begin():
                yield tx
        tx.run_effects()

    @contextmanager
    def read(self, *, aside: bool = False) -> Iterator[Transaction]:
        """Only read. *aside*: on a connection of its own, for a look in the middle of another transaction."""
        engine = self.database.aside if aside else self.database.reading
        with Session(engine, expire_on_commit=False, autoflush=False) as session:
            # Closing the session ends the transaction and leaves what was read usable; a rollback would expire it.
            yield Transaction(session, is_sqlite=self.database.is_sqlite)
