"""Calls on which two versions of a rule disagree, each with the proof of the version that finds fault."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.call_metadata import metadata_of
from models.tables.recordings import Recording, TranscriptRow
from models.transaction import Transactions
from rules.evaluate import evaluate
from rules.explain import RuleTrace, explain
from rules.finding import Finding
from rules.report import evidence_json
from rules.rulebook import Rulebook
from rules.transcript import Transcript
from rules.transcript_file import transcript_from_json

PER_RULE = 5  # in each direction
# In all: a look at every one of them would take an hour, and proving them is a minute's work of one core.
MOST = 400
MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule that says *hit* (newly at fault) or *missed* (no more) of a recording."""

    rule: str
    hit: bool


def examples_of(
    changes: Iterable[Mapping[str, Any]],
    old: Rulebook,
    new: Rulebook,
    transactions: Transactions,
    *,
    advanced: Callable[[], None] | None = None,
) -> list[dict[str, Any]]:
    """Of every changed rule up to PER_RULE calls each way, rules in the order of *changes*.

    Returns:
        `rule`, `hit`, `recording`, `transcript`, `was`, `now` (verdicts, None: the rule did not apply), `evidence` as
        in a score run, and for calls that are no longer hit `missing`: what would have had to hold.

    Args:
        changes: rows of `engine.replay.report`.
        advanced: called after each call.
    """
    asked: dict[int, list[Wanted]] = defaultdict(list)
    order: list[tuple[int, Wanted]] = []
    for row in changes:
        for key, hit in (("hit_examples", True), ("missed_examples", False)):
            for recording_id in row[key][:PER_RULE]:
                order.append((recording_id, Wanted(str(row["rule"]), hit)))
    for recording_id, wanted in order[:MOST]:
        asked[recording_id].append(wanted)
    proved: dict[tuple[int, Wanted], dict[str, Any]] = {}
    for recording_id, several in sorted(asked.items()):
        for wanted, example in _proved(recording_id, several, old, new, transactions):
            proved[recording_id, wanted] = example
        if advanced is not None:
            advanced()
    return [proved[key] for key in order if key in proved]


def _proved(
    recording_id: int, several: Sequence[Wanted], old: Rulebook, new: Rulebook, transactions: Transactions
) -> Iterator[tuple[Wanted, dict[str, Any]]]:
    with transactions.read() as tx:
        recording = tx.session.get_one(Recording, recording_id)
        newest = select(TranscriptRow).where(TranscriptRow.recording_id == recording_id)
        row = tx.session.scalars(newest.order_by(TranscriptRow.id.desc()).limit(1)).one()
        metadata, transcript, number = metadata_of(recording), transcript_from_json(row.body), row.id
    before, after = ({one.rule: one for one in evaluate(book, transcript, metadata)} for book in (old, new))
    traces = _traces(new, transcript, metadata, [one.rule for one in several if not one.hit])
    for wanted in several:
        was, now = before.get(wanted.rule), after.get(wanted.rule)
        at_fault = now if wanted.hit else was
        yield (
            wanted,
            {
                "rule": wanted.rule,
                "hit": wanted.hit,
                "recording": recording_id,
                "transcript": number,
                "was": _verdict(was),
                "now": _verdict(now),
                "evidence": [evidence_json(one) for one in (at_fault.evidence if at_fault else ())[:MOST_PLACES]],
                "missing": [one.why for one in traces[wanted.rule].missing if one.why] if wanted.rule in traces else [],
            },
        )


def _traces(
    rulebook: Rulebook, transcript: Transcript, metadata: Mapping[str, object], rules: Sequence[str]
) -> Mapping[str, RuleTrace]:
    if not rules:
        return {}
    return {trace.rule: trace for trace in explain(rulebook, transcript, metadata) if trace.rule in rules}


def _verdict(finding: Finding | None) -> str | None:
    return finding.verdict.value if finding else None
