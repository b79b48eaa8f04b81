"""A rule tried on one call: the verdict, every condition lit, where it hit, and what was missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import or_, select

from engine.access import Actor, Permission, require
from engine.call_metadata import metadata_of
from engine.errors import NotFound, Refused
from engine.reading.spoken import heard_recordings, newest_of, spoken, whole
from engine.services import Services
from models.tables.recordings import Recording
from rules.dialogue import LOW_CONFIDENCE
from rules.editing.conditions import Entry, conditions_of
from rules.editing.trial import tried
from rules.explain import Missing, Trace
from rules.finding import Evidence
from rules.rulebook import Rulebook
from rules.transcript import Transcript

RECENT = 20


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a sentence; *names* are the conditions that hit in it."""

    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One turn. *searched*: it lies in a window in which something was looked for and not found."""

    id: int
    role: str
    start_s: float
    segments: tuple[Segment, ...]
    doubtful: bool


@dataclass(frozen=True, slots=True)
class LitHit:
    """Where a condition hit, or, for *window*, what it searched."""

    sentences: tuple[int, ...]
    start_s: float
    end_s: float
    quote: str
    why: str
    window: bool


@dataclass(frozen=True, slots=True)
class Lit:
    """One part of the rule: a condition (*op*, *name*), or parts that are joined (*joint*)."""

    depth: int
    part: str
    joint: str
    op: str
    name: str
    truth: str
    why: str
    measured: float | None
    limit: float | None
    hits: tuple[LitHit, ...]


@dataclass(frozen=True, slots=True)
class TrialView:
    """What a rule says of a call.

    Args:
        verdict: None where the rule does not apply.
        points: what it changes on the score.
        lit: the prerequisite's parts first.
        missing: for a rule that did not fire: what would have had to hold.
    """

    verdict: str | None
    fired: bool
    why: str
    points: float
    hits: int
    suspected: bool
    lit: tuple[Lit, ...]
    missing: tuple[Missing, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call that can be picked: *texts* are its sentences as the reader may see them, by their numbers."""

    recording_id: int
    call_id: str
    transcript: Transcript
    metadata: Mapping[str, object]
    texts: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class CallChoice:
    """A stored call, as a suggestion."""

    call_id: str
    project: str


def trial_of_rule(
    rulebook: Rulebook,
    rule: Mapping[str, Any],
    transcript: Transcript,
    metadata: Mapping[str, object],
    texts: Mapping[int, str] | None = None,
) -> TrialView | None:
    """What the rule says of the call; None for a rule that cannot be run here.

    Args:
        rule: as it is written, so that conditions are called as the form calls them.
        texts: what is shown instead of the words themselves, place by place.
    """
    found = tried(rulebook, str(rule["id"]), transcript, metadata)
    if found is None:
        return None
    shown = texts or {one.id: one.text for one in transcript.utterances}
    entries = conditions_of(rule).entries
    lit: list[Lit] = []
    for part, tree in (("prerequisite", found.trace.prerequisite), ("when", found.trace.when)):
        if tree is not None:
            unnamed = iter([one for one in entries if one.place[:1] == (part,) and _is_nameless(one)])
            lit += _lit(tree, part, 0, unnamed, shown)
    finding = found.finding
    return TrialView(
        verdict=found.trace.verdict.value if found.trace.verdict else None,
        fired=found.trace.fired,
        why=found.trace.why or (finding.why if finding else ""),
        points=finding.points if finding else 0.0,
        hits=finding.hits if finding else 0,
        suspected=bool(finding and finding.suspected),
        lit=tuple(lit),
        missing=found.trace.missing,
        sentences=tuple(_sentences(transcript, shown, found.trace.when, lit)),
    )


def stored_call(wanted: str, *, actor: Actor, services: Services) -> StoredCall:
    """A call by its call id, or by the number of its recording.

    Raises:
        NotFound: there is none.
        Refused: `not_heard`: it has no transcript yet.
    """
    require(actor, Permission.RECORDING_IMPORT)
    with services.transaction.read() as tx:
        number = int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 0
        rows = tx.session.scalars(
            select(Recording).where(or_(Recording.call_id == wanted, Recording.id == number)).limit(2)
        ).all()
        recording = next((row for row in rows if row.call_id == wanted), rows[0] if rows else None)
        if recording is None:
            raise NotFound("recording")
        newest = newest_of(tx, recording.id)
        if newest is None:
            raise Refused("not_heard")
        said = spoken(tx, newest, actor)
        texts = {int(one["id"]): str(one["text"]) for one in said.body["utterances"]}
        hidden = {key: said.shown[key][1] if key in said.shown else text for key, text in texts.items()}
        return StoredCall(recording.id, recording.call_id, whole(tx, newest), metadata_of(recording), hidden)


def recent_calls(*, actor: Actor, services: Services) -> tuple[CallChoice, ...]:
    """The newest calls that have a transcript."""
    require(actor, Permission.RECORDING_IMPORT)
    with services.transaction.read() as tx:
        rows = tx.session.execute(
            select(Recording.call_id, Recording.project)
            .where(Recording.id.in_(heard_recordings()))
            .order_by(Recording.id.desc())
            .limit(RECENT)
        ).all()
    return tuple(CallChoice(call_id, project or "") for call_id, project in rows)


def _is_nameless(entry: Entry) -> bool:
    return entry.kind == "op" and not isinstance(entry.raw.get("id"), str)


def _lit(tree: Trace, part: str, depth: int, unnamed: Iterator[Entry], texts: Mapping[int, str]) -> Iterator[Lit]:
    is_leaf = not tree.parts and not tree.said.startswith("rule ")
    op, _, name = tree.said.partition(" ") if is_leaf else ("", "", "")
    if is_leaf and not name:
        entry = next(unnamed, None)
        name = entry.name if entry and entry.raw.get("op") == op else ""
    hits = tuple(_hit(one, texts) for one in tree.evidence)
    joint = "" if is_leaf else tree.said
    yield Lit(depth, part, joint, op, name, tree.truth.value, tree.why, tree.measured, tree.limit, hits)
    for inner in tree.parts:
        below = iter(()) if tree.said.startswith("rule ") else unnamed
        yield from _lit(inner, part, depth + 1, below, texts)


def _hit(one: Evidence, texts: Mapping[int, str]) -> LitHit:
    quote = one.quote
    if quote and one.utterances and one.chars:
        quote = texts.get(one.utterances[0], quote)[slice(*one.chars)]
    return LitHit(one.utterances, one.start_s, one.end_s, quote, one.why, one.window)


def _sentences(transcript: Transcript, texts: Mapping[int, str], tree: Trace, lit: list[Lit]) -> Iterator[Sentence]:
    spans: dict[int, list[tuple[int, int, str]]] = {}
    labels = iter([one for one in lit if one.part == "when" and one.op])
    for leaf in _leaves(tree):
        label = next(labels, None)
        for one in leaf.evidence:
            if one.chars and one.utterances and not one.window:
                name = (label.name or label.op) if label else leaf.said
                spans.setdefault(one.utterances[0], []).append((*one.chars, name))
    for said in transcript.utterances:
        text = texts.get(said.id, said.text)
        doubtful = said.suspect is not None or (said.confidence is not None and said.confidence <= LOW_CONFIDENCE)
        yield Sentence(said.id, said.role.value, said.start_s, tuple(_cut(text, spans.get(said.id, []))), doubtful)


def _leaves(tree: Trace) -> Iterator[Trace]:
    if not tree.parts and not tree.said.startswith("rule "):
        yield tree
    for part in tree.parts:
        yield from _leaves(part)


def _cut(text: str, spans: list[tuple[int, int, str]]) -> Iterator[Segment]:
    borders = sorted({0, len(text), *(border for start, end, _ in spans for border in (start, end))})
    for start, end in pairwise(borders):
        names = tuple(dict.fromkeys(name for first, last, name in spans if first <= start and end <= last))
        yield Segment(text[start:end], names)
