"""Make the copy of a recording that those hear who have no right to its numbers."""

from sqlalchemy import select

from engine.casework.copies import digest_for, keep_safe_copy
from engine.errors import NotFound
from engine.services import Services
from models.tables.recordings import Recording, TranscriptRow
from rules.transcript_file import transcript_from_json


def hush(recording_id: int, *, services: Services) -> None:
    """Make it from the newest transcript. Safe to repeat, also at the same time: the same sound gives the same bytes.

    Raises:
        NotFound: nobody has heard the recording yet, or its sound is not there.
    """
    with services.transaction.read() as tx:
        recording = tx.session.get(Recording, recording_id)
        heard = tx.session.scalars(
            select(TranscriptRow)
            .where(TranscriptRow.recording_id == recording_id)
            .order_by(TranscriptRow.id.desc())
            .limit(1)
        ).one_or_none()
        playable = recording.playable_sha256 if recording else None
        if heard is None or playable is None or not services.storage.has(playable):
            raise NotFound("audio")
    safe = keep_safe_copy(playable, transcript_from_json(heard.body).utterances, services)
    with services.transaction() as tx:
        kept = tx.session.get_one(Recording, recording_id)
        if kept.playable_sha256 == playable:
            kept.safe_sha256, kept.safe_digest = safe, digest_for(playable, heard.id)
