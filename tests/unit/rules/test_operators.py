"""Every operator against its data files: holds, does not hold, cannot tell, in Chinese and in English."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest

from rules.dialogue import dialogue
from rules.evaluate import judged
from rules.finding import Verdict
from rules.load import load_rulebook_text
from rules.operators import AnyOperator
from rules.plan import Plan
from rules.planner import planned
from rules.ruling import VERDICTS, Rulings
from rules.transcript import Transcript
from rules.yaml_text import read

DATA = Path(__file__).parents[2] / "data" / "rules"
OPERATORS = tuple(get_args(kind.model_fields["op"].annotation)[0] for kind in get_args(get_args(AnyOperator)[0]))
HOLDS = {Verdict.PASS: "yes", Verdict.FAIL: "no", Verdict.UNSURE: "unknown"}
NEVER_CERTAIN = {"sounds_like": {"no", "unknown"}, "manual": {"unknown"}}


@dataclass(frozen=True, slots=True)
class Case:
    path: str
    body: dict[str, Any]
    knowledge: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    label: str
    prob: float
    utterance: int
    quote: str


def cases() -> Iterator[Any]:
    for file in sorted(DATA.glob("*/*.yaml")):
        top: Any = read(file.read_text(encoding="utf-8")).value
        path = file.relative_to(DATA).as_posix()
        for body in top["cases"]:
            yield pytest.param(Case(path, body, top.get("knowledge", {})), id=f"{path}: {body['name']}")


@pytest.mark.parametrize("case", tuple(cases()))
def test_an_operator_sees_what_its_case_says(case: Case) -> None:
    body = case.body

    (finding,) = judged(_plan(case), dialogue(body["call"]), body.get("metadata", {}))

    assert HOLDS[finding.verdict] == body["holds"], finding
    if "quotes" in body:
        assert [one.quote for one in finding.evidence if one.quote] == body["quotes"]
    assert str(body.get("why", "")) in finding.why
    assert finding.evidence


@pytest.mark.parametrize("case", tuple(cases()))
def test_a_replay_sees_what_the_case_of_an_operator_says(case: Case) -> None:
    plan, call = _plan(case), dialogue(case.body["call"])
    (finding,) = judged(plan, call, case.body.get("metadata", {}))

    # Beside another call, which must neither take from it nor add to it.
    ruling, _ = Rulings(plan).of([(call, case.body.get("metadata", {})), (dialogue("A 喂"), {})])

    assert VERDICTS[ruling.codes[0]] is finding.verdict


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_operator_has_every_kind_of_case_in_both_languages(operator: str, language: str) -> None:
    top: Any = read((DATA / operator / f"{language}.yaml").read_text(encoding="utf-8")).value

    seen = {body["holds"] for body in top["cases"] if body["condition"]["op"] == operator}

    assert seen == NEVER_CERTAIN.get(operator, {"yes", "no", "unknown"})


def _plan(case: Case) -> Plan:
    """One rule that demands the condition: pass means that it holds, fail that it does not."""
    rule = {
        "id": "CASE",
        "title": "case",
        "why": "case",
        "effect": {"on": "absence"},
        "conditions": case.body.get("others", {}),
        "when": case.body["condition"],
    }
    top = {"rulebook": {"name": "case", "title": "case"}, "rules": [rule], "knowledge": case.knowledge}
    rulebook = load_rulebook_text({"case.yaml": json.dumps(top)})
    return planned(rulebook, {"scripted": _scripted(case.body.get("labels", []))})


def _scripted(labels: list[dict[str, Any]]) -> Any:
    def classify(transcript: Transcript) -> tuple[Said, ...]:
        return tuple(Said(**label) for label in labels)

    return classify
