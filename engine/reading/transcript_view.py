"""A transcript as people read it: utterances cut where a finding, a doubt or a hidden name begins or ends. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from engine.blind import MASK, Roster

# Below it the recogniser's words are more often wrong than right; the same limit at which rules stop relying on them.
DOUBTFUL_BELOW_PROB = 0.35


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one utterance that looks the same from end to end.

    Args:
        findings: keys of the judgements whose proof it is.
    """

    text: str
    findings: tuple[str, ...] = ()
    doubtful: bool = False
    masked: bool = False


@dataclass(frozen=True, slots=True)
class UtteranceView:
    """One turn, ready to be shown. *findings* are the judgements that quote it."""

    id: int
    role: str
    start_s: float
    end_s: float
    segments: tuple[Segment, ...]
    suspect: str | None = None
    findings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds of the call in which nobody speaks."""

    start_s: float
    end_s: float


def utterance_views(
    body: Mapping[str, Any], evidence: Mapping[str, Iterable[Mapping[str, Any]]], roster: Roster | None = None
) -> tuple[UtteranceView, ...]:
    """The utterances of a stored transcript.

    Args:
        body: as `engine.reading.spoken` gives it.
        evidence: per judgement key, its evidence as stored.
        roster: names and numbers that this reader must not see; None hides nothing.
    """
    marked = _marks(evidence)
    return tuple(_view(utterance, marked.get(int(utterance["id"]), ()), roster) for utterance in body["utterances"])


def silences(body: Mapping[str, Any], longer_than_s: float = 1.0) -> tuple[Stretch, ...]:
    """Where nobody speaks for longer than *longer_than_s*; what the player can jump over."""
    timeline = body.get("timeline") or {}
    stretches = (Stretch(float(one["start_s"]), float(one["end_s"])) for one in timeline.get("silences") or ())
    return tuple(stretch for stretch in stretches if stretch.end_s - stretch.start_s > longer_than_s)


_Mark = tuple[str, tuple[int, int] | None]


def _marks(evidence: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[int, list[_Mark]]:
    """Per utterance: which judgement quotes it, and which characters of it."""
    marks: dict[int, list[_Mark]] = {}
    for key, proofs in evidence.items():
        for proof in proofs:
            if proof.get("window"):
                continue  # a searched window is no proof against each sentence in it
            chars = proof.get("chars")
            for nth, utterance_id in enumerate(proof.get("utterances") or ()):
                span = (int(chars[0]), int(chars[1])) if chars and nth == 0 else None
                marks.setdefault(int(utterance_id), []).append((key, span))
    return marks


def _view(utterance: Mapping[str, Any], marks: Sequence[_Mark], roster: Roster | None) -> UtteranceView:
    text = str(utterance["text"])
    hidden = roster.spans(text) if roster else ()
    doubtful = tuple(_doubtful(text, utterance.get("words") or ()))
    return UtteranceView(
        id=int(utterance["id"]),
        role=str(utterance["role"]),
        start_s=float(utterance["start_s"]),
        end_s=float(utterance["end_s"]),
        segments=tuple(_segments(text, marks, doubtful, hidden)),
        suspect=utterance.get("suspect"),
        findings=tuple(dict.fromkeys(key for key, _ in marks)),
    )


def _segments(
    text: str,
    marks: Sequence[_Mark],
    doubtful: Sequence[tuple[int, int]],
    hidden: Sequence[tuple[int, int]],
) -> Iterator[Segment]:
    quoted = [(key, span) for key, span in marks if span is not None]
    cuts = {0, len(text)}
    for start, end in (*(span for _, span in quoted), *doubtful, *hidden):
        cuts |= {min(max(start, 0), len(text)), min(max(end, 0), len(text))}
    # Nothing may show how long a hidden name is, so a cut inside one is no cut.
    cuts = {cut for cut in cuts if not any(start < cut < end for start, end in hidden)}
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        masked = _touches(hidden, start, end)
        yield Segment(
            text=MASK if masked else text[start:end],
            findings=tuple(dict.fromkeys(key for key, (left, right) in quoted if left < end and start < right)),
            doubtful=not masked and _touches(doubtful, start, end),
            masked=masked,
        )


def _touches(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(left < end and start < right for left, right in spans)


def _doubtful(text: str, words: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, int]]:
    """Where the words lie in *text* that the recogniser was not sure of."""
    reached = 0
    for word in words:
        spoken = str(word["text"]).strip()
        at = text.find(spoken, reached)
        if not spoken or at < 0:
            continue
        reached = at + len(spoken)
        prob = word.get("prob")
        if prob is not None and prob < DOUBTFUL_BELOW_PROB:
            yield at, reached
