"""Take a recording in: keep the file, note the call, let transcription wait for a worker."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engine import lease
from engine.access import Actor, Permission, require
from engine.blind import masked_no
from engine.call_about import CallAbout
from engine.casework.move import remember
from engine.convert.formats import read_transcript_file
from engine.errors import Invalid, NotFound
from engine.queueing import Job
from engine.services import Services
from engine.speech.errors import UnreadableTranscript
from models.tables.organisation import User
from models.tables.recordings import Progress, Recording, Source
from models.tables.work import Stage
from models.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Ingested:
    """*duplicate*: the recording was here before; nothing was changed."""

    recording_id: int
    duplicate: bool


def ingest(
    path: Path,
    about: CallAbout,
    *,
    services: Services,
    actor: Actor | None = None,
    file_name: str | None = None,
    transcript: Path | None = None,
) -> Ingested:
    """Accept one recording. Safe to repeat, also at the same time: one file is one recording.

    Whether it can be heard is found out later, by a worker; what cannot be read ends FAILED with a reason.

    Args:
        transcript: made by another system; nothing is recognised then. It is *path* itself where there is no sound.

    Raises:
        NotFound: the source is unknown.
        Invalid: the call id belongs to another recording, a time cannot be, or the transcript is broken; `detail`
            says where.
    """
    if actor is not None:
        require(actor, Permission.RECORDING_IMPORT)
    if transcript is not None:
        _check(transcript)
    files = _Files(
        name=(file_name or path.name)[-255:],
        size_bytes=path.stat().st_size,
        sha256=services.storage.put(path),
        given_sha256=services.storage.put(transcript) if transcript is not None else None,
    )
    try:
        return _accept(files, about, services, actor)
    except IntegrityError:
        # Somebody took the same recording in between our look and our insert; now the look finds it.
        return _accept(files, about, services, actor)


@dataclass(frozen=True, slots=True)
class _Files:
    name: str
    size_bytes: int
    sha256: str
    given_sha256: str | None


def _check(transcript: Path) -> None:
    try:
        read_transcript_file(transcript)
    except UnreadableTranscript as error:
        raise Invalid("transcript", "broken_transcript", detail=str(error)) from None


def _accept(files: _Files, about: CallAbout, services: Services, actor: Actor | None) -> Ingested:
    now, sha256 = services.clock(), files.sha256
    with services.transaction() as tx:
        source = tx.session.scalars(select(Source).where(Source.name == about.source)).one_or_none()
        if source is None:
            raise NotFound("source")
        call_id = about.call_id or sha256[:24]
        known = _known(tx, source.id, call_id, sha256)
        if known is not None:
            return Ingested(known.id, duplicate=True)
        agent = _agent(tx, about.agent_no)
        zone = ZoneInfo(source.timezone)
        recording = Recording(
            source_id=source.id,
            call_id=call_id,
            sha256=sha256,
            given_sha256=files.given_sha256,
            size_bytes=files.size_bytes,
            file_name=files.name,
            progress=Progress.RECEIVED,
            direction=about.direction,
            channel_policy=about.channel_policy or source.policy_for(about.direction),
            project=about.project,
            queue=about.queue,
            agent_no=about.agent_no,
            agent_id=agent.id if agent else None,
            customer_no=masked_no(about.customer_no) if about.customer_no else None,
            started_at=_moment("started_at", about.started_at, zone, now),
            ended_at=_moment("ended_at", about.ended_at, zone, now),
            details=about.details,
            warnings=["unknown_agent"] if about.agent_no and agent is None else [],
            received_at=now,
        )
        if recording.started_at and recording.ended_at and recording.ended_at < recording.started_at:
            raise Invalid("ended_at", "ends_before_start")
        tx.session.add(recording)
        tx.session.flush()
        lease.request(tx, recording.id, Stage.TRANSCRIBE, transcribe_digest(recording), now)
        remember(tx, "recording.received", f"recording:{recording.id}", actor, now, details={"sha256": sha256})
        tx.after_commit(lambda: services.queue.wake(Job.TRANSCRIBE))
        return Ingested(recording.id, duplicate=False)


def transcribe_digest(recording: Recording) -> str:
    """What a hearing depends on besides the settings of the day: the sound and whose channel is whose."""
    if recording.given_sha256 is not None:
        return f"{recording.sha256[:24]}:{recording.given_sha256[:16]}:{recording.channel_policy.value}"
    return f"{recording.sha256[:40]}:{recording.channel_policy.value}"


def _known(tx: Transaction, source_id: int, call_id: str, sha256: str) -> Recording | None:
    same_sound = tx.session.scalars(select(Recording).where(Recording.sha256 == sha256)).one_or_none()
    if same_sound is not None:
        return same_sound
    same_call = tx.session.scalars(
        select(Recording).where(Recording.source_id == source_id, Recording.call_id == call_id)
    ).one_or_none()
    if same_call is not None and same_call.sha256 != sha256:
        raise Invalid("call_id", "taken_by_other_sound", detail=call_id)
    # The same sound after all: it was committed between our two looks.
    return same_call


def _agent(tx: Transaction, agent_no: str | None) -> User | None:
    if agent_no is None:
        return None
    return tx.session.scalars(select(User).where(User.agent_no == agent_no)).one_or_none()


def _moment(field: str, moment: datetime | None, zone: ZoneInfo, now: datetime) -> datetime | None:
    if moment is None:
        return None
    aware = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    # A day of grace: clocks of telephone systems are rarely right.
    if aware.year < 1990 or (aware - now).total_seconds() > 86400:
        raise Invalid(field, "impossible_time", detail=aware.isoformat())
    return aware
