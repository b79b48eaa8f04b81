"""What a recording is heard with: its source's formats, its project's words, its agent's voice."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from engine.services import Services
from engine.speech.audio import RawFormat, needs_raw_format
from engine.speech.hear import Request
from engine.speech.ports import NO_HINTS, Hints
from engine.speech.voiceprint import Voiceprint
from models.tables.lexicons import Lexicon
from models.tables.recordings import Recording, Source
from models.tables.voiceprints import VoiceprintRow
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request with what has to be remembered of it.

    Args:
        given: the transcript that came with the recording; nothing is recognised then.
        has_sound: False where the transcript is all there is.
        meant: what is often heard wrong, and what is meant.
        told: what the hearing was told besides the sound; a part of its digest.
    """

    request: Request
    given: Path | None = None
    has_sound: bool = True
    lexicon_id: int | None = None
    meant: dict[str, str] = field(default_factory=dict)
    told: str = ""


def prepared(tx: Transaction, recording: Recording, services: Services) -> Prepared:
    """What hears *recording*, and how."""
    path = services.storage.path_of(recording.sha256)
    given = services.storage.path_of(recording.given_sha256) if recording.given_sha256 else None
    lexicon = newest_lexicon(tx, recording.project)
    voice = voice_of(tx, recording.agent_id)
    return Prepared(
        request=Request(
            path=path,
            policy=recording.channel_policy,
            language=recording.source.language,
            hints=Hints(tuple(lexicon.hot_words), lexicon.initial_prompt) if lexicon else NO_HINTS,
            raw=_raw(recording, path) if recording.sha256 != recording.given_sha256 else None,
            voiceprint=Voiceprint.of(voice.body) if voice and voice.body else None,
        ),
        given=given,
        has_sound=recording.sha256 != recording.given_sha256,
        lexicon_id=lexicon.id if lexicon else None,
        meant={str(heard): str(meant) for heard, meant in lexicon.corrections} if lexicon else {},
        told=f"lexicon {lexicon.id if lexicon else 0} voice {voice.id if voice else 0}" if lexicon or voice else "",
    )


def newest_lexicon(tx: Transaction, project: str | None) -> Lexicon | None:
    """The words of a project as they hold now."""
    return tx.session.scalars(
        select(Lexicon).where(Lexicon.project == project).order_by(Lexicon.version.desc()).limit(1)
    ).one_or_none()


def voice_of(tx: Transaction, agent_id: int | None) -> VoiceprintRow | None:
    """The voice of an agent, as long as it is kept."""
    return tx.session.scalars(
        select(VoiceprintRow).where(VoiceprintRow.agent_id == agent_id, VoiceprintRow.erased_at.is_(None))
    ).one_or_none()


def raw_format(source: Source) -> RawFormat | None:
    """What *source* says of files without a header; None where it has none."""
    if source.raw_encoding is None:
        return None
    return RawFormat(source.raw_encoding, source.raw_sample_rate_hz or 8000, source.raw_channels or 1)


def _raw(recording: Recording, path: Path) -> RawFormat | None:
    raw = raw_format(recording.source)
    return raw if raw is not None and needs_raw_format(path, recording.file_name) else None
