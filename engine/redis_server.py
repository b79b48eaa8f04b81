"""A private Redis on a unix socket, for installations that bring none."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from engine.errors import Environment

NAMES = ("redis-server", "valkey-server")
_STARTS_WITHIN_S = 10.0


def binary() -> str:
    """The server program: from the PATH, else the one that an optional package put beside Python.

    Raises:
        Environment: there is none; says the line to type.
    """
    for name in NAMES:
        beside = Path(sys.executable).parent / name
        found = shutil.which(name) or (str(beside) if beside.is_file() else None)
        if found:
            return found
    raise Environment("no redis-server on this machine", "type: apt-get install redis-server")


def arguments(socket: Path) -> list[str]:
    """The command line of a server that keeps its queue over a crash and listens to nobody else."""
    folder = socket.parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return [
        binary(),
        *("--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700", "--dir", str(folder)),
        *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
        *("--maxmemory-policy", "noeviction", "--loglevel", "warning", "--daemonize", "no"),
    ]


def answers(socket: Path) -> bool:
    """Whether a server listens on *socket* now."""
    try:
        # Without retries: the library's own wait for seconds where "not yet" is the answer.
        once = Retry(NoBackoff(), 0)
        with Redis(unix_socket_path=str(socket), socket_timeout=1, retry=once) as connection:
            return bool(connection.ping())
    except RedisError:
        return False


def wait_until_up(socket: Path, process: "subprocess.Popen[bytes]") -> None:
    """Raises:
    Environment: the server ended, or does not answer in time.
    """
    until = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        if answers(socket):
            return
        time.sleep(0.02)
    raise Environment(f"the private Redis in {socket.parent} does not start", "look into its folder, or set redis_url")
