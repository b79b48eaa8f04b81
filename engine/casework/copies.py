"""The copies of a recording that people hear: one with all that may be kept, one without spoken numbers."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select

from engine.access import Actor, Permission, may
from engine.services import Services
from engine.speech.audio import Audio, decode
from engine.speech.playable import write_playable
from engine.speech.ports import Span
from engine.speech.redact import dropped_spans, silenced_spans
from models.tables.recordings import Recording, TranscriptRow
from models.transaction import Transaction
from rules.transcript import Utterance

# Counted up when silence is cut differently: copies of an older form are made again.
FORM = 1


def copy_for(tx: Transaction, recording: Recording, actor: Actor) -> str | None:
    """SHA-256 of the copy that *actor* may hear; None while it is not made. Never the other one instead."""
    if may(actor, Permission.NUMBERS_READ):
        return recording.playable_sha256
    return recording.safe_sha256 if recording.safe_digest == safe_digest(tx, recording) else None


def safe_digest(tx: Transaction, recording: Recording) -> str | None:
    """What a safe copy of *recording* has to be made of now; None where nothing was heard yet."""
    newest = tx.session.scalar(select(func.max(TranscriptRow.id)).where(TranscriptRow.recording_id == recording.id))
    return None if newest is None else digest_for(recording.playable_sha256, newest)


def digest_for(playable_sha256: str | None, transcript_id: int) -> str | None:
    """The name of what a safe copy is made of."""
    return None if playable_sha256 is None else f"{FORM}:{transcript_id}:{playable_sha256[:40]}"


def keep_copies(audio: Audio, utterances: Sequence[Utterance], services: Services) -> tuple[str, str]:
    """Write both copies; their hashes, the safe one last. Neither holds a card's security code."""
    whole = _kept(audio, dropped_spans(utterances), services)
    silenced = silenced_spans(utterances)
    return whole, _kept(audio, silenced, services) if silenced else whole


def keep_safe_copy(playable_sha256: str, utterances: Sequence[Utterance], services: Services) -> str:
    """The safe copy of a recording that has the other one already."""
    silenced = silenced_spans(utterances)
    if not silenced:
        return playable_sha256
    path = services.storage.path_of(playable_sha256)
    audio = decode(path, max_duration_s=services.settings.speech.max_duration_s)
    return _kept(audio, silenced, services)


def _kept(audio: Audio, silenced: Sequence[Span], services: Services) -> str:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        write_playable(audio, copy, silenced=silenced)
        return services.storage.put(copy)
