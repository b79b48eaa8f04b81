"""A case lives lawfully in whatever order people and the clock act; and what breaks the law is found out."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy.exc import IntegrityError

from engine.settings import Settings
from models.lifecycle import State
from tests.support import postgres
from tests.support.clock import Clock
from tests.support.desk import Desk
from tests.support.life.machine import machine, steps
from tests.support.life.mutants import MUTANTS, broken
from tests.support.life.terms import PLAIN
from tests.support.seed import House, entered

OpenAt = Callable[..., Desk]


@pytest.fixture(scope="module")
def open_at(sqlite_desk: Path) -> Iterator[OpenAt]:
    """A new desk at a state, copied from one that was brought there once. In memory where the system has it."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder, numbers = Path(name), count()

        def copied(source: str, target: Path | None = None) -> str:
            target = target or folder / f"{next(numbers)}.db"
            return f"sqlite:///{shutil.copy(source.removeprefix('sqlite:///'), target)}"

        yield opener(folder, f"sqlite:///{sqlite_desk}", copied, lambda source: copied(source, folder / "life.db"))


@pytest.fixture(scope="module")
def open_at_postgres(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: postgres.Server, postgres_desk: str
) -> Iterator[OpenAt]:
    made: list[str] = []

    def copied(source: str) -> str:
        made.append(postgres_server.copy_of(source))
        return made[-1]

    yield opener(tmp_path_factory.mktemp("life"), postgres_desk, copied, copied)
    for url in made:
        postgres_server.drop(url)


def opener(folder: Path, template: str, copied: Callable[[str], str], lent: Callable[[str], str]) -> OpenAt:
    """Opens desks like *template*: brought to a state once on a database that is *copied*, lived on one that is *lent*.

    The same database is lent again after a life, so that its engine, which knows the queries, is the same as well.
    """
    prepared: dict[State, tuple[str, datetime]] = {}
    houses: dict[str, House] = {}

    def prepare(state: State) -> tuple[str, datetime]:
        url = copied(template)
        made = entered(folder, url, Clock(), **PLAIN.settings)
        Desk(made).to(state)
        made.services.transaction.database.close()
        return url, made.clock.now

    def opened(state: State, **terms: Any) -> Desk:
        if state not in prepared:
            prepared[state] = prepare(state)
        source, now = prepared[state]
        url, clock = lent(source), Clock(now)
        if url not in houses:
            houses[url] = entered(folder, url, clock)
        first = houses[url]
        settings_now = Settings(data_dir=folder, database_url=url, **terms)
        return Desk(House(replace(first.services, clock=clock, settings=settings_now), clock, first.people))

    return opened


def explore(life: type[RuleBasedStateMachine], *, examples: int, length: int = 25) -> None:
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=length,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_order_of_events_breaks_the_law(open_at: OpenAt):
    explore(machine(open_at, steps()), examples=20)


@pytest.mark.postgres
def test_nor_does_it_on_the_other_database(open_at_postgres: OpenAt):
    explore(machine(open_at_postgres, steps()), examples=4, length=20)


@pytest.mark.nightly
def test_no_order_of_events_breaks_the_law_in_many_more_tries(open_at: OpenAt):
    explore(machine(open_at, steps()), examples=600, length=50)


@pytest.mark.nightly
@pytest.mark.postgres
def test_nor_does_it_on_the_other_database_in_many_more_tries(open_at_postgres: OpenAt):
    explore(machine(open_at_postgres, steps()), examples=100, length=50)


@pytest.mark.parametrize("name", MUTANTS)
def test_what_breaks_the_law_is_found_out(open_at: OpenAt, name: str):
    mutant = MUTANTS[name]

    with broken(mutant) as do, pytest.raises((AssertionError, IntegrityError), match=mutant.law):
        explore(machine(open_at, do, [mutant.start], [PLAIN], mutant.rules), examples=40, length=10)
