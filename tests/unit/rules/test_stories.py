"""The demo's calls, as written, judged by the Chinese pack as a manager would judge them."""

from pathlib import Path
from typing import Any

import pytest

from rules.evaluate import evaluate
from rules.finding import Finding, Verdict
from rules.load import load_pack
from rules.scorecard import Score, judgements_of, score
from rules.timeline import timeline_of
from rules.transcript import Role, Transcript, Utterance
from rules.yaml_text import read

STORIES = Path(__file__).parents[3] / "engine" / "demo" / "stories"
CHARS_PER_S_AT_200 = 4.0  # the voices of the stories say about 240 characters a minute at speed 200
FAULTS = {
    "asks-password": {"PRIV-01"},
    "collection-threat": {"OPEN-01", "THRT-01", "COLD-01", "EMPA-01", "HANG-01", "RISK-01"},
    "fast-speech": {"CTRL-02"},
    "hang-up": {"HANG-01", "CLOSE-01", "SHIRK-01"},
    "harassment-outbound": {"PUSH-01", "RISK-01"},
    "loan-promise": {"PROM-01"},
    "no-empathy": {"EMPA-01"},
    "no-identity": {"VERI-01"},
    "parcel-no-greeting": {"OPEN-01", "OPEN-02"},
    "points-no-closing": {"CLOSE-01"},
    "refund-promise": {"PROM-01"},
    "regulator-threat": {"RISK-01"},
    "repair-banned": {"SHIRK-01", "COLD-01", "EMPA-01"},
    "repeated-question": {"LIST-02"},
    "rude-agent": {"OPEN-01", "CHALL-01", "IMPAT-01", "COLD-01"},
    "silence-no-excuse": {"CTRL-01"},
    "talk-over": {"LIST-01"},
}
GOOD = tuple(sorted(path.stem for path in STORIES.glob("*.yaml") if path.stem not in FAULTS))
NOT_PASSED = {"asks-password", "collection-threat", "hang-up", "harassment-outbound", "no-identity"} | {
    "repair-banned",
    "rude-agent",
    "talk-over",
}


def judge(name: str) -> tuple[tuple[Finding, ...], Score]:
    story: Any = read((STORIES / f"{name}.yaml").read_text(encoding="utf-8")).value
    utterances, now_s = [], 0.0
    for number, line in enumerate(story["lines"], start=1):
        start_s = max(0.0, now_s + line["gap_s"])
        pace = CHARS_PER_S_AT_200 * story["voices"][line["role"]]["speed"] / 200
        now_s = start_s + len(line["text"]) / pace
        utterances.append(Utterance(number, Role(line["role"]), round(start_s, 2), round(now_s, 2), line["text"]))
    utterances.sort(key=lambda one: one.start_s)
    call = Transcript(tuple(utterances), timeline_of(utterances, now_s))
    pack = load_pack("zh-telecom")
    findings = evaluate(pack, call, {"direction": story["direction"], "project": story["project"]})
    return findings, score(pack.scorecards[0], judgements_of(pack.scorecards[0], findings))


def failed(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in findings if finding.verdict is Verdict.FAIL}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_call_with_a_fault_fails_for_that_fault(name: str) -> None:
    findings, total = judge(name)

    assert FAULTS[name] <= failed(findings)
    assert (total.outcome is Verdict.FAIL) is (name in NOT_PASSED)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_call_keeps_its_points(name: str) -> None:
    findings, total = judge(name)

    assert failed(findings) <= {"SOLV-01"}
    assert total.total is not None and total.total >= 49
    assert total.outcome is Verdict.PASS
