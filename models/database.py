"""One database, SQLite or PostgreSQL, opened the way this project needs it."""

from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool

_POOL: dict[str, Any] = {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 10}
# An error of the database says what was asked, not with which words of a call.
_DISCREET: dict[str, Any] = {"hide_parameters": True}


class Database:
    """Two engines on one database: *writing* takes the write lock at BEGIN, *reading* does not.

    On SQLite a transaction that reads first and writes later fails at once when somebody else wrote in
    between, whatever the busy time-out; taking the lock at BEGIN turns that failure into a short wait.

    A third, *aside*, is for what is looked up in the middle of another transaction: it takes nothing from the pool,
    which may be in the hands of those who wait for that very transaction.

    Not *pooled*, every connection is closed after use: for a process that forks.
    """

    def __init__(self, url: str, *, pooled: bool = True) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        pool: dict[str, Any] = {} if pooled else {"poolclass": NullPool}
        if self.is_sqlite:
            self.writing = _sqlite(url, "BEGIN IMMEDIATE", pool)
            self.reading = _sqlite(url, "BEGIN", pool)
            self.aside = _sqlite(url, "BEGIN", {"poolclass": NullPool})
        else:
            self.writing = _postgres(url, pool or _POOL)
            self.reading = self.writing
            self.aside = _postgres(url, {"poolclass": NullPool})

    def forget_connections(self) -> None:
        """First thing in a forked child: never reuse the parent's sockets, and never close them for it."""
        for engine in {self.writing, self.reading}:
            engine.dispose(close=False)

    def close(self) -> None:
        for engine in {self.writing, self.reading, self.aside}:
            engine.dispose()


def _postgres(url: str, pool: dict[str, Any]) -> Engine:
    options = "-c lock_timeout=20000 -c idle_in_transaction_session_timeout=60000"
    return create_engine(url, **pool, **_DISCREET, connect_args={"options": options})


def _sqlite(url: str, begin: str, pool: dict[str, Any]) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30}, **pool, **_DISCREET)

    @event.listens_for(engine, "connect")
    def _open(connection: SqliteConnection, _record: Any) -> None:
        # The driver must not open transactions by itself: it would open deferred ones.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
