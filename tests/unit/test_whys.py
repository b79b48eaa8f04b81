"""What a rule measured is said in Chinese wherever Chinese is read."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import engine.demo
from review_app.whys import in_words
from rules.dialogue import dialogue
from rules.evaluate import evaluate, judged
from rules.load import load_pack, load_rulebook_text
from rules.planner import planned
from rules.transcript_file import transcript_from_json
from tests.unit.rules.test_operators import Case, _scripted, cases

ACTED = Path(engine.demo.__file__).parent / "audio"
_COMPARED = "等于|不等于|小于|不大于|大于|不小于|属于|不属于|包含|介于|为空|不为空|无法"
DATA = re.compile(rf"「.*?」|'.*?'|[A-Za-z_.]+(?= (?:{_COMPARED}))")
_NAMES = """
    greet record bye visit answer recap refund-days returns scripted cancel lawyer n queue tags ticket direction
    customer.level agent started_at asked answered c a b T
"""
NAMES = _NAMES.split()


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
        ("the agent says so; closing words may be unheard", "坐席自己说要挂机；可能有未听清的结束语"),
        ("12.4 s > 10 s", "12.4 秒 > 10 秒"),
        ("'您好': similarity 76 < 80", "与「您好」相似度 76 < 80"),
        ("longest hold: 40.0 s > 30 s", "最长一次等待 40.0 秒 > 30 秒"),
        ("a reason that nobody foresaw", "a reason that nobody foresaw"),
    ],
)
def test_a_reason_is_said_part_by_part(said: str, chinese: str) -> None:
    assert in_words(said, "zh") == chinese


@pytest.mark.parametrize("case", tuple(cases()))
@pytest.mark.parametrize("on", ["presence", "absence"])
def test_what_was_measured_can_be_said_in_chinese(case: Case, on: str) -> None:
    for why in _whys(case, on):
        chinese = in_words(why, "zh")

        left = DATA.sub("", chinese)
        for name in NAMES:
            left = re.sub(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", "", left)
        assert not re.search(r"[A-Za-z]{2,}", left), f"{why!r} became {chinese!r}"


def _whys(case: Case, on: str) -> set[str]:
    body: dict[str, Any] = case.body
    rule = {
        "id": "CASE",
        "title": "case",
        "why": "case",
        "effect": {"on": on},
        "conditions": body.get("others", {}),
        "when": body["condition"],
    }
    top = {"rulebook": {"name": "case", "title": "case"}, "rules": [rule], "knowledge": case.knowledge}
    plan = planned(load_rulebook_text({"case.yaml": json.dumps(top)}), {"scripted": _scripted(body.get("labels", []))})
    findings = judged(plan, dialogue(body["call"]), body.get("metadata", {}))
    return {one.why for finding in findings for one in finding.evidence if one.why and one.operator != "manual"}
