"""Hear recordings, or read the transcripts that came with them, and keep what was said."""

import hashlib
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select

from engine import lease
from engine.casework.copies import digest_for, keep_copies
from engine.casework.heard import Hearing, given_hearing, hearing_of
from engine.casework.hearing import Prepared, prepared
from engine.casework.move import remember
from engine.heart import Heart, terms_of
from engine.lease import Claim, StaleClaim
from engine.queueing import Job
from engine.services import Services
from engine.speech.errors import SpeechError, UnreadableAudio, UnreadableTranscript
from engine.speech.hear import Models, hear_many
from engine.speech.peaks import peaks
from models.tables.recordings import Progress, Recording, TranscriptRow
from models.tables.work import Stage
from models.transaction import Transaction
from rules.transcript_file import transcript_json

log = structlog.get_logger()

HEARING_FAILED = "hearing_failed"
BROKEN_TRANSCRIPT = "broken_transcript"


def transcribe(claims: Sequence[Claim], *, models: Callable[[], Models], services: Services) -> None:
    """Hear the recordings of *claims* together and store each as soon as it is ready.

    A file that cannot be heard ends FAILED with its reason and stops nobody; a claim that was lost in the
    meantime is dropped without a trace.

    Args:
        models: asked for only when something has to be heard.
    """
    with services.transaction.read() as tx:
        ready = [(claim, prepared(tx, tx.session.get_one(Recording, claim.recording_id), services)) for claim in claims]
    given = [(claim, call) for claim, call in ready if call.given is not None]
    unheard = [(claim, call) for claim, call in ready if call.given is None]
    with Heart(claims, services, stall_s=services.settings.work.stall_s) as heart:
        for claim, call in given:
            _keep(claim, _read(call, services), services)
            heart.advanced()
        if not unheard:
            return
        requests = [call.request for _, call in unheard]
        heard_in_order = hear_many(requests, models(), services.settings.speech, advanced=heart.advanced)
        for (claim, call), (_, heard) in zip(unheard, heard_in_order, strict=True):
            heart.advanced()
            _keep(claim, heard if isinstance(heard, SpeechError) else hearing_of(heard, call), services)


def _read(call: Prepared, services: Services) -> Hearing | SpeechError:
    assert call.given is not None
    try:
        return given_hearing(call.given, call, max_duration_s=services.settings.speech.max_duration_s)
    except SpeechError as error:
        return error


def _keep(claim: Claim, heard: Hearing | SpeechError, services: Services) -> None:
    try:
        if isinstance(heard, Hearing):
            _store(claim, heard, services)
        else:
            _end(claim, heard, services)
    except StaleClaim:
        log.warning("transcribe.stale", recording_id=claim.recording_id, fence=claim.fence)


def _end(claim: Claim, error: SpeechError, services: Services) -> None:
    """No attempt can mend a bad file; a model that failed may do better."""
    now = services.clock()
    reason = HEARING_FAILED
    with services.transaction() as tx:
        if isinstance(error, UnreadableAudio):
            reason = error.reason.value
            lease.give_up(tx, claim, reason, _detail(error), now)
        elif isinstance(error, UnreadableTranscript):
            reason = BROKEN_TRANSCRIPT
            lease.give_up(tx, claim, reason, error.place, now)
        else:
            lease.give_back(tx, claim, reason, type(error).__name__, now, terms_of(services))
        remember(tx, "recording.not_heard", f"recording:{claim.recording_id}", None, now, details={"reason": reason})


def _detail(error: UnreadableAudio) -> str:
    return ", ".join(f"{name} {value}" for name, value in error.detail.items())


def _store(claim: Claim, heard: Hearing, services: Services) -> None:
    began = time.perf_counter()
    audio = heard.audio
    copies = keep_copies(audio, heard.transcript.utterances, services) if audio else None
    drawn = {**peaks(audio.samples).as_dict(), "duration_s": heard.duration_s} if audio else None
    body = transcript_json(heard.transcript)
    digest = _digest(claim, heard)
    now = services.clock()
    with services.transaction() as tx:
        lease.finish(tx, claim, now)
        recording = tx.session.get_one(Recording, claim.recording_id)
        row = _row(tx, recording, digest, body, heard, now)
        row.peaks = drawn
        tx.session.flush()
        _note_facts(recording, heard)
        if copies is not None:
            recording.playable_sha256, recording.safe_sha256 = copies
            recording.safe_digest = digest_for(recording.playable_sha256, row.id)
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
        took_s=round(heard.took_s + time.perf_counter() - began, 3),
        backend=heard.provenance.backend,
    )


def _note_facts(recording: Recording, heard: Hearing) -> None:
    recording.progress = Progress.TRANSCRIBED
    recording.duration_s = heard.duration_s
    recording.warnings = [*recording.warnings, *heard.notices]
    if heard.audio is not None:
        facts = heard.audio.facts
        recording.codec, recording.channels = facts.codec, facts.channels
        recording.sample_rate_hz = facts.sample_rate_hz


def _row(
    tx: Transaction, recording: Recording, digest: str, body: dict[str, Any], heard: Hearing, now: datetime
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
        took_s=heard.took_s,
        created_at=now,
        channel_policy=heard.policy,
        lexicon_id=heard.lexicon_id,
    )
    tx.session.add(row)
    return row


def _digest(claim: Claim, heard: Hearing) -> str:
    made_by = heard.provenance
    body = "|".join((claim.input_digest, made_by.backend, made_by.model, made_by.revision, made_by.options, heard.told))
    return hashlib.sha256(body.encode()).hexdigest()
