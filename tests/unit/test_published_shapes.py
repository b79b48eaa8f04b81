"""The JSON that other programs rely on is what the published schemas say."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rules.evaluate import evaluate
from rules.load import load_pack
from rules.report import run_json
from rules.scorecard import judgements_of, score
from rules.transcript_file import transcript_from_json, transcript_json
from tests.support.calls import call

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


def schema(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return body


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.stem)
def test_a_published_schema_is_a_schema(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


def test_a_transcript_file_is_what_is_published_and_reads_back_equal() -> None:
    said = call("A 0.0-1.2 您好\nC 1.4-2.0 我要投诉")

    written = json.loads(json.dumps(transcript_json(said)))

    Draft202012Validator(schema("transcript")).validate(written)
    assert transcript_from_json(written) == said


def test_findings_and_scores_are_what_is_published() -> None:
    pack = load_pack("zh-telecom")
    findings = evaluate(pack, call("A 0.0-1.2 您好\nC 1.4-2.0 我要投诉\nA 2.2-3.0 没办法"), {})
    scores = [score(card, judgements_of(card, findings)) for card in pack.scorecards]

    printed = json.loads(json.dumps(run_json(findings, scores)))

    Draft202012Validator(schema("judgement")).validate(printed)
    assert printed["findings"]


def test_a_report_that_lost_its_evidence_is_refused() -> None:
    pack = load_pack("zh-telecom")
    printed = json.loads(json.dumps(run_json(evaluate(pack, call("A 0.0-1.2 没办法"), {}), [])))
    del printed["findings"][0]["evidence"]

    assert not Draft202012Validator(schema("judgement")).is_valid(printed)
