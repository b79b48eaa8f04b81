"""Whoever waits for a replay sees how far it is; one whose worker died shows no bar, and one that is stopped ends."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.casework import replay_claims
from engine.casework.replay_claims import NoLongerWanted, ReplayClaim
from engine.errors import Forbidden
from engine.reading.replay_progress import Phase, ReplayProgress, replay_progress
from engine.steps import draft as drafting
from engine.steps.prove import Beats, prove
from models.tables.audit import AuditRow
from models.tables.rulebooks import RulebookDraft
from tests.support import publishing
from tests.support.seed import House
from tests.support.seed import house as furnished_house


@pytest.fixture
def house(tmp_path: Path, sqlite_template: Path) -> Iterator[House]:
    shutil.copy(sqlite_template, tmp_path / "callqc.db")
    made = furnished_house(tmp_path, f"sqlite:///{tmp_path / 'callqc.db'}")
    yield made
    made.services.transaction.database.close()


@pytest.fixture
def draft_id(house: House) -> str:
    """A draft whose replay is waited for."""
    begun = publishing.begun(house)
    drafting.ask_replay(begun, **house.as_("manager"))
    return begun


def claimed(house: House) -> ReplayClaim:
    """What a worker does first."""
    work, now = house.services.settings.work, house.clock()
    with house.services.transaction() as tx:
        (draft,) = replay_claims.waiting(tx, now, work.max_attempts)
        held = replay_claims.claim(tx, draft, now, lease_s=work.lease_s, max_attempts=work.max_attempts)
    assert held is not None
    return held


def is_free(house: House) -> bool:
    with house.services.transaction.read() as tx:
        return replay_claims.waiting(tx, house.clock(), house.services.settings.work.max_attempts) != ()


def seen(house: House, draft_id: str, login: str = "manager") -> ReplayProgress:
    found = replay_progress(draft_id, **house.as_(login))
    assert found is not None
    return found


def test_it_tells_how_far_it_is_and_how_long_it_will_take(house: House, draft_id: str) -> None:
    queued = seen(house, draft_id)
    held = claimed(house)
    preparing = seen(house, draft_id)
    Beats(held, house.services).advanced(0, 4000)
    house.clock.forward(seconds=30)
    Beats(held, house.services).advanced(1000, 4000)

    judging = seen(house, draft_id)

    assert (queued.phase, preparing.phase) == (Phase.QUEUED, Phase.PREPARING)
    assert (judging.phase, judging.percent, judging.attempt) == (Phase.JUDGING, 25, 1)
    assert judging.left_s == 90
    assert judging.shows_bar and not is_free(house)


def test_nobody_sees_a_bar_when_the_worker_died(house: House, draft_id: str) -> None:
    dead = Beats(claimed(house), house.services)
    dead.advanced(0, 4000)
    dead.advanced(4000, 4000)

    house.clock.forward(seconds=21)
    silent = seen(house, draft_id)
    house.clock.forward(seconds=house.services.settings.work.lease_s)
    lost = seen(house, draft_id)

    assert (silent.phase, silent.shows_bar) == (Phase.SILENT, False)
    assert (lost.phase, lost.shows_bar, lost.left_s) == (Phase.LOST, False, None)
    assert is_free(house)


def test_another_worker_begins_anew_and_the_first_one_finishes_nothing(house: House, draft_id: str) -> None:
    paused = claimed(house)
    house.clock.forward(seconds=house.services.settings.work.lease_s + 1)
    Beats(claimed(house), house.services).advanced(0, 4000)

    with pytest.raises(NoLongerWanted):
        Beats(paused, house.services).advanced(4000, 4000)
    with pytest.raises(NoLongerWanted), house.services.transaction() as tx:
        replay_claims.finish(tx, paused)

    assert (seen(house, draft_id).attempt, seen(house, draft_id).calls_done) == (2, 0)


def test_it_is_given_up_after_as_many_attempts_as_are_allowed(house: House, draft_id: str) -> None:
    for _ in range(house.services.settings.work.max_attempts):
        claimed(house)
        house.clock.forward(seconds=house.services.settings.work.lease_s + 1)

    assert seen(house, draft_id).phase is Phase.GIVEN_UP
    assert not is_free(house)
    publishing.replayed(house, draft_id)
    assert replay_progress(draft_id, **house.as_("manager")) is None


def test_who_stops_it_is_obeyed_at_the_next_beat(house: House, draft_id: str) -> None:
    beats = Beats(claimed(house), house.services)
    beats.advanced(0, 4000)

    drafting.stop_replay(draft_id, **house.as_("manager"))

    with pytest.raises(NoLongerWanted):
        beats.advanced(4000, 4000)
    assert replay_progress(draft_id, **house.as_("manager")) is None
    assert prove(services=house.services, processes=1) == 0
    with house.services.transaction.read() as tx:
        (row,) = tx.session.scalars(select(AuditRow).where(AuditRow.action == "rulebook.replay_stopped"))
        (draft,) = tx.session.scalars(select(RulebookDraft))
        assert row.details == {"calls_done": 0, "calls": 4000}
        assert (draft.replay, draft.replayed_at) == (None, None)


def test_stopping_what_has_ended_changes_nothing(house: House, draft_id: str) -> None:
    assert prove(services=house.services, processes=1) == 1

    drafting.stop_replay(draft_id, **house.as_("manager"))

    with house.services.transaction.read() as tx:
        (draft,) = tx.session.scalars(select(RulebookDraft))
        assert draft.replayed_at is not None
        assert tx.session.scalars(select(AuditRow).where(AuditRow.action == "rulebook.replay_stopped")).all() == []


def test_only_who_edits_rules_stops_it(house: House, draft_id: str) -> None:
    assert not seen(house, draft_id, "lead").may_stop

    with pytest.raises(Forbidden):
        drafting.stop_replay(draft_id, **house.as_("lead"))


def test_a_change_of_the_draft_ends_its_replay(house: House, draft_id: str) -> None:
    beats = Beats(claimed(house), house.services)

    publishing.rewritten(house, draft_id, "客户主动表扬", "客户当面表扬")

    with pytest.raises(NoLongerWanted):
        beats.advanced(0, 4000)


def test_it_is_said_when_no_worker_comes(house: House, draft_id: str) -> None:
    house.clock.forward(seconds=61)

    assert seen(house, draft_id).phase is Phase.UNHEARD
