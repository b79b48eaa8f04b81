"""Targets beside what was reached, and the rules that half a year puts in doubt."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.casework.targets import Target
from engine.errors import Forbidden, Invalid, NotFound
from engine.reading.rule_evidence import Doubt, _doubts, rule_evidence
from engine.reading.targets import targets_page
from engine.steps.aim import aim
from tests.support.seed import House
from tests.support.seed import house as furnished_house

CARD = "zh-50"


@pytest.fixture
def house(tmp_path: Path, sqlite_template: Path) -> Iterator[House]:
    shutil.copy(sqlite_template, tmp_path / "callqc.db")
    made = furnished_house(tmp_path, f"sqlite:///{tmp_path / 'callqc.db'}")
    made.hear("repair-banned")
    yield made
    made.services.transaction.database.close()


def test_the_form_s_own_targets_stand_until_somebody_sets_others(house: House) -> None:
    before = {one.key: one for one in targets_page(CARD, **house.as_("lead")).aims}

    changed = aim(CARD, {"opening": Target(3, 3.8), "closing": Target(3.5, 4)}, **house.as_("manager"))

    after = {one.key: one for one in targets_page(CARD, **house.as_("lead")).aims}
    assert (before["opening"].benchmark, before["opening"].target) == (3.5, 4)
    assert (after["opening"].benchmark, after["opening"].target) == (3, 3.8)
    assert after["conduct"].target == 17.5
    assert changed == 1


def test_what_was_reached_stands_beside_by_month_and_by_person(house: House) -> None:
    page = targets_page(CARD, **house.as_("manager"))

    courtesy = next(one for one in page.aims if one.key == "courtesy")
    assert courtesy.actual is not None and courtesy.actual.n == 1
    assert courtesy.actual.value < courtesy.maximum
    assert [row.calls for row in page.months] == [1]
    assert len(page.people) == 1


@pytest.mark.parametrize(
    ("key", "target", "code"),
    [("opening", 4.5, "out_of_range"), ("opening", -1, "out_of_range"), ("none", 1, "unknown")],
)
def test_a_target_that_cannot_be_is_refused(house: House, key: str, target: float, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        aim(CARD, {key: Target(None, target)}, **house.as_("manager"))

    assert refusal.value.code == code


def test_only_a_manager_aims_and_only_at_forms_there_are(house: House) -> None:
    with pytest.raises(Forbidden):
        aim(CARD, {"opening": Target(1, 2)}, **house.as_("lead"))
    with pytest.raises(NotFound):
        aim("no-such-form", {}, **house.as_("manager"))


def test_every_active_rule_has_its_record(house: House) -> None:
    records = {one.id: one for one in rule_evidence(**house.as_("lead"))}

    failed = [one for one in records.values() if one.fails is not None and one.fails.count]
    assert "SHIRK-01" in records and failed
    assert all(one.doubts == () for one in records.values()), "one call is no evidence"


@pytest.mark.parametrize(
    ("failed", "calls", "agreed", "doubts"),
    [
        (0, 200, {}, (Doubt.DEAD,)),
        (0, 199, {}, ()),
        (190, 200, {}, (Doubt.ALWAYS,)),
        (20, 200, {True: 13, False: 7}, (Doubt.DISPUTED,)),
        (20, 200, {True: 14, False: 6}, ()),
        (0, 300, {False: 20}, (Doubt.DEAD, Doubt.DISPUTED)),
    ],
)
def test_a_rule_is_in_doubt_only_on_enough_evidence(
    failed: int, calls: int, agreed: dict[bool, int], doubts: tuple[Doubt, ...]
) -> None:
    assert _doubts(failed, calls, agreed) == doubts
