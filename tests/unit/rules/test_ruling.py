"""The quick verdicts of replays are those of `evaluate`, call for call and rule for rule."""

import json
from dataclasses import replace
from functools import cache
from itertools import chain, islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.dialogue import dialogue
from rules.evaluate import evaluate, plan_of
from rules.finding import Finding, Verdict
from rules.lean import packed, unpacked
from rules.load import builtin_packs, load_pack
from rules.plan import Planned
from rules.ruling import VERDICTS, Call, Rulings
from rules.transcript import Role, RoleSource, Transcript
from rules.transcript_file import transcript_from_json

PACKS = builtin_packs()
STORIES = sorted((Path(__file__).parents[3] / "engine" / "demo" / "audio").glob("*.ref.json"))
METADATA = (
    {},
    {"direction": "inbound", "started_at": "2026-03-01T10:00:00+08:00", "project": "宽带业务"},
    {"direction": "outbound", "duration_s": 12.0, "hung_up_by": "agent", "satisfaction": 1},
)

Said = list[tuple[str, Verdict | None, tuple[int, float] | None]]


WAYS = 4


@cache
def spoken(pack: str) -> tuple[str, ...]:
    """Calls of every rule's own tests; of a test that is said in many ways the first few."""
    tests = (test for rule in load_pack(pack).rules for test in rule.tests)
    return tuple(dict.fromkeys(chain.from_iterable(islice(test.calls(), WAYS) for test in tests)))


@cache
def lines(pack: str) -> tuple[str, ...]:
    return tuple(sorted({line.strip() for call in spoken(pack) for line in call.splitlines() if line.strip()}))


def quickly(pack: str, calls: list[Call]) -> list[Said]:
    rulings = Rulings(plan_of(load_pack(pack)))
    return [
        [
            (rule, VERDICTS[code], ruling.counts.get(at))
            for at, (rule, code) in enumerate(zip(rulings.rules, ruling.codes, strict=True))
        ]
        for ruling in rulings.of(calls)
    ]


def at_length(pack: str, calls: list[Call]) -> list[Said]:
    book = load_pack(pack)
    found = [{finding.rule: finding for finding in evaluate(book, *call)} for call in calls]
    return [[_said(one, findings.get(one.rule.id)) for one in plan_of(book).rules] for findings in found]


def _said(planned: Planned, finding: Finding | None) -> tuple[str, Verdict | None, tuple[int, float] | None]:
    if finding is None:
        return planned.rule.id, None, None
    counts = finding.verdict is (Verdict.PASS if planned.rule.effect.bonus else Verdict.FAIL)
    return planned.rule.id, finding.verdict, (finding.hits, finding.points) if counts else None


def lean(transcript: Transcript) -> Transcript:
    return unpacked(packed(transcript))


@pytest.mark.parametrize("pack", PACKS)
def test_the_calls_of_every_rules_own_tests_are_judged_alike(pack: str) -> None:
    calls = [(dialogue(call), METADATA[at % len(METADATA)]) for at, call in enumerate(spoken(pack))]

    assert quickly(pack, [(lean(transcript), metadata) for transcript, metadata in calls]) == at_length(pack, calls)
    assert len(calls) > 100


@pytest.mark.parametrize("pack", PACKS)
def test_the_stories_of_the_demo_are_judged_alike(pack: str) -> None:
    bodies = [json.loads(path.read_text(encoding="utf-8")) for path in STORIES]
    calls: list[Call] = [(transcript_from_json({"version": 1, **body}), METADATA[1]) for body in bodies]

    assert quickly(pack, [(lean(transcript), metadata) for transcript, metadata in calls]) == at_length(pack, calls)
    assert len(calls) > 10


@pytest.mark.parametrize("pack", PACKS)
def test_calls_in_which_it_is_not_certain_who_speaks_are_judged_alike(pack: str) -> None:
    said = [dialogue(call) for call in spoken(pack)[::4]]
    mixed = [replace(call, role_source=RoleSource.NONE) for call in said]
    calls = [(call, METADATA[1]) for pair in zip(map(_with_a_stranger, said), mixed, strict=True) for call in pair]

    assert quickly(pack, calls) == at_length(pack, calls)


def _with_a_stranger(call: Transcript) -> Transcript:
    """Every third utterance might be anybody's."""
    utterances = (replace(one, role=Role.UNKNOWN) if one.id % 3 == 0 else one for one in call.utterances)
    return replace(call, utterances=tuple(utterances))


@pytest.mark.parametrize("pack", PACKS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_calls_are_judged_alike(pack: str, data: st.DataObject) -> None:
    of_lines = st.lists(st.sampled_from(lines(pack)), max_size=14).map("\n".join)
    calls = data.draw(st.lists(st.tuples(of_lines.map(_call), st.sampled_from(METADATA)), max_size=4))

    assert quickly(pack, [(lean(transcript), metadata) for transcript, metadata in calls]) == at_length(pack, calls)


def _call(text: str) -> Transcript:
    """The dialogue, without the lines that cannot stand together, such as times that run backwards."""
    kept: list[str] = []
    for line in text.splitlines():
        try:
            dialogue("\n".join([*kept, line]))
        except ValueError:
            continue
        kept.append(line)
    return dialogue("\n".join(kept))
