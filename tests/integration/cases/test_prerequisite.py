"""A question that waits for a rule: the inspector need not answer it where the call gave no rise to it."""

import shutil
from pathlib import Path

import pytest

from engine.reading.review import draft_score
from engine.review_draft import VerdictDraft
from models.tables.cases import Held
from tests.support.calls import call
from tests.support.desk import CALL, RULEBOOK, STORY, Desk, nothing_written, refused
from tests.support.seed import house


def desk_with(tmp_path: Path, template: Path, prerequisite: str) -> Desk:
    rulebook = tmp_path / "rules"
    shutil.copytree(RULEBOOK, rulebook)
    form = rulebook / "form.yaml"
    text = form.read_text(encoding="utf-8")
    waiting = text.replace("points: 4, manual: {", f"points: 4, prerequisite: {prerequisite}, manual: {{")
    form.write_text(waiting, encoding="utf-8")
    shutil.copy(template, tmp_path / "callqc.db")
    made = house(tmp_path, f"sqlite:///{tmp_path / 'callqc.db'}", rulebook=rulebook)
    about = {"agent": "8001", "direction": "inbound", "project": "宽带业务", "queue": "报障"}
    made.take(STORY, call(CALL), {**about, "customer_no": "138****5678"})
    return Desk(made)


@pytest.fixture
def off(tmp_path: Path, sqlite_template: Path) -> Desk:
    """The question about warmth waits for a rule that was not triggered."""
    return desk_with(tmp_path, sqlite_template, "PRIV-01")


def test_a_question_that_the_call_gives_no_rise_to_needs_no_verdict(off: Desk):
    assert off.row("warmth").machine is Held.NOT_APPLICABLE

    off.confirm()

    assert off.row("warmth").reviewed is Held.NOT_APPLICABLE
    assert "warmth" not in {change.field for change in off.modifications()}


@pytest.mark.parametrize("prerequisite", ["BAN-01", "HAND-01"], ids=["triggered", "the machine cannot tell"])
def test_a_question_that_the_call_may_give_rise_to_needs_a_verdict(
    tmp_path: Path, sqlite_template: Path, prerequisite: str
):
    desk = desk_with(tmp_path, sqlite_template, prerequisite)

    with nothing_written(desk), refused("verdict_missing", where="warmth"):
        desk.confirm(desk.draft({"warmth": VerdictDraft()}))


def test_the_inspector_may_answer_it_all_the_same_and_may_agree_without_a_reason(off: Desk):
    off.confirm(off.draft({"warmth": VerdictDraft(held=Held.PASS)}))

    assert off.row("warmth").reviewed is Held.PASS


def test_a_loss_there_needs_its_reason(off: Desk):
    with nothing_written(off), refused("reason_missing", where="warmth"):
        off.confirm(off.draft({"warmth": VerdictDraft(held=Held.FAIL)}))
    off.confirm(off.draft({"warmth": VerdictDraft(held=Held.NOT_APPLICABLE)}))


def test_the_page_says_that_it_is_not_asked(off: Desk):
    view = draft_score(off.assignment().public_id, off.draft(), **off.holder())

    items = {item.id: item for section in view.sections for item in section.items}
    warmth = items["warmth"]
    assert (warmth.outcome, warmth.manual is not None and warmth.manual.is_asked) == ("not_applicable", False)
    assert items["solving"].manual is not None and items["solving"].manual.is_asked
