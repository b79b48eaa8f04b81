"""Hearing 5,000 phrases in a call: the one scan beside what one would write without it.

Ours folds the raw text each time; the others are handed it folded. Processor time of one thread, the best round of
each, so that a busy machine disturbs none. Answers are compared for the calls that all have judged: the same phrases
in the same utterances, and the same similarities.
"""

import platform
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from time import process_time
from typing import Any

from rules.matcher import Kind, Matcher, Phrase
from rules.text.normalise import normalise
from tests.bench import baselines, workload

Measure = dict[str, Any]
Way = Callable[[baselines.Call], object]

PHRASES, AT_LEAST = 5_000, 80.0


def measure(*, quick: bool = False) -> list[Measure]:
    """All measures; *quick* for a look at the shape, not at the figures."""
    phrases = workload.phrases(PHRASES, AT_LEAST)
    raw = workload.calls(2 if quick else 10, phrases)
    calls = [baselines.Call(texts, tuple(normalise(text).text for text in texts)) for texts in raw]
    rounds = 1 if quick else 5
    alike = {kind: tuple(replace(phrase, kind=kind) for phrase in phrases) for kind in Kind}
    return [
        _mixed(phrases, calls, rounds),
        _side_by_side("rules.scan.literal", alike[Kind.LITERAL], calls, rounds, baselines.literal_ways),
        _side_by_side("rules.scan.fuzzy", alike[Kind.FUZZY], calls, rounds, baselines.fuzzy_ways),
        _side_by_side("rules.scan.sounds_like", alike[Kind.SOUNDS_LIKE], calls, rounds, baselines.sound_ways),
        _compiling(phrases),
    ]


def _mixed(phrases: Sequence[Phrase], calls: Sequence[baselines.Call], rounds: int) -> Measure:
    """A third of each kind, beside each third done by itself, and beside RapidFuzz over every phrase and sentence."""

    def ways(of: Sequence[Phrase]) -> dict[str, baselines.Heard]:
        thirds = {kind: [phrase for phrase in of if phrase.kind is kind] for kind in Kind}
        literal = baselines.in_loop(thirds[Kind.LITERAL])
        fuzzy = baselines.rapidfuzz_pairs(thirds[Kind.FUZZY])
        sounds = baselines.syllable_loop(thirds[Kind.SOUNDS_LIKE])
        return {"in + rapidfuzz + syllables": lambda call: literal(call) | fuzzy(call) | sounds(call)}

    found = _side_by_side("rules.scan.mixed", phrases, calls, rounds, ways)
    pairs = _best_ms(baselines.rapidfuzz_pairs(phrases), calls[:2], 1)
    found["baselines"]["rapidfuzz, all pairs"] = pairs
    found["ratios"]["rapidfuzz, all pairs"] = pairs / found["ours"]
    return found


def _side_by_side(
    name: str,
    phrases: Sequence[Phrase],
    calls: Sequence[baselines.Call],
    rounds: int,
    ways: Callable[[Sequence[Phrase]], dict[str, baselines.Heard]],
) -> Measure:
    matcher = Matcher(phrases)
    others = ways(phrases)
    ours = _best_ms(partial(_scan, matcher), calls, rounds * 3)
    times = {other: _best_ms(heard, calls[:2], min(rounds, 2)) for other, heard in others.items()}
    ours = min(ours, _best_ms(partial(_scan, matcher), calls, rounds))
    same = all(baselines.answers(matcher, call) == heard(call) for heard in others.values() for call in calls[:2])
    return {
        "name": name,
        "unit": "ms per call",
        "ours": ours,
        "baselines": times,
        "ratios": {other: taken / ours for other, taken in times.items()},
        "equal_answers": same,
        "setup": _setup(phrases, calls) | {"hits per call": _hits_per_call(matcher, calls)},
    }


def _compiling(phrases: Sequence[Phrase]) -> Measure:
    """Making ready: ours for all three kinds, `re` for the same words as one alternation."""
    words = [re.escape(phrase.text) for phrase in phrases]
    ours = min(_seconds(partial(Matcher, phrases)) for _ in range(2))
    pattern = _seconds(partial(re.compile, "|".join(words)))
    return {
        "name": "rules.compile",
        "unit": "s",
        "ours": ours,
        "baselines": {"re alternation": pattern},
        "ratios": {"re alternation": pattern / ours},
        "equal_answers": None,
        "setup": _setup(phrases, ()),
    }


def _scan(matcher: Matcher, call: baselines.Call) -> object:
    return matcher.scan(call.raw)


def _best_ms(way: Way, calls: Sequence[baselines.Call], rounds: int) -> float:
    """Per call of the best round, after one call to warm up."""
    way(calls[0])
    return min(_seconds(lambda: [way(call) for call in calls]) for _ in range(rounds)) * 1e3 / len(calls)


def _seconds(act: Callable[[], object]) -> float:
    begun = process_time()
    act()
    return process_time() - begun


def _hits_per_call(matcher: Matcher, calls: Sequence[baselines.Call]) -> float:
    return round(sum(len(matcher.scan(call.raw).hits) for call in calls) / len(calls), 1)


def _setup(phrases: Sequence[Phrase], calls: Sequence[baselines.Call]) -> dict[str, object]:
    chars = round(sum(len(text) for call in calls for text in call.raw) / len(calls)) if calls else 0
    return {
        "phrases": len(phrases),
        "kinds": ", ".join(sorted({phrase.kind.value for phrase in phrases})),
        "at_least": AT_LEAST,
        "chars per call": chars,
        "sentences per call": round(sum(len(call.raw) for call in calls) / len(calls)) if calls else 0,
        "cores": 1,
        "python": platform.python_version(),
        "rapidfuzz": version("rapidfuzz"),
    }
