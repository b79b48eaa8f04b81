"""How much of what people labelled the Chinese pack finds, and how often it disturbs ordinary service.

Needs the labelled sentences and dialogues that are not part of the repository (CALLQC_OUTSIDE_DATA).
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.evaluate import judged, plan_of
from rules.finding import Verdict
from rules.load import load_pack
from rules.plan import Plan
from rules.timeline import timeline_of
from rules.transcript import Role, Transcript, Utterance

PACK = "zh-telecom"
WANTED = ("服务禁语", "违规惩处-不当言辞")
ORDINARY = {"JD": "dev_jddc_sessions", "CrossWOZ": "dev_crosswoz_val", "China Mobile": "dev_mobilecs10"}
CHARS_PER_S = 4.5


@dataclass(frozen=True, slots=True)
class Row:
    """*found* of *all* sentences of a class, or turns of a corpus, made a rule fail by their words."""

    name: str
    found: int
    all: int
    missed: tuple[str, ...]
    flagged: tuple[tuple[str, str], ...]

    @property
    def share(self) -> float:
        return self.found / self.all if self.all else 0.0


def table(folder: Path) -> list[Row]:
    """One row per class of sentences, one per corpus of ordinary dialogues."""
    plan = plan_of(load_pack(PACK))
    return [
        *_classes(folder, plan),
        *(_corpus(name, folder / f"{file}.jsonl", plan) for name, file in ORDINARY.items()),
    ]


def flagged(plan: Plan, turns: list[tuple[Role, str]]) -> dict[int, str]:
    """The turns of the agent in which a rule failed, by number from 1, with the rule."""
    transcript = _transcript(turns)
    agents = {utterance.id for utterance in transcript.utterances if utterance.role is Role.AGENT}
    return {
        one.utterances[0]: finding.rule
        for finding in judged(plan, transcript, {}, prove_passes=False)
        if finding.verdict is Verdict.FAIL
        for one in finding.evidence
        if one.quote and one.utterances[0] in agents
    }


def _classes(folder: Path, plan: Plan) -> Iterator[Row]:
    sentences: dict[str, list[str]] = {}
    for line in (folder / "dev_qc_sentences.tsv").read_text(encoding="utf-8").splitlines():
        label, sentence, *_ = line.split("\t")
        sentences.setdefault(label, []).append(sentence)
    for label, said in sorted(sentences.items(), key=lambda item: (item[0] not in WANTED, item[0])):
        hits = {sentence: flagged(plan, [(Role.AGENT, sentence)]) for sentence in said}
        missed = tuple(sentence for sentence in said if not hits[sentence])
        found = tuple((hits[sentence][1], sentence) for sentence in said if hits[sentence])
        yield Row(label, len(found), len(said), missed, found)


def _corpus(name: str, path: Path, plan: Plan) -> Row:
    found: list[tuple[str, str]] = []
    count = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        turns = [(Role(turn["role"]), str(turn["text"])) for turn in json.loads(line)["turns"]]
        count += sum(role is Role.AGENT for role, _ in turns)
        found += [(rule, turns[number - 1][1]) for number, rule in flagged(plan, turns).items()]
    return Row(name, len(found), count, (), tuple(found))


def _transcript(turns: list[tuple[Role, str]]) -> Transcript:
    utterances: list[Utterance] = []
    now_s = 0.0
    for number, (role, text) in enumerate(turns, start=1):
        end_s = now_s + max(0.5, len(text) / CHARS_PER_S)
        utterances.append(Utterance(number, role, now_s, end_s, text))
        now_s = end_s + 0.2
    return Transcript(tuple(utterances), timeline_of(utterances))


def main(arguments: list[str]) -> int:
    """Print the table; with --json for programs, with --verbose what was missed and what was flagged."""
    root = Path(__file__).parents[2]
    folder = Path(os.environ.get("CALLQC_OUTSIDE_DATA", str(root.parent / "shared" / "data"))) / "derived" / "split"
    if not folder.is_dir():
        print("the labelled sentences are not here (set CALLQC_OUTSIDE_DATA)", file=sys.stderr)
        return 3
    rows = table(folder)
    if "--json" in arguments:
        print(json.dumps([_json(row) for row in rows], ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        print(f"{row.found:4} of {row.all:4} {row.share:7.1%}  {row.name}")
        if "--verbose" in arguments:
            print(*(f"              {rule}: {said}" for rule, said in row.flagged), sep="\n")
            print(*(f"        missed {said}" for said in row.missed if row.name in WANTED), sep="\n")
    return 0


def _json(row: Row) -> dict[str, Any]:
    return {
        "name": f"{PACK}: {row.name}",
        "unit": "share",
        "ours": round(row.share, 4),
        "baselines": {},
        "ratios": {},
        "equal_answers": None,
        "setup": {"found": row.found, "all": row.all, "wanted": row.name in WANTED},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
