"""Everything that runs on one machine: a private Redis, workers, the clock, the web server."""

import socket
import time
import urllib.error
import urllib.request
from functools import partial
from subprocess import Popen

from engine import redis_server
from engine.errors import Environment
from engine.settings import Settings
from engine.supervisor import Child, Supervisor, inherited, python

_WEB_STARTS_WITHIN_S = 60.0


def environment(settings: Settings) -> dict[str, str]:
    """What child processes must know to mean the same data folder, database, Redis and port."""
    return inherited(
        CALLQC_DATA_DIR=str(settings.data_dir.resolve()),
        CALLQC_DATABASE_URL=settings.effective_database_url,
        CALLQC_REDIS_URL=settings.effective_redis_url,
        CALLQC_WEB__HOST=settings.web.host,
        CALLQC_WEB__PORT=str(settings.web.port),
        CALLQC_DEMO="true" if settings.demo else "false",
        PYTHONUNBUFFERED="1",
    )


def open_station(settings: Settings) -> Supervisor:
    """A supervisor whose children share these settings and log into the data folder."""
    return Supervisor(environment(settings), settings.data_dir / "logs")


def start_redis(supervisor: Supervisor, settings: Settings) -> None:
    """Start the private Redis; nothing when a shared one is configured or the private one runs already."""
    if settings.redis_url is not None or redis_server.answers(settings.redis_socket):
        return
    path = settings.redis_socket
    command = tuple(redis_server.arguments(path))
    supervisor.start(Child("redis", command, partial(redis_server.wait_until_up, path)))


def start_workers(supervisor: Supervisor, settings: Settings) -> None:
    """Start the speech workers, the light workers and the clock."""
    for number in range(settings.work.speech_workers):
        supervisor.start(Child(f"speech-{number + 1}", python("-m", "workers.main", "speech")))
    for number in range(settings.work.light_workers):
        supervisor.start(Child(f"light-{number + 1}", python("-m", "workers.main", "light")))
    supervisor.start(Child("scheduler", python("-m", "workers.main", "scheduler")))


def start_web(supervisor: Supervisor, settings: Settings) -> None:
    """Raises:
    Environment: the port is taken, or the server does not answer in time.
    """
    web = settings.web
    if not is_free(web.host, web.port):
        raise Environment(f"port {web.port} is taken", "set CALLQC_WEB__PORT to another one")
    command = python(
        *("-m", "waitress", f"--listen={web.host}:{web.port}", f"--threads={web.threads}"),
        *("--call", "review_app.wsgi:application"),
    )
    supervisor.start(Child("web", command, partial(_wait_for_web, settings)))


def url_of(settings: Settings) -> str:
    """Where a browser on this machine finds the pages."""
    host = "127.0.0.1" if settings.web.host in ("0.0.0.0", "::") else settings.web.host  # noqa: S104
    return f"http://{host}:{settings.web.port}"


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _wait_for_web(settings: Settings, process: "Popen[bytes]") -> None:
    until = time.monotonic() + _WEB_STARTS_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url_of(settings)}/healthz", timeout=2):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise Environment("the web server does not start", f"look into {settings.data_dir / 'logs' / 'web.log'}")
