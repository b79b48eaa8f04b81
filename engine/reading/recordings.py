"""Recordings as the operator at the command line sees them: everything; numbers that were spoken only when asked."""

from typing import Any

from sqlalchemy import select

from engine.errors import Invalid, NotFound
from engine.reading.spoken import Spoken, without_private_numbers
from engine.services import Services
from models.tables.cases import Case
from models.tables.recordings import Progress, Recording, ScoreRun, TranscriptRow


def list_recordings(services: Services, *, progress: str | None, limit: int) -> list[dict[str, Any]]:
    """Newest first.

    Raises:
        Invalid: *progress* is no state of a recording.
    """
    query = select(Recording).order_by(Recording.id.desc()).limit(limit)
    if progress is not None:
        if progress not in set(Progress):
            raise Invalid("state", "unknown", detail=", ".join(Progress))
        query = query.where(Recording.progress == Progress(progress))
    with services.transaction.read() as tx:
        return [_row(recording) for recording in tx.session.scalars(query)]


def show_recording(services: Services, recording_id: int, *, numbers: bool = False) -> dict[str, Any]:
    """One recording with its newest transcript, findings and cases.

    Args:
        numbers: telephone, identity and card numbers too.

    Raises:
        NotFound: no such recording.
    """
    with services.transaction.read() as tx:
        recording = tx.session.get(Recording, recording_id)
        if recording is None:
            raise NotFound("recording")
        transcript = tx.session.scalars(
            select(TranscriptRow)
            .where(TranscriptRow.recording_id == recording_id)
            .order_by(TranscriptRow.id.desc())
            .limit(1)
        ).one_or_none()
        spoken = _spoken(transcript, numbers=numbers)
        runs = tx.session.scalars(select(ScoreRun).where(ScoreRun.recording_id == recording_id).order_by(ScoreRun.id))
        cases = tx.session.scalars(select(Case).where(Case.recording_id == recording_id).order_by(Case.id))
        return {
            **_row(recording),
            "details": recording.details,
            "warnings": recording.warnings,
            "transcript": spoken.body or None,
            "model": transcript.model if transcript else None,
            "runs": [
                {"rulebook": run.rulebook_version.digest, "findings": [_finding(one, spoken) for one in run.findings]}
                for run in runs
            ],
            "cases": [
                {
                    "id": case.public_id,
                    "scorecard": case.scorecard,
                    "state": case.state.value,
                    "preliminary": case.preliminary_score,
                    "reviewed": case.reviewed_score,
                    "final": case.final_score,
                }
                for case in cases
            ],
        }


def _spoken(transcript: TranscriptRow | None, *, numbers: bool) -> Spoken:
    if transcript is None:
        return Spoken({})
    return Spoken(transcript.body) if numbers else without_private_numbers(transcript.body)


def _finding(finding: dict[str, Any], spoken: Spoken) -> dict[str, Any]:
    return {
        **finding,
        "why": spoken.text(str(finding.get("why") or "")),
        "evidence": spoken.evidence(finding.get("evidence") or ()),
    }


def _row(recording: Recording) -> dict[str, Any]:
    return {
        "id": recording.id,
        "call_id": recording.call_id,
        "progress": recording.progress.value,
        "failure_code": recording.failure_code,
        "failure_detail": recording.failure_detail,
        "project": recording.project,
        "agent_no": recording.agent_no,
        "direction": recording.direction.value,
        "duration_s": recording.duration_s,
        "started_at": recording.started_at.isoformat() if recording.started_at else None,
        "sha256": recording.sha256,
    }
