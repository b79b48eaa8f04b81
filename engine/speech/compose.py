"""From what was recognised on each lane to the transcript of the call, with roles, marks and timeline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.speech.align import Spoken, by_speaker, spoken_in
from engine.speech.channels import Notice, NoticeCode
from engine.speech.listen import Listened
from engine.speech.ports import RATE_HZ, Diarization, Diarizer, FloatArray, Provenance, Said, Span
from engine.speech.privacy import without_card_codes
from engine.speech.quality import Suspect, echoes, suspicion, voiced_share
from engine.speech.roles import RoleGuess, agent_points, guess_agent
from engine.speech.timeline import timeline
from engine.speech.voiceprint import Voiceprint, likeness, voices_in
from rules.transcript import Role, RoleSource, Transcript, Utterance

# One formula of the other side's is chance, two and more are a habit.
SWAPPED_FROM_POINTS = 6.0
# Below this confidence the sides are shown as unsure; a rule about one side then cannot tell.
UNSURE_BELOW = 0.7


@dataclass(frozen=True, slots=True)
class Composed:
    transcript: Transcript
    notices: tuple[Notice, ...]
    diarizer: Provenance | None


def compose(
    lanes: Sequence[Listened],
    said: Sequence[Said],
    *,
    diarizer: Diarizer | None,
    voiceprint: Voiceprint | None,
    language: str,
    duration_s: float,
    drop_card_codes: bool,
) -> Composed:
    """Put a call together.

    Args:
        said: the texts of all windows of all lanes, in order.
    """
    texts = iter(said)
    spoken = [spoken_in(listened.windows, [next(texts) for _ in listened.windows]) for listened in lanes]
    if len(lanes) > 1:
        composed = _two_channels(lanes, spoken, language, duration_s)
    else:
        composed = _one_channel(lanes[0], spoken[0], diarizer, voiceprint, language, duration_s)
    if not drop_card_codes:
        return composed
    kept = without_card_codes(composed.transcript.utterances)
    return replace(composed, transcript=replace(composed.transcript, utterances=kept))


def _two_channels(
    lanes: Sequence[Listened], spoken: Sequence[Sequence[Spoken]], language: str, duration_s: float
) -> Composed:
    found = [
        _utterance(part, listened, listened.lane.role)
        for listened, parts in zip(lanes, spoken, strict=True)
        for part in parts
    ]
    utterances = _numbered(found)
    speech = {listened.lane.role: listened.speech for listened in lanes}
    notices = [] if any(speech.values()) else [Notice(NoticeCode.SILENT)]
    if swapped := _swapped(utterances):
        notices.append(Notice(NoticeCode.SWAPPED_SUSPECTED, f"{swapped:.0f}"))
    music = [span for listened in lanes for span in listened.music]
    line = timeline(speech, duration_s, overlaps_heard=True, utterances=utterances, music=music)
    return Composed(Transcript(utterances, line, language, RoleSource.CHANNEL, 1.0), tuple(notices), None)


def _swapped(utterances: Sequence[Utterance]) -> float:
    """How strongly the customer's words are the agent's; 0.0 when there is nothing to suspect."""
    points = {
        role: agent_points(said.text for said in utterances if said.role is role and said.suspect is None)
        for role in (Role.AGENT, Role.CUSTOMER)
    }
    lead = points[Role.CUSTOMER] - points[Role.AGENT]
    return lead if lead >= SWAPPED_FROM_POINTS else 0.0


def _one_channel(
    listened: Listened,
    spoken: Sequence[Spoken],
    diarizer: Diarizer | None,
    voiceprint: Voiceprint | None,
    language: str,
    duration_s: float,
) -> Composed:
    notices = [] if listened.speech else [Notice(NoticeCode.SILENT)]
    if diarizer is None or not listened.speech:
        utterances = _numbered([_utterance(part, listened, Role.UNKNOWN) for part in spoken])
        line = timeline(
            {Role.UNKNOWN: listened.speech},
            duration_s,
            overlaps_heard=False,
            utterances=utterances,
            music=listened.music,
        )
        return Composed(Transcript(utterances, line, language, RoleSource.NONE, 0.0), tuple(notices), None)

    turns = diarizer.diarize(listened.lane.samples, listened.speech)
    parts = by_speaker(spoken, turns.turns)
    guess = _agent(parts, listened.lane.samples, turns, voiceprint)
    confidence = round(min(turns.confidence, guess.confidence), 3)
    if turns.confidence < UNSURE_BELOW:
        notices.append(Notice(NoticeCode.SPEAKERS_UNSURE, f"{turns.confidence:.2f}"))
    elif guess.confidence < UNSURE_BELOW:
        notices.append(Notice(NoticeCode.ROLES_UNSURE, f"{guess.confidence:.2f}"))
    utterances = _numbered([_utterance(part, listened, _role(part.speaker, guess)) for part in parts])
    line = timeline(
        _speech_by_role(turns, guess, listened.speech),
        duration_s,
        overlaps_heard=turns.heard is not None,
        utterances=utterances,
        music=listened.music,
    )
    transcript = Transcript(utterances, line, language, RoleSource.DIARIZATION, confidence)
    return Composed(transcript, tuple(notices), diarizer.provenance)


def _agent(
    parts: Sequence[Spoken], samples: FloatArray, turns: Diarization, voiceprint: Voiceprint | None
) -> RoleGuess:
    """The agent by what is said, and by the voice when one is enrolled."""
    near: dict[int, float] = {}
    if voiceprint is not None:
        heard = voices_in(samples, turns.turns)
        near = {speaker: likeness(voice, voiceprint) for speaker, voice in heard.items()}
    texts: dict[int, list[str]] = {speaker: [] for speaker in near}
    for part in parts:
        if part.speaker is not None:
            texts.setdefault(part.speaker, []).append(part.text)
    return guess_agent(texts, parts[0].speaker if parts else None, near)


def _role(speaker: int | None, guess: RoleGuess) -> Role:
    if speaker is None or guess.agent is None:
        return Role.UNKNOWN
    return Role.AGENT if speaker == guess.agent else Role.CUSTOMER


def _speech_by_role(turns: Diarization, guess: RoleGuess, speech: Sequence[Span]) -> Mapping[Role, list[Span]]:
    """Each side's share of the detected speech."""
    shares: dict[Role, list[Span]] = {}
    for turn in turns.turns if turns.heard is None else turns.heard:
        for span in speech:
            start_s, end_s = max(turn.start_s, span.start_s), min(turn.end_s, span.end_s)
            if end_s > start_s:
                shares.setdefault(_role(turn.speaker, guess), []).append(Span(start_s, end_s))
    return shares


def _utterance(part: Spoken, listened: Listened, role: Role) -> Utterance:
    loudness_db = level_db(listened.lane.samples, part.start_s, part.end_s)
    suspect = suspicion(
        part.text,
        duration_s=part.end_s - part.start_s,
        confidence=part.confidence,
        loudness_db=loudness_db,
        voiced_share=voiced_share(part.start_s, part.end_s, listened.speech),
        mean_log_prob=part.mean_log_prob,
        no_speech_prob=part.no_speech_prob,
    )
    return Utterance(
        id=0,
        role=role,
        start_s=part.start_s,
        end_s=part.end_s,
        text=part.text,
        words=part.words,
        confidence=part.confidence,
        suspect=suspect,
        channel=listened.lane.channel,
        loudness_db=loudness_db,
    )


def _numbered(found: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """Sorted, counted from 1, with loops across windows marked."""
    ordered = sorted(found, key=lambda said: (said.start_s, said.end_s, said.channel or 0))
    numbered = tuple(replace(said, id=number) for number, said in enumerate(ordered, 1))
    echoing = {id_ for role in Role for id_ in echoes([said for said in numbered if said.role is role])}
    return tuple(
        replace(said, suspect=Suspect.LOOP) if said.id in echoing and said.suspect is None else said
        for said in numbered
    )


def level_db(samples: FloatArray, start_s: float, end_s: float) -> float | None:
    """Mean level of a stretch in dBFS; None for an empty one."""
    part = samples[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)]
    if not len(part):
        return None
    power = float(np.dot(part, part)) / len(part)
    return round(10 * float(np.log10(max(power, 1e-12))), 1)
