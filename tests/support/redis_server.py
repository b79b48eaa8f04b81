"""A private redis-server on a unix socket, without persistence unless asked, that tests may kill."""

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.support import child
from tools.system_packages import REDIS


class Server:
    """A redis-server that can be killed and started again at the same address."""

    def __init__(self, folder: Path, *, keeps: bool = False) -> None:
        self.folder, self.keeps = folder, keeps
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        binary = REDIS.binary()
        assert binary is not None, "ask `machine.need` first"
        command = [
            str(binary),
            "--port",
            "0",
            "--unixsocket",
            str(self.socket),
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]
        command += ["--appendonly", "yes" if self.keeps else "no"]
        self._process = child.start(command, log=self.folder / "log", cwd=self.folder)
        deadline = time.monotonic() + 20
        while not self.answers():
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.02)

    def kill(self) -> None:
        """What the out-of-memory killer does."""
        assert self._process is not None
        child.stop(self._process, how=signal.SIGKILL)

    def stop(self) -> None:
        if self._process is not None:
            child.stop(self._process)

    def answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except (redis.ConnectionError, redis.BusyLoadingError):
            return False

    def client(self) -> "redis.Redis":
        return redis.Redis(unix_socket_path=str(self.socket))

    def flush(self) -> None:
        with self.client() as client:
            client.flushall()


@contextmanager
def running(*, keeps: bool = False) -> Iterator[Server]:
    """A server in a folder of its own; *keeps* writes an append-only file."""
    folder = Path(tempfile.mkdtemp(prefix="callqc-redis-"))
    server = Server(folder, keeps=keeps)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
