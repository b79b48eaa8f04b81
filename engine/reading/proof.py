"""The proof of a judgement: whole sentences with the words that count marked, or the stretch that was searched."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from engine.blind import Roster

Utterances = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence; *hit*: these are the words that count."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """One place in the call.

    Args:
        parts: the sentence; empty where the proof is not in words.
        window: the stretch was searched and nothing was there.
    """

    start_s: float
    end_s: float
    parts: tuple[Part, ...]
    why: str
    role: str
    window: bool

    @property
    def quote(self) -> str:
        return "".join(part.text for part in self.parts)


def proofs(evidence: Iterable[Mapping[str, Any]], utterances: Utterances, hidden: Roster) -> tuple[Proof, ...]:
    """Places in order of time. Several hits in one sentence are one place; *hidden* names are masked."""
    return tuple(sorted(_places(list(evidence), utterances, hidden), key=lambda one: (one.start_s, one.end_s)))


def _places(evidence: list[Mapping[str, Any]], utterances: Utterances, hidden: Roster) -> Iterator[Proof]:
    in_sentence: dict[int, list[Mapping[str, Any]]] = {}
    searched: dict[tuple[float, float], list[Mapping[str, Any]]] = {}
    for one in evidence:
        spoken = [number for number in one.get("utterances") or () if number in utterances]
        if one.get("chars") and spoken and not one.get("window"):
            in_sentence.setdefault(spoken[0], []).append(one)
        elif one.get("window"):
            searched.setdefault((float(one["start_s"]), float(one["end_s"])), []).append(one)
        else:
            yield _place(one, str(utterances[spoken[0]]["role"]) if spoken else "unknown", hidden)
    for found in searched.values():
        # Several conditions that searched the same stretch are one place with several reasons.
        yield _place({**found[0], "why": _together(found)}, "unknown", hidden)
    for number, hits in in_sentence.items():
        yield _sentence(hits, utterances[number], hidden)


def _place(one: Mapping[str, Any], role: str, hidden: Roster) -> Proof:
    quote = hidden.mask(str(one.get("quote") or ""))
    return Proof(
        start_s=float(one["start_s"]),
        end_s=float(one["end_s"]),
        parts=(Part(quote),) if quote else (),
        why=hidden.mask(str(one.get("why") or "")),
        role=role,
        window=bool(one.get("window")),
    )


def _sentence(hits: list[Mapping[str, Any]], utterance: Mapping[str, Any], hidden: Roster) -> Proof:
    spans = [(int(one["chars"][0]), int(one["chars"][1])) for one in hits]
    return Proof(
        start_s=float(utterance["start_s"]),
        end_s=float(utterance["end_s"]),
        parts=tuple(_parts(str(utterance["text"]), spans, hidden)),
        why=hidden.mask(_together(hits)),
        role=str(utterance["role"]),
        window=False,
    )


def _together(evidence: list[Mapping[str, Any]]) -> str:
    return "; ".join(dict.fromkeys(str(one["why"]) for one in evidence if one.get("why")))


def _parts(text: str, spans: list[tuple[int, int]], hidden: Roster) -> Iterator[Part]:
    names = hidden.spans(text)
    # A name is never cut in two, or half of it would be read.
    cuts = {0, len(text), *(edge for span in spans for edge in span if 0 <= edge <= len(text))}
    cuts = {cut for cut in cuts if not any(start < cut < end for start, end in names)}
    for start, end in pairwise(sorted(cuts)):
        yield Part(hidden.mask(text[start:end]), any(left < end and start < right for left, right in spans))
