"""A form while it is being written: its sums, its troubles at their items, and its file left alone around it."""

import difflib

import pytest

from rules.editing.form_act import acted
from rules.editing.form_block import forms_in, with_form, with_new_form, without_form
from rules.editing.form_check import checked_form, sums_of
from rules.editing.pasted_verdicts import NotVerdicts, pasted
from rules.finding import Verdict
from rules.load import load_pack, load_rulebook_text
from rules.scorecard import Judgement, score

PACK = load_pack("zh-telecom")
FILES = dict(PACK.sources)
(HOME,) = forms_in(FILES)


def changed(**fields: object) -> dict[str, object]:
    return {**HOME.raw, **fields}


def with_points(points: object) -> dict[str, object]:
    """The form with other points for its first item."""
    form = acted(HOME.raw, "")
    form["sections"][0]["items"][0]["points"] = points
    return form


def test_only_the_lines_that_say_something_else_change():
    after = with_form(FILES, HOME, with_points(5))

    lines = difflib.unified_diff(FILES[HOME.file].splitlines(), after[HOME.file].splitlines(), lineterm="", n=0)
    assert [line for line in lines if line[0] in "+-"][2:] == ["-            points: 4", "+            points: 5"]
    assert {file: text for file, text in after.items() if file != HOME.file} == {
        file: text for file, text in FILES.items() if file != HOME.file
    }


def test_a_new_form_has_a_file_of_its_own_and_goes_with_it():
    more = with_new_form(FILES, changed(id="zh-50-copy"))

    assert load_rulebook_text(more).scorecards[0].id == "zh-50-copy"
    assert {file: more[file] for file in FILES} == FILES
    (home,) = (home for home in forms_in(more) if home.id == "zh-50-copy")
    assert without_form(more, home) == FILES


def test_the_last_form_leaves_its_file_when_other_things_stand_there():
    files = {"all.yaml": "# 全部\nrulebook: {name: a, title: A}\nscorecards:\n  - {id: f}\n"}

    after = without_form(files, forms_in(files)[0])

    assert after["all.yaml"] == "# 全部\nrulebook: {name: a, title: A}\nscorecards: []\n"


def test_sections_and_the_whole_are_summed_without_bonus():
    sums = sums_of(HOME.raw)

    assert sums.sections == (18.0, 16.0, 16.0)
    assert (sums.total, sums.maximum, sums.bonus, sums.is_even) == (50.0, 50.0, 2.0, True)


def test_sums_go_on_while_a_number_is_missing():
    sums = sums_of(with_points("4,5"))

    assert sums.items[0][0] is None
    assert (sums.total, sums.is_even) == (46.0, False)


def test_weights_are_shares_of_the_maximum():
    sums = sums_of(
        {
            "maximum": 90,
            "sections": [{"items": [{"weight": 1}, {"weight": 2}]}, {"items": [{"points": 3, "bonus": True}]}],
        }
    )

    assert (sums.items, sums.sections, sums.bonus) == (((30.0, 60.0), (3.0,)), (90.0, 0.0), 3.0)
    assert sums.weighted and sums.is_even


def test_what_does_not_add_up_is_said_of_the_whole_form():
    check = checked_form(with_points(5), PACK)

    assert check.card is None
    assert [(one.what, one.section) for one in check.troubles] == [("the items add up to 51, the maximum is 50", None)]


@pytest.mark.parametrize(
    ("act", "field", "value", "place", "what"),
    [
        ("", "points", "x", (0, 0, "points"), "needs a number"),
        ("", "rules", ["NO-RULE"], (0, 0, "rules"), "no rule 'NO-RULE'"),
        ("", "cap", 9, (0, 0, ""), "a cap of 9 is above the maximum of 4"),
        ("", "benchmark", 9, (0, 0, ""), "a goal of 9 is above the maximum of 4"),
        ("", "rules", ["PRAISE-01"], (0, 0, ""), "PRAISE-01 adds points, the item does not"),
    ],
)
def test_a_trouble_stands_at_its_item(act: str, field: str, value: object, place: tuple[object, ...], what: str):
    form = acted(HOME.raw, act)
    form["sections"][0]["items"][0][field] = value

    troubles = checked_form(form, PACK).troubles

    assert [one for one in troubles if (one.section, one.item, one.field) == place and what in one.what], troubles


def test_a_good_form_has_no_errors():
    check = checked_form(HOME.raw, PACK)

    assert check.card is not None and check.card.effects["OPEN-01"].points == -2
    assert [one for one in check.troubles if one.grade == "error"] == []


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("item.up.0.1", ["warmth", "opening", "closing"]),
        ("item.down.0.0", ["warmth", "opening", "closing"]),
        ("item.up.0.0", ["opening", "warmth", "closing"]),
        ("item.remove.0.0", ["warmth", "closing", "courtesy"]),
        ("item.up.0.99", ["opening", "warmth", "closing"]),
        ("item.up.0.x", ["opening", "warmth", "closing"]),
        ("nonsense", ["opening", "warmth", "closing"]),
    ],
)
def test_items_are_moved_by_buttons(act: str, order: list[str]):
    form = acted(HOME.raw, act)

    assert [item["id"] for item in form["sections"][0]["items"]][:3] == order


def test_the_first_item_of_a_section_moves_into_the_one_before():
    form = acted(HOME.raw, "item.up.1.0")

    assert form["sections"][0]["items"][-1]["id"] == "control"
    assert form["sections"][1]["items"][0]["id"] == "listening"


def test_what_is_added_is_whole_and_new():
    form = acted(acted(acted(HOME.raw, "section.add"), "item.add.3"), "applies.add")

    assert [item["id"] for item in form["sections"][3]["items"]] == ["item-1", "item-2"]
    assert sums_of(form).total == 52.0
    assert "applies" not in acted(form, "applies.remove.0")


def test_pasted_lines_are_scored():
    card = checked_form(HOME.raw, PACK).card
    assert card is not None

    said = pasted("# 一通电话\nOPEN-01 fail\nPROM-01：不通过 × 2\nwarmth 通过\nsystem n/a\n", card)

    assert said == (
        Judgement("OPEN-01", Verdict.FAIL),
        Judgement("PROM-01", Verdict.FAIL, 2),
        Judgement("warmth", Verdict.PASS),
        Judgement("system", None, not_applicable=True),
    )
    assert score(card, said).total is not None


def test_findings_of_a_program_are_scored_too():
    card = checked_form(HOME.raw, PACK).card
    assert card is not None

    assert pasted('{"findings": [{"rule": "OPEN-01", "verdict": "fail", "hits": 1}]}', card) == (
        Judgement("OPEN-01", Verdict.FAIL),
    )


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [("OPEN-01 fail\nNO-99 fail", "unknown_key", 2), ("OPEN-01 maybe", "not_a_verdict", 1), ("{", "not_json", 1)],
)
def test_what_is_no_verdict_is_refused_with_its_line(text: str, code: str, line: int):
    card = checked_form(HOME.raw, PACK).card
    assert card is not None

    with pytest.raises(NotVerdicts) as refusal:
        pasted(text, card)

    assert (refusal.value.code, refusal.value.line) == (code, line)
