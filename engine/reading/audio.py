"""The sound of a call, for those who may hear it: a file without metadata, and its outline."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engine.access import Actor, Permission, may
from engine.casework.copies import copy_for
from engine.errors import NotFound
from engine.services import Services
from models.channels import ChannelPolicy
from models.lifecycle import State
from models.roles import StaffRole
from models.tables.cases import Case
from models.tables.recordings import Recording, ScoreRun, TranscriptRow
from models.tables.reviews import Assignment, AssignmentState
from models.tables.rulebooks import RulebookDraft
from models.transaction import Transaction

_RELEASED = frozenset({State.RELEASED, State.APPEALED, State.ADJUDICATION, State.FINAL})

_KINDS = {b"OggS": "audio/ogg", b"RIFF": "audio/wav", b"fLaC": "audio/flac", b"\x1aE\xdf\xa3": "audio/webm"}


@dataclass(frozen=True, slots=True)
class Audio:
    """What may be played. *subject* is how the audit chain names it; it never leaves the server."""

    path: Path
    media_type: str
    duration_s: float
    subject: str


@dataclass(frozen=True, slots=True)
class Unmade:
    """The copy that this reader may hear is not there yet; `engine.steps.hush` makes it."""

    recording_id: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Loudness of each lane: a byte per moment, *rate_hz* moments a second; *lanes* says who speaks on which."""

    rate_hz: float
    duration_s: float
    lanes: tuple[str, ...]
    levels: tuple[bytes, ...]


def assignment_audio(public_id: str, *, actor: Actor, services: Services) -> Audio | Unmade:
    """Raises:
    NotFound: no such assignment, not the reader's own, taken back, or its sound is not there.
    """
    with services.transaction.read() as tx:
        assignment = _own_assignment(tx, public_id, actor)
        return _audio(tx, assignment.case.recording, f"assignment:{assignment.id}", actor, services)


def assignment_outline(public_id: str, *, actor: Actor, services: Services) -> Outline:
    """Raises:
    NotFound: as for `assignment_audio`.
    """
    with services.transaction.read() as tx:
        return _outline(tx, _own_assignment(tx, public_id, actor).case)


def case_audio(public_id: str, *, actor: Actor, services: Services) -> Audio | Unmade:
    """Raises:
    NotFound: no such case, or not one that the reader may hear.
    """
    with services.transaction.read() as tx:
        case = _visible_case(tx, public_id, actor)
        return _audio(tx, case.recording, f"case:{case.id}", actor, services)


def example_audio(draft_id: str, number: int, *, actor: Actor, services: Services) -> Audio | Unmade:
    """The sound of a call that a draft of a rulebook would judge otherwise; *number*: its place in the replay.

    Raises:
        NotFound: no such draft or example, the reader may not read rules, or its sound is not there.
    """
    with services.transaction.read() as tx:
        draft = tx.session.scalars(select(RulebookDraft).where(RulebookDraft.public_id == draft_id)).one_or_none()
        examples = (draft.replay or {}).get("examples", ()) if draft else ()
        # Whoever reads rules here may hear every call.
        hears = may(actor, Permission.RULES_READ) and may(actor, Permission.CASE_LEAD_READ)
        recording = tx.session.get(Recording, examples[number]["recording"]) if 0 <= number < len(examples) else None
        if recording is None or not hears:
            raise NotFound("audio")
        return _audio(tx, recording, f"recording:{recording.id}", actor, services)


def case_outline(public_id: str, *, actor: Actor, services: Services) -> Outline:
    """Raises:
    NotFound: as for `case_audio`.
    """
    with services.transaction.read() as tx:
        return _outline(tx, _visible_case(tx, public_id, actor))


def lanes_of(policy: ChannelPolicy, channels: int) -> tuple[str, ...]:
    """Who speaks on which channel, in the order of the file."""
    if channels < 2 or policy is ChannelPolicy.MONO_DIARIZE:
        return ("mixed",) * max(1, channels)
    return ("agent", "customer") if policy is ChannelPolicy.STEREO_AGENT_LEFT else ("customer", "agent")


def _own_assignment(tx: Transaction, public_id: str, actor: Actor) -> Assignment:
    assignment = tx.session.scalars(select(Assignment).where(Assignment.public_id == public_id)).one_or_none()
    allowed = may(actor, Permission.CASE_REVIEW) or may(actor, Permission.APPEAL_INSPECTOR_OPINION)
    if (
        assignment is None
        or not allowed
        or assignment.inspector_id != actor.user_id
        or assignment.state is AssignmentState.RECALLED
    ):
        raise NotFound("audio")
    return assignment


def _visible_case(tx: Transaction, public_id: str, actor: Actor) -> Case:
    case = tx.session.scalars(select(Case).where(Case.public_id == public_id)).one_or_none()
    if case is None or not _hears(case, actor):
        raise NotFound("audio")
    return case


def _hears(case: Case, actor: Actor) -> bool:
    """An agent hears their own released calls, a team leader those of the team, QC leads and managers all."""
    if may(actor, Permission.CASE_LEAD_READ):
        return True
    if case.state not in _RELEASED:
        return False
    if actor.role is StaffRole.AGENT:
        return may(actor, Permission.CASE_OWN_READ) and case.agent_id == actor.user_id
    return may(actor, Permission.CASE_TEAM_READ) and actor.team_id is not None and case.team_id == actor.team_id


def _audio(tx: Transaction, recording: Recording, subject: str, actor: Actor, services: Services) -> Audio | Unmade:
    if recording.playable_sha256 is None or not services.storage.has(recording.playable_sha256):
        raise NotFound("audio")
    copy = copy_for(tx, recording, actor)
    if copy is None or not services.storage.has(copy):
        return Unmade(recording.id)
    path = services.storage.path_of(copy)
    return Audio(path, _media_type(path), recording.duration_s or 0.0, subject)


def _media_type(path: Path) -> str:
    with path.open("rb") as file:
        return _KINDS.get(file.read(4), "application/octet-stream")


def _outline(tx: Transaction, case: Case) -> Outline:
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    heard = tx.session.get_one(TranscriptRow, run.transcript_id)
    peaks: dict[str, Any] | None = heard.peaks
    if not peaks:
        raise NotFound("peaks")
    levels = tuple(bytes(min(255, round(level * 255)) for level in channel) for channel in peaks["channels"])
    rate_hz = float(peaks.get("rate_hz") or peaks.get("per_second") or 20)
    longest = max((len(lane) for lane in levels), default=0)
    return Outline(
        rate_hz=rate_hz,
        duration_s=float(peaks.get("duration_s") or case.recording.duration_s or longest / rate_hz),
        lanes=lanes_of(heard.channel_policy or case.recording.channel_policy, len(levels)),
        levels=levels,
    )
