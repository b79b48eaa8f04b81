"""Whether this machine has what CallQC needs, and how to mend what it lacks."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from engine import redis_server
from engine.errors import Environment
from engine.services import Services
from engine.speech.errors import ModelMissing
from engine.speech.model_store import locate
from models.migrate import newest_revision, revision_of
from models.tables.work import WorkerBeat

LEAST_FREE_BYTES = 5_000_000_000
_BEAT_IS_OLD_S = 90
# Folders on these are shared over a network, where SQLite's locks cannot be relied on.
_NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. *ok* None: worth knowing, nothing to mend."""

    name: str
    ok: bool | None
    what: str
    mend: str = ""


def examine(services: Services) -> tuple[Finding, ...]:
    """Every check, in the order a person would mend things. Changes nothing."""
    checks: tuple[Callable[[Services], Iterator[Finding]], ...] = (
        _python,
        _data_dir,
        _database,
        _redis,
        _workers,
        _speech,
        _web,
    )
    return tuple(finding for check in checks for finding in check(services))


def _python(_: Services) -> Iterator[Finding]:
    yield Finding("python", sys.version_info >= (3, 11), sys.version.split()[0], "use Python 3.11 or later")


def _data_dir(services: Services) -> Iterator[Finding]:
    folder = services.settings.data_dir
    writable = os.access(folder, os.W_OK)
    yield Finding("data folder", writable, str(folder), f"make it writable: chown -R $USER {folder}")
    free = shutil.disk_usage(folder).free
    yield Finding("free space", free > LEAST_FREE_BYTES, f"{free / 1e9:.1f} GB", "free some, or move data_dir")
    kind = _file_system_of(folder)
    if services.transaction.database.is_sqlite and kind in _NETWORK_FILE_SYSTEMS:
        yield Finding("SQLite on a network folder", False, kind, "use a local folder, or PostgreSQL by database_url")


def _database(services: Services) -> Iterator[Finding]:
    database = services.transaction.database
    try:
        have, newest = revision_of(database), newest_revision(database)
    except SQLAlchemyError as error:
        yield Finding("database", False, type(error).__name__, "check database_url and that the server runs")
        return
    yield Finding("database", have == newest, f"{database.url.get_backend_name()}, schema {have}", "callqc db upgrade")


def _redis(services: Services) -> Iterator[Finding]:
    settings = services.settings
    if settings.redis_url is None and not redis_server.answers(settings.redis_socket):
        try:
            yield Finding("redis", None, f"private one not running; will be started from {redis_server.binary()}")
        except Environment as missing:
            yield Finding("redis", False, missing.what, missing.mend)
        return
    try:
        with Redis.from_url(settings.effective_redis_url, socket_timeout=2) as connection:
            facts = connection.info("server")
            policy = connection.config_get("maxmemory-policy").get("maxmemory-policy", "?")
    except RedisError as error:
        yield Finding("redis", False, type(error).__name__, "check redis_url and that the server runs")
        return
    yield Finding("redis", True, f"version {facts.get('redis_version', '?')}")
    yield Finding("redis keeps its queue", policy == "noeviction", f"maxmemory-policy {policy}", "set it to noeviction")


def _workers(services: Services) -> Iterator[Finding]:
    now = services.clock()
    try:
        with services.transaction.read() as tx:
            beats = tx.session.scalars(select(WorkerBeat)).all()
    except SQLAlchemyError:
        return
    alive = [beat for beat in beats if (now - beat.seen_at).total_seconds() < _BEAT_IS_OLD_S]
    kinds = ", ".join(sorted(beat.kind for beat in alive)) or "none"
    yield Finding("workers", None if not alive else True, kinds)


def _speech(services: Services) -> Iterator[Finding]:
    installed = importlib.util.find_spec("faster_whisper") is not None
    yield Finding("faster-whisper", installed, "installed" if installed else "absent", "pip install 'callqc[asr]'")
    speech = services.settings.hearing
    try:
        place = locate(speech.model, speech.models_dir)
    except ModelMissing as error:
        yield Finding("speech model", False, str(error), "callqc models list")
        return
    name = speech.model or "the demo model: for the demo's voices, not for real calls"
    yield Finding("speech model", None if not speech.model else True, f"{name} ({place.folder or 'from the hub'})")


def _web(services: Services) -> Iterator[Finding]:
    web = services.settings.web
    exposed = web.host not in ("127.0.0.1", "localhost", "::1") and not web.https
    yield Finding("web", not exposed, f"{web.host}:{web.port}", "put https in front and set web.https")


def _file_system_of(folder: Path) -> str:
    """The kind of file system that holds *folder*; empty where the machine does not tell."""
    mounts = Path("/proc/mounts")
    if not mounts.is_file():
        return ""
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8").splitlines():
        _, point, file_system, *_ = line.split(" ")
        if folder.resolve().is_relative_to(point) and len(point) > len(best):
            best, kind = point, file_system
    return kind
