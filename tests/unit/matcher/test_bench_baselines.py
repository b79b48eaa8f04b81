"""The benchmark compares ways that give the same answers."""

from dataclasses import replace

import pytest

from rules.matcher import Kind, Matcher
from rules.text.normalise import normalise
from tests.bench import baselines, workload

PHRASES = workload.phrases(90)
CALLS = [baselines.Call(texts, tuple(normalise(text).text for text in texts)) for texts in workload.calls(2, PHRASES)]


@pytest.mark.parametrize(
    ("kind", "ways"),
    [
        (Kind.LITERAL, baselines.literal_ways),
        (Kind.FUZZY, baselines.fuzzy_ways),
        (Kind.SOUNDS_LIKE, baselines.sound_ways),
    ],
)
def test_every_way_of_the_benchmark_gives_our_answers(kind, ways):
    phrases = [replace(phrase, kind=kind) for phrase in PHRASES]
    matcher = Matcher(phrases)

    for heard in ways(phrases).values():
        assert [heard(call) for call in CALLS] == [baselines.answers(matcher, call) for call in CALLS]


def test_the_benchmark_has_something_to_find():
    assert sum(len(Matcher(PHRASES).scan(call.raw).hits) for call in CALLS) > 10
