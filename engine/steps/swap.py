"""Exchange agent and customer where they were taken for each other, and judge again what nobody has confirmed yet."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update

from engine import lease
from engine.access import Actor, Permission, require
from engine.call_metadata import metadata_of
from engine.casework.copies import digest_for
from engine.casework.judging import keep_run, latest_transcript
from engine.casework.move import lock_case, remember
from engine.casework.own_work import own_assignment
from engine.casework.rejudging import REJUDGED, rejudge
from engine.errors import Conflict, NotFound, Refused
from engine.queueing import Job
from engine.services import Services
from engine.speech.channels import NoticeCode
from engine.speech.swap import swapped
from models.channels import OTHER_WAY_ROUND
from models.lifecycle import State
from models.tables.cases import Case
from models.tables.recordings import Progress, Recording, TranscriptRow
from models.tables.reviews import AssignmentKind, AssignmentState
from models.tables.work import Stage
from models.transaction import Transaction
from rules.evaluate import evaluate
from rules.finding import Finding
from rules.rulebook import Rulebook
from rules.transcript import RoleSource, Transcript
from rules.transcript_file import transcript_from_json, transcript_json

# Doubts that a person has answered by exchanging the sides.
ANSWERED = frozenset({NoticeCode.SWAPPED_SUSPECTED.value, NoticeCode.ROLES_UNSURE.value})


@dataclass(frozen=True, slots=True)
class _Judged:
    rulebook: Rulebook
    findings: tuple[Finding, ...]


def swap(recording_id: int, *, actor: Actor, services: Services) -> None:
    """Append a transcript with the sides exchanged and judge the unconfirmed cases on it; twice gives the first again.

    Nothing is recognised again. Cases that a person has confirmed keep the transcript they were confirmed on.

    Raises:
        NotFound: no such recording.
        Refused: `not_heard`: it is on its way through the machine; `all_confirmed`: every case is confirmed.
        Conflict: it was heard or exchanged by somebody else in the meantime.
    """
    require(actor, Permission.RECORDING_SWAP_SIDES)
    _swap(recording_id, actor, services)


def swap_of_assignment(assignment_id: str, *, actor: Actor, services: Services) -> None:
    """As `swap`, by the inspector who has the review open.

    Raises:
        NotFound: not this inspector's review. Refused, Conflict: as `swap`.
    """
    require(actor, Permission.CASE_SWAP_SIDES)
    with services.transaction.read() as tx:
        assignment = own_assignment(tx, assignment_id, actor, AssignmentKind.REVIEW, (AssignmentState.OPEN,))
        recording_id = assignment.case.recording_id
    _swap(recording_id, actor, services)


def swap_of_case(case_id: str, *, actor: Actor, services: Services) -> None:
    """As `swap`, by somebody who looks after the case.

    Raises:
        NotFound: no such case. Refused, Conflict: as `swap`.
    """
    require(actor, Permission.RECORDING_SWAP_SIDES)
    with services.transaction.read() as tx:
        recording_id = tx.session.scalar(select(Case.recording_id).where(Case.public_id == case_id))
    if recording_id is None:
        raise NotFound("case")
    _swap(recording_id, actor, services)


def _swap(recording_id: int, actor: Actor, services: Services) -> None:
    with services.transaction.read() as tx:
        recording = tx.session.get(Recording, recording_id)
        if recording is None:
            raise NotFound("recording")
        if recording.progress not in (Progress.SCORED, Progress.ROUTED):
            raise Refused("not_heard")
        heard = latest_transcript(tx, recording_id)
        versions = _versions(tx, recording_id)
        metadata = metadata_of(recording)
    transcript = _turned(transcript_from_json(heard.body), recording.warnings)
    judged = {}
    for version_id in versions:
        rulebook = services.rulebooks.of(version_id)
        judged[version_id] = _Judged(rulebook, evaluate(rulebook, transcript, metadata))
    _store(heard, transcript, judged, actor, services)


def _versions(tx: Transaction, recording_id: int) -> frozenset[int]:
    """Versions of rulebooks that judged cases which may be judged again."""
    cases = tx.session.scalars(select(Case).where(Case.recording_id == recording_id)).all()
    open_cases = [case for case in cases if case.state in REJUDGED]
    if cases and not open_cases:
        raise Refused("all_confirmed")
    return frozenset(case.score_run.rulebook_version_id for case in open_cases)


def _turned(transcript: Transcript, warnings: Iterable[object]) -> Transcript:
    turned = swapped(transcript)
    if NoticeCode.ROLES_UNSURE.value in warnings:
        # The voices were told apart; whose is whose, a person has now said.
        return replace(turned, role_source=RoleSource.GIVEN, role_confidence=1.0)
    return turned


def _store(
    heard: TranscriptRow, transcript: Transcript, judged: dict[int, _Judged], actor: Actor, services: Services
) -> None:
    now = services.clock()
    body = transcript_json(transcript)
    with services.transaction() as tx:
        recording = tx.session.scalars(
            select(Recording).where(Recording.id == heard.recording_id).with_for_update(of=Recording)
        ).one()
        if latest_transcript(tx, recording.id).id != heard.id:
            raise Conflict("recording")
        # Rows from before policies were noted with transcripts were heard as the recording said until now.
        tx.session.execute(
            update(TranscriptRow)
            .where(TranscriptRow.recording_id == recording.id, TranscriptRow.channel_policy.is_(None))
            .values(channel_policy=recording.channel_policy)
        )
        row = _appended(tx, recording, heard, body, now)
        _judge_again(tx, recording, row, judged, actor, now)
        old = recording.channel_policy
        recording.channel_policy = OTHER_WAY_ROUND[old]
        recording.warnings = [one for one in recording.warnings if one not in ANSWERED]
        remember(
            tx,
            "recording.sides_exchanged",
            f"recording:{recording.id}",
            actor,
            now,
            old=old.value,
            new=recording.channel_policy.value,
            details={"transcript": row.id, "made_from": heard.id},
        )
        lease.request(tx, recording.id, Stage.ROUTE, row.input_digest, now)
        tx.after_commit(lambda: services.queue.wake(Job.ROUTE))


def _appended(
    tx: Transaction, recording: Recording, heard: TranscriptRow, body: dict[str, object], now: datetime
) -> TranscriptRow:
    row = TranscriptRow(
        recording_id=recording.id,
        input_digest=hashlib.sha256(f"{heard.input_digest}|sides exchanged".encode()).hexdigest(),
        body=body,
        peaks=heard.peaks,
        backend=heard.backend,
        model=heard.model,
        revision=heard.revision,
        took_s=0.0,
        created_at=now,
        channel_policy=OTHER_WAY_ROUND[heard.channel_policy or recording.channel_policy],
        lexicon_id=heard.lexicon_id,
        made_from_id=heard.id,
    )
    tx.session.add(row)
    tx.session.flush()
    if recording.safe_digest is not None and recording.safe_digest == digest_for(recording.playable_sha256, heard.id):
        # The same words at the same moments: the copy stays right.
        recording.safe_digest = digest_for(recording.playable_sha256, row.id)
    return row


def _judge_again(
    tx: Transaction,
    recording: Recording,
    row: TranscriptRow,
    judged: dict[int, _Judged],
    actor: Actor,
    now: datetime,
) -> None:
    case_ids = tx.session.scalars(select(Case.id).where(Case.recording_id == recording.id).order_by(Case.id)).all()
    cases = [case for case_id in case_ids if (case := lock_case(tx, case_id)).state in REJUDGED]
    for version_id, found in judged.items():
        own = [case for case in cases if case.score_run.rulebook_version_id == version_id]
        cards = [found.rulebook.scorecard(case.scorecard) for case in own]
        run = keep_run(tx, row, version_id, cards, found.findings, now)
        assert run is not None, "a transcript that was just appended was never judged"
        for case in own:
            rejudge(tx, case, run, found.rulebook, found.findings, actor, now)
    missed = [case for case in cases if case.score_run.rulebook_version_id not in judged]
    if missed or (case_ids and not cases):
        # Opened or confirmed between the two looks: nothing is written, and the next try sees it.
        raise Conflict("case", now=State.CONFIRMED.value if not cases else "")
