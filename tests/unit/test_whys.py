"""What a rule measured is said in Chinese wherever Chinese is read."""

import json
import re
from pathlib import Path

import pytest

import engine.demo
from review_app.whys import in_words
from rules.evaluate import evaluate
from rules.load import load_pack
from rules.transcript_file import transcript_from_json

ACTED = Path(engine.demo.__file__).parent / "audio"
ENGLISH = re.compile(r"[a-z]{3,}( [a-z]+)+")


def test_every_reason_in_the_acted_calls_is_chinese() -> None:
    rulebook = load_pack("zh-telecom")
    calls = [json.loads(path.read_text(encoding="utf-8")) for path in ACTED.glob("*.ref.json")]

    said = {
        reason.why
        for call in calls
        for finding in evaluate(rulebook, transcript_from_json({"version": 1, **call}), {})
        for reason in (*finding.evidence, finding)
    }

    assert [why for why in sorted(said) if ENGLISH.search(in_words(why, "zh"))] == []


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        ("the agent says so; closing words may be unheard", "坐席自己这样说；可能有未听清的结束语"),
        ("12.4 s > 10 s", "12.4 秒 > 10 秒"),
        ("'您好': similarity 76 < 80", "与「您好」相似度 76 < 80"),
        ("longest hold: 40.0 s > 30 s", "最长保持 40.0 秒 > 30 秒"),
        ("a reason that nobody foresaw", "a reason that nobody foresaw"),
    ],
)
def test_a_reason_is_said_part_by_part(said: str, chinese: str) -> None:
    assert in_words(said, "zh") == chinese
