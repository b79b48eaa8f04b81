"""Hear recordings and keep what was said."""

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import select

from engine import lease
from engine.casework.move import remember
from engine.heart import Heart, terms_of
from engine.lease import Claim, StaleClaim
from engine.queueing import Job
from engine.services import Services
from engine.speech.errors import SpeechError, UnreadableAudio
from engine.speech.hear import Heard, Models, Request, hear_many
from engine.speech.peaks import peaks
from engine.speech.playable import write_playable
from models.channels import ChannelPolicy
from models.tables.recordings import Progress, Recording, TranscriptRow
from models.tables.work import Stage
from models.transaction import Transaction
from rules.transcript_file import transcript_json

log = structlog.get_logger()

HEARING_FAILED = "hearing_failed"


def transcribe(claims: Sequence[Claim], *, models: Models, services: Services) -> None:
    """Hear the recordings of *claims* together and store each as soon as it is ready.

    A file that cannot be heard ends FAILED with its reason and stops nobody; a claim that was lost in the
    meantime is dropped without a trace.
    """
    with services.transaction.read() as tx:
        recordings = {
            claim.work_id: tx.session.scalars(select(Recording).where(Recording.id == claim.recording_id)).one()
            for claim in claims
        }
    requests = [_request(recordings[claim.work_id], services) for claim in claims]
    with Heart(claims, services, stall_s=services.settings.work.stall_s) as heart:
        heard_in_order = hear_many(requests, models, services.settings.speech, advanced=heart.advanced)
        for claim, (_, heard) in zip(claims, heard_in_order, strict=True):
            heart.advanced()
            try:
                _end(claim, heard, services)
            except StaleClaim:
                log.warning("transcribe.stale", recording_id=claim.recording_id, fence=claim.fence)


def _request(recording: Recording, services: Services) -> Request:
    return Request(
        path=services.storage.path_of(recording.sha256),
        policy=ChannelPolicy(recording.channel_policy.value),
        language=recording.source.language,
    )


def _end(claim: Claim, heard: Heard | SpeechError, services: Services) -> None:
    if isinstance(heard, Heard):
        _store(claim, heard, services)
        return
    now = services.clock()
    with services.transaction() as tx:
        if isinstance(heard, UnreadableAudio):
            lease.give_up(tx, claim, heard.reason.value, _detail(heard), now)
        else:
            lease.give_back(tx, claim, HEARING_FAILED, type(heard).__name__, now, terms_of(services))
        remember(
            tx,
            "recording.not_heard",
            f"recording:{claim.recording_id}",
            None,
            now,
            details={"reason": heard.reason.value if isinstance(heard, UnreadableAudio) else HEARING_FAILED},
        )


def _detail(error: UnreadableAudio) -> str:
    return ", ".join(f"{name} {value}" for name, value in error.detail.items())


def _store(claim: Claim, heard: Heard, services: Services) -> None:
    playable_sha256 = _playable(heard, services)
    drawn = peaks(heard.audio.samples)
    body = transcript_json(heard.transcript)
    digest = _digest(claim, heard)
    now = services.clock()
    with services.transaction() as tx:
        lease.finish(tx, claim, now)
        recording = tx.session.get_one(Recording, claim.recording_id)
        row = _keep(tx, recording, digest, body, heard, now)
        row.peaks = {**drawn.as_dict(), "duration_s": heard.facts.duration_s}
        recording.progress = Progress.TRANSCRIBED
        recording.duration_s = heard.facts.duration_s
        recording.codec = heard.facts.codec
        recording.channels = heard.facts.channels
        recording.sample_rate_hz = heard.facts.sample_rate_hz
        recording.warnings = [*recording.warnings, *(notice.code.value for notice in heard.notices)]
        recording.playable_sha256 = playable_sha256
        tx.session.flush()
        lease.request(tx, recording.id, Stage.SCORE, digest, now)
        remember(
            tx,
            "recording.transcribed",
            f"recording:{recording.id}",
            None,
            now,
            details={"model": heard.provenance.model, "revision": heard.provenance.revision},
        )
        tx.after_commit(lambda: services.queue.wake(Job.SCORE))
    log.info(
        "transcript.stored",
        recording_id=claim.recording_id,
        utterances=len(heard.transcript.utterances),
        took_s=round(sum(heard.seconds.values()), 3),
        backend=heard.provenance.backend,
    )


def _keep(
    tx: Transaction, recording: Recording, digest: str, body: dict[str, Any], heard: Heard, now: Any
) -> TranscriptRow:
    known = tx.session.scalars(
        select(TranscriptRow).where(TranscriptRow.recording_id == recording.id, TranscriptRow.input_digest == digest)
    ).one_or_none()
    if known is not None:
        return known
    row = TranscriptRow(
        recording_id=recording.id,
        input_digest=digest,
        body=body,
        backend=heard.provenance.backend,
        model=heard.provenance.model,
        revision=heard.provenance.revision,
        took_s=sum(heard.seconds.values()),
        created_at=now,
    )
    tx.session.add(row)
    return row


def _playable(heard: Heard, services: Services) -> str:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "playable"
        write_playable(heard.audio, copy)
        return services.storage.put(copy)


def _digest(claim: Claim, heard: Heard) -> str:
    made_by = heard.provenance
    body = "|".join((claim.input_digest, made_by.backend, made_by.model, made_by.revision, made_by.options))
    return hashlib.sha256(body.encode()).hexdigest()
