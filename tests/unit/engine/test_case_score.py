"""The score of a case from what is held of each judgement: whoever holds it, the same rules."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.contest import is_contestable
from engine.casework.scoring import not_lower, score_of, standing, standing_judgements
from models.tables.cases import Case, Held, JudgementKind, JudgementRow
from rules.load import load_rulebook
from rules.scorecard import Score
from tests.support.desk import FAILURES, PRELIMINARY, RULEBOOK

RULES = load_rulebook(Path(RULEBOOK))
FORM = RULES.scorecard("desk-50")
MANUAL = {item.id for item in FORM.items() if item.manual}
ITEM_OF = {key: item.id for item in FORM.items() for key in item.keys}
MACHINE_POINTS = {"GREET-01": -2, "BAN-01": -4, "CALM-01": -3, "STEP-01": -2.5}


def case(**held: tuple[Held | None, float | None]) -> Case:
    """The desk's call, reviewed as the machine judged it but for *held* (dashes written as underscores)."""
    changed = {key.replace("_", "-"): value for key, value in held.items()}
    rows = []
    for key, item_id in ITEM_OF.items():
        failed = key in FAILURES
        reviewed, points = changed.get(key, (Held.FAIL if failed or key == "praise" else Held.PASS, None))
        rows.append(
            JudgementRow(
                key=key,
                kind=JudgementKind.MANUAL if key in MANUAL else JudgementKind.RULE,
                item_id=item_id,
                machine=None if key in MANUAL else Held.FAIL if failed else Held.PASS,
                machine_points=MACHINE_POINTS.get(key, 0.0),
                machine_hits=2 if key == "BAN-01" else 1,
                evidence=[],
                reviewed=reviewed,
                reviewed_points=points,
                reviewed_evidence=[],
            )
        )
    return Case(scorecard="desk-50", judgements=rows)


def score(made: Case, adjustment: float = 0.0) -> Score:
    return score_of(RULES, made, standing_judgements(made.judgements), adjustment)


def test_agreeing_with_the_machine_gives_its_score():
    assert score(case()).total == PRELIMINARY


def test_the_steps_of_a_script_cost_what_they_say():
    assert score(case(STEP_01=(Held.PASS, None))).total == PRELIMINARY + 2.5


def test_a_script_that_only_a_person_fails_costs_nothing_unless_they_say_so():
    made = case()
    row = next(row for row in made.judgements if row.key == "STEP-01")
    row.machine, row.machine_points = Held.PASS, 0.0

    assert score(made).total == PRELIMINARY + 2.5
    row.reviewed_points = -1
    assert score(made).total == PRELIMINARY + 1.5


def test_points_of_a_person_count_once_whatever_the_hits():
    assert score(case(BAN_01=(Held.FAIL, -1))).total == PRELIMINARY + 3


def test_a_question_that_failed_costs_its_item_or_what_was_said():
    assert score(case(warmth=(Held.FAIL, None))).total == PRELIMINARY - 4
    assert score(case(warmth=(Held.FAIL, -1.5))).total == PRELIMINARY - 1.5


def test_a_bonus_adds_and_never_above_the_maximum():
    assert score(case(praise=(Held.PASS, None))).total == PRELIMINARY + 3
    assert score(case(praise=(Held.PASS, 1))).total == PRELIMINARY + 1
    perfect = {key.replace("-", "_"): (Held.PASS, None) for key in FAILURES}
    assert score(case(**perfect, praise=(Held.PASS, None))).total == 50


def test_a_fatal_rule_leaves_nothing():
    assert score(case(RUDE_01=(Held.FAIL, None))).total == 0


@pytest.mark.parametrize(("adjustment", "total"), [(2, PRELIMINARY + 2), (100, 50), (-100, 0)])
def test_an_adjustment_stays_within_the_form(adjustment: float, total: float):
    assert score(case(), adjustment).total == total


def test_the_final_word_stands_before_the_review():
    row = JudgementRow(reviewed=Held.FAIL, reviewed_points=-1, final=None, final_points=None)
    assert standing(row) == (Held.FAIL, -1)

    row.final = Held.PASS

    assert standing(row) == (Held.PASS, None)


@pytest.mark.parametrize(
    ("held", "points", "contestable"),
    [
        (Held.FAIL, None, True),
        (Held.FAIL, -1, True),
        (Held.PASS, None, False),
        (Held.NOT_APPLICABLE, None, False),
        (Held.UNSURE, None, False),
        (None, None, False),
    ],
)
def test_only_what_cost_something_can_be_contested(held: Held | None, points: float | None, contestable: bool):
    assert is_contestable(JudgementRow(reviewed=held, reviewed_points=points)) is contestable


def test_contesting_never_costs_anything():
    lower, higher = score(case(warmth=(Held.FAIL, None))), score(case())

    assert not_lower(higher.total, lower).total == PRELIMINARY
    assert not_lower(lower.total, higher).total == PRELIMINARY
    assert not_lower(None, lower) is lower


HELD = st.sampled_from([Held.PASS, Held.FAIL, Held.NOT_APPLICABLE])
WORDS = st.fixed_dictionaries(
    {key.replace("-", "_"): st.tuples(HELD, st.none() | st.floats(-60, 0)) for key in ITEM_OF}
)


@given(held=WORDS, adjustment=st.floats(-60, 60))
def test_whatever_is_held_the_score_stays_within_the_form(
    held: dict[str, tuple[Held, float | None]], adjustment: float
):
    total = score(case(**held), adjustment).total

    assert total is None or 0 <= total <= 50


@given(held=WORDS, key=st.sampled_from(sorted(ITEM_OF)))
def test_giving_back_a_failure_never_lowers_the_score(held: dict[str, tuple[Held, float | None]], key: str):
    name = key.replace("-", "_")
    before = score(case(**{**held, name: (Held.FAIL, held[name][1])})).total

    after = score(case(**{**held, name: (Held.PASS, None)})).total

    assert before is None or after is None or after >= before - 1e-9
