"""What was said in a call, as one reader may see it: the only door from a stored transcript to a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Select, select

from engine.access import Actor, Permission, may
from engine.blind import without_numbers
from engine.speech.redact import redactions
from models.channels import ChannelPolicy
from models.tables.recordings import TranscriptRow
from models.transaction import Transaction
from rules.transcript import Role, Transcript, Utterance
from rules.transcript_file import transcript_from_json

HIDDEN = "*"
# Shorter pieces of a number, alone, say nothing: "one", "12".
_SHORTEST_PIECE = 3


@dataclass(frozen=True, slots=True)
class Spoken:
    """A transcript without the numbers that its reader must not see; a hidden digit is a `*`, so places stay.

    Args:
        body: the transcript file of docs/interfaces.md.
        shown: utterances that hide something: their id, the whole text, and the text to be shown.
        pieces: the hidden stretches themselves.
        policy: how the channels were read; None: as the recording says.
    """

    body: Mapping[str, Any]
    shown: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    pieces: tuple[str, ...] = ()
    hides: bool = False
    policy: ChannelPolicy | None = None

    @property
    def role_confidence(self) -> float | None:
        """How sure it is who is who; None where each side has a channel of its own."""
        guessed = self.body.get("role_source") == "diarization"
        return float(self.body.get("role_confidence") or 0.0) if guessed else None

    def evidence(self, stored: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Evidence as stored, its quotes and reasons without the numbers."""
        return [self._without(one) for one in stored] if self.hides else list(stored)

    def text(self, said: str) -> str:
        """Words about the call, a reason or a comment, without the numbers."""
        if not self.hides:
            return said
        for piece in self.pieces:
            said = said.replace(piece, _starred(piece))
        return without_numbers(said)

    def _without(self, one: Mapping[str, Any]) -> Mapping[str, Any]:
        numbers = [int(number) for number in one.get("utterances") or ()]
        quote = str(one.get("quote") or "")
        hidden = self._quote(quote, numbers, one.get("chars")) if quote else quote
        why = str(one.get("why") or "")
        for number in numbers if why else ():
            whole, shown = self.shown.get(number, ("", ""))
            why = why.replace(whole, shown) if whole else why
        return {**one, "quote": hidden, "why": self.text(why)}

    def _quote(self, quote: str, numbers: Iterable[int], chars: Any) -> str:
        for number in numbers:
            whole, shown = self.shown.get(number, ("", ""))
            if chars and whole[int(chars[0]) : int(chars[1])] == quote:
                return shown[int(chars[0]) : int(chars[1])]
            if whole:
                quote = quote.replace(whole, shown)
        return self.text(quote)


def spoken(tx: Transaction, transcript_id: int, actor: Actor) -> Spoken:
    """The transcript for *actor*: numbers are hidden from those without the right to them."""
    row = tx.session.get_one(TranscriptRow, transcript_id)
    whole = Spoken(row.body) if may(actor, Permission.NUMBERS_READ) else without_private_numbers(row.body)
    return replace(whole, policy=row.channel_policy)


def whole(tx: Transaction, transcript_id: int) -> Transcript:
    """The transcript with every number, for judging alone: what is shown of it comes from `spoken`."""
    return transcript_from_json(tx.session.get_one(TranscriptRow, transcript_id).body)


def newest_of(tx: Transaction, recording_id: int) -> int | None:
    """The id of a recording's newest transcript; None where it has none."""
    newest = select(TranscriptRow.id).where(TranscriptRow.recording_id == recording_id)
    return tx.session.scalars(newest.order_by(TranscriptRow.id.desc()).limit(1)).one_or_none()


def is_kept(tx: Transaction, transcript_id: int) -> bool:
    """Whether a transcript is still there."""
    return tx.session.get(TranscriptRow, transcript_id) is not None


def heard_recordings() -> Select[int]:
    """The ids of the recordings that have a transcript, as a subquery."""
    return select(TranscriptRow.recording_id).distinct()


def without_private_numbers(body: Mapping[str, Any]) -> Spoken:
    """A stored transcript as those read it who have no right to its numbers. Pure."""
    texts = {int(one["id"]): str(one["text"]) for one in body["utterances"]}
    shown = dict(texts)
    pieces: set[str] = set()
    for hidden in redactions([_said(one) for one in body["utterances"]]):
        start, end = hidden.chars
        text = shown[hidden.utterance]
        shown[hidden.utterance] = text[:start] + _starred(text[start:end]) + text[end:]
        pieces.add(texts[hidden.utterance][start:end])
    changed = {number: (texts[number], text) for number, text in shown.items() if text != texts[number]}
    # A word's text could spell what its sentence hides.
    utterances = [
        {**one, "text": changed[int(one["id"])][1], "words": []} if int(one["id"]) in changed else one
        for one in body["utterances"]
    ]
    longest_first = sorted((one for one in pieces if len(one) >= _SHORTEST_PIECE), key=lambda one: (-len(one), one))
    return Spoken({**body, "utterances": utterances}, changed, tuple(longest_first), hides=True)


def _starred(text: str) -> str:
    return "".join(HIDDEN if one.isalnum() else one for one in text)


def _said(one: Mapping[str, Any]) -> Utterance:
    return Utterance(int(one["id"]), Role(one["role"]), float(one["start_s"]), float(one["end_s"]), str(one["text"]))
