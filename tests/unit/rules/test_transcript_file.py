"""Transcript files as they come: out of order, half broken, or three hours long."""

import json
import re
import time
from typing import Any

import pytest

from rules.evaluate import evaluate
from rules.load import load_rulebook_text
from rules.timeline import timeline_of
from rules.transcript import Overlap, Role, Transcript, Utterance
from rules.transcript_file import transcript_from_json

GREETING = """
rulebook: {name: demo, title: 示例}
rules: [{id: R, title: t, why: w, when: {op: keyword, words: [您好], scope: {role: agent, utterances: 1}}}]
"""


def row(start_s: Any, end_s: Any, text: str = "您好", role: Any = "agent", **more: Any) -> dict[str, Any]:
    return {"role": role, "start_s": start_s, "end_s": end_s, "text": text, **more}


def read(*rows: dict[str, Any]) -> Transcript:
    return transcript_from_json({"version": 1, "utterances": rows})


def test_utterances_out_of_order_are_put_in_order() -> None:
    said = read(row(10, 12, "再见", id=1), row(0, 2, "您好", id=2))

    (finding,) = evaluate(load_rulebook_text({"demo.yaml": GREETING}), said, {})

    assert [one.text for one in said.utterances] == ["您好", "再见"]
    assert [one.quote for one in finding.evidence] == ["您好"]


def test_an_utterance_that_ends_before_it_begins_lasts_no_time() -> None:
    (said,) = read(row(5, 3)).utterances

    assert (said.start_s, said.end_s) == (5.0, 5.0)


def test_half_a_character_is_shown_as_one_that_cannot_be_read() -> None:
    (said,) = read(json.loads('{"role": "agent", "start_s": 0, "end_s": 1, "text": "好\\ud83d"}')).utterances

    assert said.text == "好\ufffd"
    assert evaluate(load_rulebook_text({"demo.yaml": GREETING}), read(row(0, 1, "\ud83d您好")), {})


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([row(0, 1), {"start_s": 1, "end_s": 2, "text": "好"}], "utterance 2: role is missing"),
        ([row(0, 1, role=None)], "utterance 1: None is not a valid Role"),
        ([row(float("nan"), 1)], "utterance 1: nan is no time of a recording"),
        ([row(0, float("inf"))], "utterance 1: inf is no time of a recording"),
        ([row(-3, 1)], "utterance 1: -3 is no time of a recording"),
        ([row(0, 1, confidence=99)], "utterance 1: a confidence of 99 is not between 0 and 1"),
        ([row(0, 1, id=1), row(1, 2, id=1)], "two utterances have the id 1"),
    ],
)
def test_what_cannot_be_relied_on_is_refused_with_its_place(rows: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        read(*rows)


def test_thousands_of_utterances_that_all_last_the_whole_call_take_no_time() -> None:
    said = [Utterance(at, Role.AGENT if at % 2 else Role.CUSTOMER, 0.0, 9000.0, "好的") for at in range(1, 5001)]
    started = time.perf_counter()

    timeline = timeline_of(said)

    assert time.perf_counter() - started < 1.0
    assert timeline.overlaps == (Overlap(0.0, 9000.0, None),)
