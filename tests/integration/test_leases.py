"""Claims under every order of events that a machine can think of; and the same with something taken away.

The machine is a few workers who claim, pause, beat, finish and die while the clock runs. It must find nothing
on the real leases, and something on each mutant.
"""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from engine import lease
from engine.lease import LeaseTerms
from models.database import Database
from models.migrate import upgrade
from models.tables.recordings import ChannelPolicy, Direction, Progress, Recording, Source
from models.tables.work import Stage, Work, WorkState
from models.transaction import Transactions
from tests.support.clock import TUESDAY, Clock
from tests.support.mutants import without

TERMS = LeaseTerms(lease_s=10, max_attempts=2, retry_after_s=1)


def machine_on(database: Database, module: ModuleType) -> type[RuleBasedStateMachine]:
    """A state machine on *database* with the leases of *module*."""
    transaction = Transactions(database)

    class Workers(RuleBasedStateMachine):
        claims = Bundle("claims")

        @initialize()
        def one_recording_waits(self) -> None:
            self.clock, self.results, self.newest = Clock(), 0, 0
            with transaction() as tx:
                tx.session.execute(delete(Work))
                recording_id = _recording(tx)
                module.request(tx, recording_id, Stage.TRANSCRIBE, "digest", self.clock())

        @rule(target=claims, worker=st.sampled_from("abc"))
        def claim(self, worker: str) -> Any:
            with transaction() as tx:
                claim = module.claim(tx, Stage.TRANSCRIBE, worker, self.clock(), TERMS)
            if claim is None:
                return multiple()
            assert claim.fence > self.newest, "an old fence was given again"
            self.newest = claim.fence
            return claim

        @rule(seconds=st.sampled_from([1, 11]))
        def time_passes(self, seconds: int) -> None:
            self.clock.forward(seconds=seconds)

        @rule(claim=claims)
        def beat(self, claim: Any) -> None:
            with transaction() as tx:
                held = module.beat(tx, claim, self.clock(), TERMS)
            assert not held or claim.fence == self.newest, "a lost claim was held longer"

        @rule(claim=claims)
        def finish(self, claim: Any) -> None:
            try:
                with transaction() as tx:
                    module.finish(tx, claim, self.clock())
            except module.StaleClaim:
                return
            self.results += 1
            assert claim.fence == self.newest, "an old claim finished"

        @rule(claim=claims)
        def fail(self, claim: Any) -> None:
            with transaction() as tx:
                module.give_back(tx, claim, "internal_error", "", self.clock(), TERMS)

        @invariant()
        def there_is_one_result_at_most_and_work_ends_after_so_many_attempts(self) -> None:
            assert self.results <= 1, "the work was done twice"
            work = _work(transaction)
            assert (work.state is WorkState.DONE) == (self.results == 1)
            assert work.attempts <= TERMS.max_attempts
            assert work.state is WorkState.WAITING or work.lease_until is None

        def teardown(self) -> None:
            """However it went, the work can still be claimed, until it was claimed as often as allowed."""
            for _ in range(TERMS.max_attempts + 1):
                work = _work(transaction)
                if work.state is not WorkState.WAITING or work.attempts == TERMS.max_attempts:
                    return
                self.clock.forward(seconds=TERMS.lease_s + 1)
                assert self.claim(worker="last") != multiple(), "nobody can claim what waits"
            raise AssertionError("attempts never end")

    return Workers


CHANGE = ".where(Work.id == held.work_id, Work.state == WorkState.WAITING, Work.fence == held.fence)"
FREE = "or_(Work.lease_until.is_(None), Work.lease_until < now)"
MUTANTS = {
    "no fence": (CHANGE, ".where(Work.id == held.work_id, Work.state == WorkState.WAITING)"),
    "neither fence nor state": (CHANGE, ".where(Work.id == held.work_id)"),
    "a row that never had a lease is overlooked": (FREE, "Work.lease_until < now"),
    "a lease that ran out is overlooked": (FREE, "Work.lease_until.is_(None)"),
    "attempts are not counted at the claim": ("attempts=Work.attempts + 1,", ""),
    "attempts do not end": ("Work.attempts < (1 if untried else terms.max_attempts),", ""),
    "the fence stands still": ("fence=Work.fence + 1,", ""),
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory):
    path: Path = tmp_path_factory.mktemp("leases") / "leases.db"
    with closing(Database(f"sqlite:///{path}")) as opened:
        upgrade(opened)
        yield opened


def explore(machine: type[RuleBasedStateMachine], *, examples: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_order_of_events_breaks_a_lease(database: Database):
    explore(machine_on(database, lease), examples=100)


@pytest.mark.nightly
def test_no_order_of_events_breaks_a_lease_in_many_more_tries(database: Database):
    explore(machine_on(database, lease), examples=3000)


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_lease_with_something_taken_away_is_found_out(database: Database, mutant: str):
    broken = without(lease, *MUTANTS[mutant])

    with pytest.raises(AssertionError):
        explore(machine_on(database, broken), examples=1000)


def _work(transaction: Transactions) -> Work:
    with transaction.read() as tx:
        return tx.session.scalars(select(Work)).one()


def _recording(tx: Any) -> int:
    known = tx.session.scalar(select(Recording.id))
    if known is not None:
        return int(known)
    left = ChannelPolicy.STEREO_AGENT_LEFT
    source = Source(name="upload", inbound_policy=left, outbound_policy=left, created_at=TUESDAY - timedelta(days=1))
    tx.session.add(source)
    tx.session.flush()
    recording = Recording(
        source_id=source.id,
        call_id="1",
        sha256="0" * 64,
        size_bytes=1,
        file_name="a.wav",
        progress=Progress.RECEIVED,
        direction=Direction.INBOUND,
        channel_policy=left,
        received_at=TUESDAY,
    )
    tx.session.add(recording)
    tx.session.flush()
    return recording.id
