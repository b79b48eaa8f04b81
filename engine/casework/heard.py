"""What a hearing gave, whoever heard: the recogniser here, or another system whose transcript came with the call."""

from dataclasses import dataclass, replace
from pathlib import Path

from engine.casework.hearing import Prepared
from engine.convert.formats import read_transcript_file
from engine.speech.audio import Audio, decode
from engine.speech.channels import NoticeCode, lanes_of
from engine.speech.compose import UNSURE_BELOW, level_db
from engine.speech.corrections import corrected
from engine.speech.hear import Heard
from engine.speech.ports import Provenance
from engine.storage import sha256_of
from models.channels import ChannelPolicy
from rules.transcript import Role, RoleSource, Transcript

GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Hearing:
    """A transcript and where it comes from.

    Args:
        audio: the sound; None for a call of which only the words are known.
        policy: how the channels were read.
        notices: codes of what a person should know.
    """

    transcript: Transcript
    provenance: Provenance
    policy: ChannelPolicy
    audio: Audio | None
    notices: tuple[str, ...] = ()
    lexicon_id: int | None = None
    told: str = ""
    took_s: float = 0.0

    @property
    def duration_s(self) -> float:
        return self.audio.facts.duration_s if self.audio else self.transcript.timeline.duration_s


def hearing_of(heard: Heard, prepared: Prepared) -> Hearing:
    """What the recogniser heard, with the project's corrections."""
    transcript = heard.transcript
    return Hearing(
        transcript=replace(transcript, utterances=corrected(transcript.utterances, prepared.meant)),
        provenance=heard.provenance,
        policy=heard.policy,
        audio=heard.audio,
        notices=tuple(notice.code.value for notice in heard.notices),
        lexicon_id=prepared.lexicon_id,
        told=prepared.told,
        took_s=sum(heard.seconds.values()),
    )


def given_hearing(given: Path, prepared: Prepared, *, max_duration_s: float) -> Hearing:
    """The transcript that came with a call; nothing is recognised. The sound, where there is any, tells loudness.

    Raises:
        UnreadableTranscript: the transcript is broken.
        UnreadableAudio: the sound beside it is.
    """
    converted = read_transcript_file(given)
    transcript = converted.transcript
    audio = None
    if prepared.has_sound:
        audio = decode(prepared.request.path, max_duration_s=max_duration_s, raw=prepared.request.raw)
        transcript = _with_loudness(transcript, audio, prepared.request.policy)
    notices = [warning.partition(":")[0] for warning in converted.warnings]
    if transcript.role_source is RoleSource.DIARIZATION and transcript.role_confidence < UNSURE_BELOW:
        notices.append(NoticeCode.ROLES_UNSURE.value)
    return Hearing(
        transcript=transcript,
        provenance=Provenance(GIVEN, converted.format, sha256_of(given)[:16], ""),
        policy=prepared.request.policy if audio is not None else ChannelPolicy.MONO_DIARIZE,
        audio=audio,
        notices=tuple(notices),
    )


def _with_loudness(transcript: Transcript, audio: Audio, policy: ChannelPolicy) -> Transcript:
    """Each utterance with its level on its side's channel, or on the mix."""
    lanes = {lane.role: lane.samples for lane in lanes_of(audio.samples, policy).lanes}
    line = transcript.timeline
    return replace(
        transcript,
        utterances=tuple(
            replace(said, loudness_db=level_db(samples, said.start_s, said.end_s))
            if (samples := lanes.get(said.role, lanes.get(Role.UNKNOWN))) is not None
            else said
            for said in transcript.utterances
        ),
        timeline=replace(line, duration_s=max(line.duration_s, audio.facts.duration_s)),
    )
