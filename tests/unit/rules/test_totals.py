"""The totals of replays are those of the findings with proof."""

import json
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.dialogue import dialogue
from rules.evaluate import evaluate, plan_of
from rules.form import fits
from rules.item_score import Judgement
from rules.load import builtin_packs, load_pack
from rules.rulebook import Rulebook
from rules.ruling import VERDICTS, Call, Code, Count, Ruling, Rulings
from rules.scorecard import judgements_of, own_points, score
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
    totals = Totals(book, rulings.rules)

    quick = [totals.of(ruling, metadata) for ruling, (_, metadata) in zip(rulings.of(calls), calls, strict=True)]

    assert quick == [
        {
            card.id: score(card, judgements_of(card, evaluate(book, *call))).total
            for card in book.scorecards
            if fits(card, call[1])
        }
        for call in calls
    ]


@cache
def ready(pack: str) -> tuple[Rulebook, Totals, tuple[str, ...]]:
    book = load_pack(pack)
    rulings = Rulings(plan_of(book))
    return book, Totals(book, rulings.rules), rulings.rules


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(builtin_packs()), st.randoms(use_true_random=False))
def test_every_ruling_has_the_total_of_its_judgements(pack: str, draw: Random) -> None:
    book, totals, rules = ready(pack)
    likely = draw.choice([(5, 9, 1, 1), (0, 1, 0, 0), (1, 1, 1, 1)])
    codes = bytes(draw.choices(list(Code), likely, k=len(rules)))
    counts = {at: Count(draw.randint(1, 4), draw.choice([0.0, -2.0, 3.0])) for at in range(len(rules))}
    judged = {rule: (VERDICTS[code], counts[at]) for at, (rule, code) in enumerate(zip(rules, codes, strict=True))}

    quick = totals.of(Ruling(codes, counts), INBOUND)

    for card in (card for card in book.scorecards if card.id in quick):
        judgements = [
            Judgement(rule, verdict, count.hits, verdict is None, own_points(count.points, card.effects[rule]))
            for rule, (verdict, count) in judged.items()
            if rule in card.effects
        ]
        assert quick[card.id] == score(card, judgements).total
