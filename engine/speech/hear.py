"""Hear a call: from a file to a transcript that can be trusted.

decode → lanes (which channel is whom) → voice activity → windows → recogniser → utterances → roles → marks → timeline.
Windows of several channels and recordings fill the recogniser's batches together.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from engine.speech.audio import Audio, AudioFacts, RawFormat, decode
from engine.speech.channels import Lanes, Notice, NoticeCode, lanes_of
from engine.speech.compose import compose
from engine.speech.errors import SpeechError
from engine.speech.listen import Listened, listen
from engine.speech.options import SpeechSettings
from engine.speech.ports import NO_HINTS, Clip, Diarizer, Hints, Provenance, Said, Span, Transcriber
from engine.speech.quality import CallQuality, call_quality
from engine.speech.voiceprint import Voiceprint
from models.channels import ChannelPolicy
from rules.transcript import Transcript

# Clips gathered before the recogniser is asked: enough to fill its batches, little enough to hold in memory.
BATCHES_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Request:
    """One recording to hear.

    Args:
        language: of this recording; None takes the settings' one.
        raw: what the source says of a file without a header.
        voiceprint: of the agent; helps to tell who is who on a mixed channel.
    """

    path: Path
    policy: ChannelPolicy
    language: str | None = None
    hints: Hints = NO_HINTS
    raw: RawFormat | None = None
    voiceprint: Voiceprint | None = None


@dataclass(frozen=True, slots=True)
class Models:
    """What hears: loaded once, used for many recordings."""

    transcriber: Transcriber
    diarizer: Diarizer | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything the engine knows of a recording after hearing it.

    Args:
        speech: per channel of the file (one entry for a mixed channel), where somebody speaks.
        audio: the decoded sound, to draw and to copy; not stored.
        seconds: time spent per stage.
    """

    transcript: Transcript
    facts: AudioFacts
    policy: ChannelPolicy
    notices: tuple[Notice, ...]
    provenance: Provenance
    diarizer: Provenance | None
    speech: tuple[tuple[Span, ...], ...]
    audio: Audio
    quality: CallQuality
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Prepared:
    request: Request
    audio: Audio
    laid_out: Lanes
    lanes: tuple[Listened, ...]
    language: str
    hints: Hints
    clips: tuple[Clip, ...]
    seconds: dict[str, float]


def hear(request: Request, models: Models, settings: SpeechSettings) -> Heard:
    """Hear one recording.

    Raises:
        UnreadableAudio: the file holds nothing to hear.
        TranscriptionFailed, DiarizationFailed: a model raised.
    """
    _, heard = next(hear_many([request], models, settings))
    if isinstance(heard, SpeechError):
        raise heard
    return heard


def hear_many(
    requests: Iterable[Request],
    models: Models,
    settings: SpeechSettings,
    *,
    advanced: Callable[[], None] | None = None,
) -> Iterator[tuple[Request, Heard | SpeechError]]:
    """Hear recordings together, in the order given; one that fails comes with its error and stops nobody.

    Args:
        advanced: called whenever the machine has truly got on: after each file and each batch.
    """
    enough = models.transcriber.batch_clips * BATCHES_AT_ONCE
    waiting: list[tuple[Request, _Prepared | SpeechError]] = []
    clips = 0
    for request in requests:
        ready = _tried(request, models, settings)
        waiting.append((request, ready))
        clips += len(ready.clips) if isinstance(ready, _Prepared) else 0
        if advanced is not None:
            advanced()
        if clips >= enough:
            yield from _finished(waiting, models, settings, advanced)
            waiting, clips = [], 0
    yield from _finished(waiting, models, settings, advanced)


def _tried(request: Request, models: Models, settings: SpeechSettings) -> _Prepared | SpeechError:
    try:
        return _prepared(request, models, settings)
    except SpeechError as error:
        return error


def _prepared(request: Request, models: Models, settings: SpeechSettings) -> _Prepared:
    began = time.perf_counter()
    audio = decode(request.path, max_duration_s=settings.max_duration_s, raw=request.raw)
    decoded = time.perf_counter()
    laid_out = lanes_of(audio.samples, request.policy)
    with ThreadPoolExecutor(len(laid_out.lanes)) as pool:
        lanes = tuple(pool.map(lambda lane: listen(lane, models.transcriber.window, settings), laid_out.lanes))
    listened = time.perf_counter()
    hints = Hints((*settings.hot_words, *request.hints.hot_words), request.hints.prompt or settings.initial_prompt)
    language = request.language or settings.language or _detected(lanes, models.transcriber)
    detected = time.perf_counter()
    clips = tuple(
        Clip(window.samples(listened.lane.samples), language, hints)
        for listened in lanes
        for window in listened.windows
    )
    seconds = {"decode": decoded - began, "activity": listened - decoded, "language": detected - listened}
    return _Prepared(request, audio, laid_out, lanes, language, hints, clips, seconds)


def _with_hints(provenance: Provenance, hints: Hints) -> Provenance:
    """The provenance of one transcript: what it was told to expect belongs to its options."""
    if hints == NO_HINTS:
        return provenance
    told = "\n".join((provenance.options, hints.prompt, *hints.hot_words))
    return replace(provenance, options=hashlib.sha256(told.encode()).hexdigest()[:12])


def _detected(lanes: Sequence[Listened], transcriber: Transcriber) -> str:
    """The language of the longest windows of the call."""
    windows = [(window, listened.lane.samples) for listened in lanes for window in listened.windows]
    windows.sort(key=lambda pair: -sum(piece.speech.duration_s for piece in pair[0].pieces))
    language, _ = transcriber.language_of([window.samples(samples) for window, samples in windows[:3]])
    return language


def _finished(
    waiting: Sequence[tuple[Request, _Prepared | SpeechError]],
    models: Models,
    settings: SpeechSettings,
    advanced: Callable[[], None] | None,
) -> Iterator[tuple[Request, Heard | SpeechError]]:
    ready = [prepared for _, prepared in waiting if isinstance(prepared, _Prepared)]
    texts = iter(_said(ready, models.transcriber, advanced))
    for request, prepared in waiting:
        if isinstance(prepared, SpeechError):
            yield request, prepared
            continue
        said = next(texts)
        if isinstance(said, SpeechError):
            yield request, said
            continue
        try:
            yield request, _heard(prepared, said, models, settings)
        except SpeechError as error:
            yield request, error


def _said(
    ready: Sequence[_Prepared], transcriber: Transcriber, advanced: Callable[[], None] | None
) -> list[tuple[Said, ...] | SpeechError]:
    """What was said in each recording; when the batch fails, each is tried alone, so that one cannot spoil the rest."""
    clips = [clip for prepared in ready for clip in prepared.clips]
    began = time.perf_counter()
    try:
        said = iter(transcriber.transcribe(clips, advanced=(lambda _: advanced()) if advanced else None))
    except SpeechError as error:
        if len(ready) == 1:
            return [error]
        return [_said([prepared], transcriber, advanced)[0] for prepared in ready]
    spent_s = time.perf_counter() - began
    for prepared in ready:
        prepared.seconds["recognise"] = spent_s * len(prepared.clips) / max(1, len(clips))
    return [tuple(next(said) for _ in prepared.clips) for prepared in ready]


def _heard(prepared: _Prepared, said: Sequence[Said], models: Models, settings: SpeechSettings) -> Heard:
    began = time.perf_counter()
    composed = compose(
        prepared.lanes,
        said,
        diarizer=models.diarizer,
        voiceprint=prepared.request.voiceprint,
        language=prepared.language,
        duration_s=prepared.audio.facts.duration_s,
        drop_card_codes=settings.drop_card_codes,
    )
    prepared.seconds["compose"] = time.perf_counter() - began
    notices = [*prepared.laid_out.notices, *composed.notices]
    if models.transcriber.provenance.demo:
        notices.append(Notice(NoticeCode.DEMO_MODEL))
    return Heard(
        transcript=composed.transcript,
        facts=prepared.audio.facts,
        policy=prepared.laid_out.policy,
        notices=tuple(notices),
        provenance=_with_hints(models.transcriber.provenance, prepared.hints),
        diarizer=composed.diarizer,
        speech=tuple(listened.speech for listened in prepared.lanes),
        audio=prepared.audio,
        quality=call_quality(
            composed.transcript.utterances,
            sum(span.duration_s for listened in prepared.lanes for span in listened.voice),
        ),
        seconds=dict(prepared.seconds),
    )
