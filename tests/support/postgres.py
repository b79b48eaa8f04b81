"""A private PostgreSQL on a unix socket, from the system's binaries; and databases copied from a migrated one."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from models.database import Database
from models.migrate import upgrade
from tests.support import child
from tools.system_packages import POSTGRES

TEMPLATE = "callqc_template"
# Nothing here must survive a power cut.
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=32MB", "max_connections=120")


class Server:
    """A running server; its databases are made from one that is migrated once."""

    def __init__(self, sockets: Path) -> None:
        self.sockets = sockets
        self._numbers = count(1)
        self._has_template = False

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://callqc@/{name}?host={self.sockets}"

    def new_database(self, *, empty: bool = False) -> str:
        """The URL of a new database: migrated, or *empty*."""
        if not empty and not self._has_template:
            self._command(f'CREATE DATABASE "{TEMPLATE}"')
            _migrate(self.url(TEMPLATE))
            self._has_template = True
        name = f"test_{next(self._numbers)}"
        self._command(f'CREATE DATABASE "{name}" TEMPLATE "{"template0" if empty else TEMPLATE}"')
        return self.url(name)

    def copy_of(self, url: str) -> str:
        """The URL of a new database with everything that is in the one at *url*, to which nobody is connected."""
        name = f"test_{next(self._numbers)}"
        self._command(f'CREATE DATABASE "{name}" TEMPLATE "{_name(url)}"')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        self._command(f'DROP DATABASE IF EXISTS "{_name(url)}" WITH (FORCE)')

    def answers(self) -> bool:
        try:
            self._command("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _command(self, sql: str) -> None:
        with psycopg.connect(host=str(self.sockets), user="callqc", dbname="postgres", autocommit=True) as connection:
            connection.execute(sql)  # type: ignore[call-overload]


@contextmanager
def running() -> Iterator[Server]:
    """Start a server in a folder of its own under the system's temporary folder, and stop it after."""
    binary = POSTGRES.binary()
    assert binary is not None, "ask `machine.need` first"
    user = _other_than_root()
    # The path of a unix socket may have about a hundred characters: pytest's own folders are too deep.
    folder = Path(tempfile.mkdtemp(prefix="callqc-pg-"))
    log = folder / "log"
    log.touch()
    if user:
        shutil.chown(folder, user)
    try:
        _run([binary.parent / "initdb", "-D", folder / "data", "-A", "trust", "-U", "callqc"], user, log)
        command = [binary.parent / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses="]
        for setting in _FAST:
            command += ["-c", setting]
        process = child.start(command, log=log, user=user, cwd=folder)
        try:
            yield _wait(Server(folder), process, log)
        finally:
            child.stop(process, how=signal.SIGINT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _migrate(url: str) -> None:
    with contextlib.closing(Database(url)) as database:
        upgrade(database)


def _run(command: list[str | Path], user: str | None, log: Path) -> None:
    process = child.start([*command, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], log=log, user=user, cwd=log.parent)
    assert process.wait() == 0, log.read_text()


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> Server:
    deadline = time.monotonic() + 30
    while not server.answers():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
    return server


def _other_than_root() -> str | None:
    """PostgreSQL refuses to run as root: the user to run it as, None when we are not root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
