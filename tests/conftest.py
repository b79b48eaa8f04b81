"""Fixtures every test may ask for: databases of both kinds, a Redis, a clock. Each xdist worker has its own."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import database as database_module
from models.database import Database
from models.migrate import upgrade
from models.transaction import Transactions
from tests.support import machine, postgres, redis_server
from tests.support.clock import Clock
from tests.support.warm_engines import WarmEngines
from tools.system_packages import POSTGRES, REDIS, in_ci


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nightly", action="store_true", help="run the long tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    long = [] if config.getoption("--nightly") else [item for item in items if item.get_closest_marker("nightly")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI a skipped test is a failed one, but for those on recordings that are not part of the project."""
    report: pytest.TestReport = yield  # type: ignore[assignment]
    if report.skipped and in_ci() and not hasattr(report, "wasxfail") and not item.get_closest_marker("outside_data"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report  # type: ignore[return-value]


@pytest.fixture(scope="session", autouse=True)
def warm_engines() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database_module, "create_engine", WarmEngines().create_engine)
        yield


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "callqc.db"
    with contextlib.closing(Database(f"sqlite:///{path}")) as database:
        upgrade(database)
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    machine.need(POSTGRES)
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def redis_running() -> Iterator[redis_server.Server]:
    machine.need(REDIS)
    with redis_server.running() as server:
        yield server


@pytest.fixture
def redis(redis_running: redis_server.Server) -> redis_server.Server:
    """An empty Redis. A test that kills it takes `redis_server.running()` for itself instead."""
    redis_running.flush()
    return redis_running


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "callqc.db")
    return f"sqlite:///{tmp_path / 'callqc.db'}"


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    url = postgres_server.new_database()
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of each kind, new for every test."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with contextlib.closing(Database(database_url)) as opened:
        yield opened


@pytest.fixture
def transaction(database: Database) -> Transactions:
    return Transactions(database)
