"""A desk with one case in review, on a database of each kind; copied from one that is made once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from engine.steps.account import create_user
from models.roles import StaffRole
from models.tables.organisation import User
from tests.support import postgres
from tests.support.calls import call
from tests.support.desk import CALL, RULEBOOK, STORY, Desk
from tests.support.seed import PASSWORD, House, entered, house

# Who spoke in which call; the first is the desk's own.
CALLS = {STORY: "8001", "second-call": "8002", "other-team": "8005"}
Opened = Callable[..., Desk]


def furnish(folder: Path, url: str) -> None:
    """People, and three calls in review: the desk's own is reviewed by `inspector`."""
    made = house(folder, url, rulebook=RULEBOOK)
    try:
        admin = made.as_("admin")
        for login, name, role in (
            ("inspector3", "苗一凡", StaffRole.INSPECTOR),
            ("lead3", "邵质检", StaffRole.QC_LEAD),
        ):
            create_user(login, name, PASSWORD, [role], **admin)
        with made.services.transaction() as tx:
            # On leave, so that the work of inspectors goes to inspectors.
            tx.session.get_one(User, made.people["lead2"].user_id).away = True
        for name, agent_no in CALLS.items():
            about = {"agent": agent_no, "direction": "inbound", "project": "宽带业务", "queue": "报障"}
            made.take(name, call(CALL), {**about, "customer_no": "138****5678"})
    finally:
        made.services.transaction.database.close()


@pytest.fixture(scope="session")
def sqlite_desk(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(sqlite_template, folder / "callqc.db")
    furnish(folder, f"sqlite:///{folder / 'callqc.db'}")
    return folder / "callqc.db"


@pytest.fixture(scope="session")
def postgres_desk(tmp_path_factory: pytest.TempPathFactory, postgres_server: postgres.Server) -> str:
    url = postgres_server.new_database()
    furnish(tmp_path_factory.mktemp("desk"), url)
    return url


@pytest.fixture
def sqlite_desk_url(tmp_path: Path, sqlite_desk: Path) -> str:
    shutil.copy(sqlite_desk, tmp_path / "desk.db")
    return f"sqlite:///{tmp_path / 'desk.db'}"


@pytest.fixture
def postgres_desk_url(postgres_server: postgres.Server, postgres_desk: str) -> Iterator[str]:
    url = postgres_server.copy_of(postgres_desk)
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def desk_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_desk_url")
    return url


@pytest.fixture
def open_desk(desk_url: str, tmp_path: Path) -> Iterator[Opened]:
    """Opens the desk under other settings: `open_desk(appeal={"rounds": 2})`."""
    with ExitStack() as stack:

        def opened(**settings: Any) -> Desk:
            made: House = entered(tmp_path, desk_url, **settings)
            stack.enter_context(closing(made.services.transaction.database))
            return Desk(made)

        yield opened


@pytest.fixture
def desk(open_desk: Opened) -> Desk:
    return open_desk()
