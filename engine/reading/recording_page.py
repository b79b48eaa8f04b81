"""One recording as those see it who look after the machine's side: how it was heard, and what can be mended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Permission, may, require
from engine.casework.hearing import voice_of
from engine.casework.rejudging import REJUDGED
from engine.errors import NotFound
from engine.reading.recording_list import RecordingLine, line_of
from engine.services import Services
from engine.speech.compose import UNSURE_BELOW
from models.channels import ChannelPolicy
from models.tables.cases import Case
from models.tables.lexicons import Lexicon
from models.tables.organisation import User
from models.tables.recordings import Progress, Recording, TranscriptRow
from models.transaction import Transaction

_HEARD = frozenset({Progress.SCORED, Progress.ROUTED})


@dataclass(frozen=True, slots=True)
class TranscriptVersion:
    """One hearing.

    Args:
        lexicon: version of the project's words it was told; None: none.
        role_confidence: how sure it is who is who; None where each side has a channel of its own.
        exchanged: made by exchanging the sides of the one before.
    """

    number: int
    at: datetime
    backend: str
    model: str
    policy: str
    lexicon: int | None
    role_confidence: float | None
    exchanged: bool

    @property
    def roles_doubtful(self) -> bool:
        return self.role_confidence is not None and self.role_confidence < UNSURE_BELOW


@dataclass(frozen=True, slots=True)
class Voice:
    """The voice that is kept of the recording's agent; *voiceprint_id* None: none is."""

    agent: str
    agent_no: str
    voiceprint_id: int | None
    at: datetime | None
    speech_s: float


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """One recording.

    Args:
        has_sound: False where a transcript is all that came.
        given: it came with a transcript made elsewhere.
        transcripts: newest first.
        confirmed: cases that keep the transcript they were confirmed on.
        voice: None for a reader who may not enrol voices.
    """

    line: RecordingLine
    codec: str
    channels: int | None
    sample_rate_hz: int | None
    has_sound: bool
    given: bool
    transcripts: tuple[TranscriptVersion, ...]
    open_cases: int
    confirmed: int
    voice: Voice | None
    can_swap: bool
    can_enrol: bool
    can_retry: bool

    @property
    def newest(self) -> TranscriptVersion | None:
        return self.transcripts[0] if self.transcripts else None


def recording_page(recording_id: int, *, actor: Actor, services: Services) -> RecordingPage:
    """Raises:
    NotFound: no such recording.
    """
    require(actor, Permission.RECORDING_IMPORT)
    with services.transaction.read() as tx:
        recording = tx.session.get(Recording, recording_id)
        if recording is None:
            raise NotFound("recording")
        cases = tx.session.scalars(select(Case).where(Case.recording_id == recording_id)).all()
        open_cases = sum(case.state in REJUDGED for case in cases)
        heard = recording.progress in _HEARD
        voice = _voice(tx, recording) if may(actor, Permission.VOICEPRINT_ENROL) else None
        transcripts = tuple(_versions(tx, recording))
        own_channel = bool(transcripts) and transcripts[0].policy != ChannelPolicy.MONO_DIARIZE.value
        return RecordingPage(
            line=line_of(recording),
            codec=recording.codec or "",
            channels=recording.channels,
            sample_rate_hz=recording.sample_rate_hz,
            has_sound=recording.playable_sha256 is not None,
            given=recording.given_sha256 is not None,
            transcripts=transcripts,
            open_cases=open_cases,
            confirmed=len(cases) - open_cases,
            voice=voice,
            can_swap=heard and may(actor, Permission.RECORDING_SWAP_SIDES) and (bool(open_cases) or not cases),
            can_enrol=heard and voice is not None and own_channel and recording.playable_sha256 is not None,
            can_retry=recording.progress is Progress.FAILED and may(actor, Permission.RECORDING_RETRY),
        )


def _versions(tx: Transaction, recording: Recording) -> list[TranscriptVersion]:
    rows = tx.session.execute(
        select(TranscriptRow, Lexicon.version)
        .outerjoin(Lexicon, Lexicon.id == TranscriptRow.lexicon_id)
        .where(TranscriptRow.recording_id == recording.id)
        .order_by(TranscriptRow.id)
    ).all()
    return [
        TranscriptVersion(
            number=number,
            at=row.created_at,
            backend=row.backend,
            model=row.model,
            policy=(row.channel_policy or recording.channel_policy).value,
            lexicon=version,
            role_confidence=_role_confidence(row),
            exchanged=row.made_from_id is not None,
        )
        for number, (row, version) in enumerate(rows, start=1)
    ][::-1]


def _role_confidence(row: TranscriptRow) -> float | None:
    guessed = row.body.get("role_source") == "diarization"
    return float(row.body.get("role_confidence") or 0.0) if guessed else None


def _voice(tx: Transaction, recording: Recording) -> Voice | None:
    agent = tx.session.get(User, recording.agent_id) if recording.agent_id else None
    if agent is None:
        return None
    kept = voice_of(tx, agent.id)
    return Voice(
        agent=agent.name,
        agent_no=agent.agent_no or "",
        voiceprint_id=kept.id if kept else None,
        at=kept.created_at if kept else None,
        speech_s=kept.speech_s if kept else 0.0,
    )
