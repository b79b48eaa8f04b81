"""Verdicts as people paste them, to see what a form makes of them: a line each, or findings as a program wrote them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from rules.finding import Verdict
from rules.form import Scorecard
from rules.scorecard import Judgement

MOST_LINES = 500
_LINE = re.compile(r"(?P<key>[^\s,:=：，]+)[\s,:=：，]+(?P<verdict>\S+?)(?:[\s,，×x*]+(?P<hits>\d+))?")
_SAID: Mapping[str, Verdict | None] = {
    "pass": Verdict.PASS, "通过": Verdict.PASS, "合格": Verdict.PASS, "✓": Verdict.PASS, "y": Verdict.PASS,
    "fail": Verdict.FAIL, "不通过": Verdict.FAIL, "不合格": Verdict.FAIL, "✗": Verdict.FAIL, "n": Verdict.FAIL,
    "unsure": Verdict.UNSURE, "存疑": Verdict.UNSURE, "?": Verdict.UNSURE,
    "na": None, "n/a": None, "not_applicable": None, "不适用": None,
}  # fmt: skip


class NotVerdicts(ValueError):
    """A place that is no verdict; *line* counts from 1, 0 where it is no line. *code* says what is wrong."""

    def __init__(self, code: str, line: int, text: str) -> None:
        self.code, self.line, self.text = code, line, text
        super().__init__(f"line {line}: {code}: {text}")


def pasted(text: str, card: Scorecard) -> tuple[Judgement, ...]:
    """The judgements that *text* says: `OPEN-01 fail 2` a line, or JSON as `callqc rules run` writes it.

    Raises:
        NotVerdicts: the first place that is none, or names what the form does not have.
    """
    known = {*card.rule_ids(), *(item.id for item in card.items())}
    found = _json(text) if text.lstrip()[:1] in ("{", "[") else _lines(text)
    judgements = []
    for line, judgement in found:
        if judgement.key not in known:
            raise NotVerdicts("unknown_key", line, judgement.key)
        judgements.append(judgement)
    return tuple(judgements)


def _lines(text: str) -> Iterator[tuple[int, Judgement]]:
    for number, line in enumerate(text.splitlines()[:MOST_LINES], start=1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        match = _LINE.fullmatch(said)
        if match is None or match["verdict"].lower() not in _SAID:
            raise NotVerdicts("not_a_verdict", number, said[:60])
        yield number, _judgement(match["key"], _SAID[match["verdict"].lower()], int(match["hits"] or 1))


def _json(text: str) -> Iterator[tuple[int, Judgement]]:
    try:
        told: Any = json.loads(text)
    except ValueError as fault:
        raise NotVerdicts("not_json", getattr(fault, "lineno", 0), "") from None
    listed = told.get("findings", []) if isinstance(told, dict) else told
    for one in listed if isinstance(listed, list) else []:
        verdict = str(one.get("verdict", "")).lower() if isinstance(one, dict) else ""
        if verdict not in _SAID:
            raise NotVerdicts("not_a_verdict", 0, str(one)[:60])
        hits = one.get("hits")
        yield 0, _judgement(str(one.get("rule") or one.get("key") or ""), _SAID[verdict], hits if hits else 1)


def _judgement(key: str, verdict: Verdict | None, hits: int) -> Judgement:
    return Judgement(key, verdict, max(1, hits), not_applicable=verdict is None)
