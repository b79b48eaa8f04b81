"""An agent's voice is kept to tell the two sides of a mixed channel apart, and erased when it may no longer be kept."""

import numpy as np
from sqlalchemy import select

from engine.access import Actor, Permission, require
from engine.casework.hearing import prepared, voice_of
from engine.casework.judging import latest_transcript
from engine.casework.move import remember
from engine.errors import NotFound, Refused
from engine.services import Services
from engine.speech.audio import decode
from engine.speech.channels import lanes_of
from engine.speech.errors import TooLittleVoice, UnreadableAudio
from engine.speech.ports import RATE_HZ, FloatArray
from engine.speech.voiceprint import Voiceprint
from engine.speech.voiceprint import enrol as voice_in
from models.channels import ChannelPolicy
from models.tables.recordings import Progress, Recording
from models.tables.voiceprints import VoiceprintRow
from rules.transcript import Role, Transcript
from rules.transcript_file import transcript_from_json

# More speech of one call makes the print no better, only the wait longer.
ENOUGH_S = 60.0


def enrol(recording_id: int, *, actor: Actor, services: Services) -> None:
    """Keep the voice on the agent's own channel of a recording; an earlier one of the same agent is erased.

    Raises:
        NotFound: no such recording.
        Refused: `not_heard`; `agent_unknown`; `no_own_channel`: both sides share one; `too_little_voice`.
    """
    require(actor, Permission.VOICEPRINT_ENROL)
    with services.transaction.read() as tx:
        recording = tx.session.get(Recording, recording_id)
        if recording is None:
            raise NotFound("recording")
        if recording.progress in (Progress.RECEIVED, Progress.FAILED):
            raise Refused("not_heard")
        if recording.agent_id is None:
            raise Refused("agent_unknown")
        agent_id = recording.agent_id
        heard = latest_transcript(tx, recording_id)
        policy = heard.channel_policy or recording.channel_policy
        call = prepared(tx, recording, services)
    if policy is ChannelPolicy.MONO_DIARIZE or not call.has_sound:
        raise Refused("no_own_channel")
    try:
        audio = decode(call.request.path, max_duration_s=services.settings.speech.max_duration_s, raw=call.request.raw)
        lanes = {lane.role: lane.samples for lane in lanes_of(audio.samples, policy).lanes}
        if Role.AGENT not in lanes:
            raise Refused("no_own_channel")
        voice = voice_in(_said_by_agent(lanes[Role.AGENT], transcript_from_json(heard.body)))
    except TooLittleVoice:
        raise Refused("too_little_voice") from None
    except UnreadableAudio:
        raise NotFound("audio") from None
    _keep(agent_id, recording_id, voice, actor, services)


def erase(voiceprint_id: int, *, actor: Actor, services: Services) -> None:
    """Erase a voice for good; that there was one, and who erased it, stays on record.

    Raises:
        NotFound: no such voice, or erased before.
    """
    require(actor, Permission.VOICEPRINT_ERASE)
    now = services.clock()
    with services.transaction() as tx:
        row = tx.session.scalars(
            select(VoiceprintRow).where(VoiceprintRow.id == voiceprint_id).with_for_update(of=VoiceprintRow)
        ).one_or_none()
        if row is None or row.erased_at is not None:
            raise NotFound("voiceprint")
        row.body, row.erased_at = None, now
        remember(tx, "voiceprint.erased", f"voiceprint:{row.id}", actor, now)


def _said_by_agent(samples: FloatArray, transcript: Transcript) -> FloatArray:
    """What the agent says, without what nobody may have said, up to as much as a print needs."""
    pieces: list[FloatArray] = []
    taken_s = 0.0
    for said in transcript.utterances:
        if said.role is not Role.AGENT or said.suspect is not None or taken_s >= ENOUGH_S:
            continue
        pieces.append(samples[round(said.start_s * RATE_HZ) : round(said.end_s * RATE_HZ)])
        taken_s += said.duration_s
    return np.concatenate(pieces) if pieces else samples[:0]


def _keep(agent_id: int, recording_id: int, voice: Voiceprint, actor: Actor, services: Services) -> None:
    now = services.clock()
    with services.transaction() as tx:
        earlier = voice_of(tx, agent_id)
        if earlier is not None:
            earlier.body, earlier.erased_at = None, now
            tx.session.flush()
            remember(tx, "voiceprint.erased", f"voiceprint:{earlier.id}", actor, now, why="enrolled anew")
        row = VoiceprintRow(
            agent_id=agent_id,
            recording_id=recording_id,
            body=voice.as_dict(),
            speech_s=voice.speech_s,
            created_at=now,
            created_by_id=actor.user_id,
        )
        tx.session.add(row)
        tx.session.flush()
        remember(
            tx,
            "voiceprint.enrolled",
            f"voiceprint:{row.id}",
            actor,
            now,
            details={"recording": recording_id, "agent": agent_id, "speech_s": voice.speech_s},
        )
