"""The totals of replays are those of the findings with proof."""

import json
from pathlib import Path

import pytest

from rules.dialogue import dialogue
from rules.evaluate import evaluate, plan_of
from rules.form import fits
from rules.load import builtin_packs, load_pack
from rules.ruling import Call, Rulings
from rules.scorecard import judgements_of, score
from rules.totals import Totals
from rules.transcript_file import transcript_from_json

STORIES = sorted((Path(__file__).parents[3] / "engine" / "demo" / "audio").glob("*.ref.json"))
INBOUND = {"direction": "inbound", "started_at": "2026-03-01T10:00:00+08:00", "project": "宽带业务"}


@pytest.mark.parametrize("pack", builtin_packs())
def test_quick_totals_are_those_of_the_findings(pack: str) -> None:
    book = load_pack(pack)
    rulings = Rulings(plan_of(book))
    bodies = [json.loads(path.read_text(encoding="utf-8")) for path in STORIES]
    tests = [test for rule in book.rules for test in rule.tests]
    calls: list[Call] = [(transcript_from_json(body), INBOUND) for body in bodies]
    calls += [(dialogue(call), INBOUND | dict(test.metadata)) for test in tests[:150] for call in test.calls()[:1]]
    totals = Totals(book, rulings)

    quick = [totals.of(ruling, metadata) for ruling, (_, metadata) in zip(rulings.of(calls), calls, strict=True)]

    assert quick == [
        {
            card.id: score(card, judgements_of(card, evaluate(book, *call))).total
            for card in book.scorecards
            if fits(card, call[1])
        }
        for call in calls
    ]
