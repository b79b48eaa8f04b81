"""The sound of one moment of the case library, for those who may see the entry."""

from dataclasses import dataclass

from engine.access import Actor, Permission, require
from engine.casework.anonymising import anonymous
from engine.errors import NotFound
from engine.reading.library import visible_entry
from engine.reading.moments import moments
from engine.services import Services
from engine.speech.clip import CONTENT_TYPE, cut


@dataclass(frozen=True, slots=True)
class Clip:
    """*subject* is how the audit chain names what was heard; it never leaves the server."""

    sound: bytes
    media_type: str
    start_s: float
    duration_s: float
    subject: str


def library_clip(entry_id: str, number: int, *, actor: Actor, services: Services) -> Clip:
    """Raises:
    NotFound: no such moment, not one that the reader may hear, or its sound is not there.
    """
    require(actor, Permission.LIBRARY_READ)
    with services.transaction.read() as tx:
        entry = visible_entry(tx, entry_id, actor)
        hidden = anonymous(tx, entry.case)
        found = next((one for one in moments(tx, entry.case, hidden, services) if one.number == number), None)
        playable, subject = entry.case.recording.playable_sha256, f"case:{entry.case_id}"
    if found is None or playable is None or not services.storage.has(playable):
        raise NotFound("audio")
    # Cut when it is asked for: a clip never outlives the recording it was cut from.
    sound = cut(services.storage.path_of(playable), found.start_s, found.end_s, hidden.silenced)
    return Clip(sound, CONTENT_TYPE, found.start_s, found.end_s - found.start_s, subject)
