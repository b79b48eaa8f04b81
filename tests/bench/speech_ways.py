"""Three ways to hear a call with the same model: ours, plain faster-whisper, and its batched pipeline."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from engine.speech import registry
from engine.speech.channels import Lane
from engine.speech.hear import Heard, Models, Request, hear_many
from engine.speech.listen import listen
from engine.speech.model_store import locate
from engine.speech.options import SpeechSettings
from engine.speech.ports import Clip, FloatArray, Provenance, Said, Transcriber, WindowShape
from models.channels import ChannelPolicy
from rules.transcript import Role

# Told to every path alike: one candidate, one temperature, word times, nothing carried over.
OPTIONS: dict[str, Any] = {
    "language": "zh",
    "beam_size": 1,
    "temperature": 0.0,
    "word_timestamps": True,
    "without_timestamps": True,
    "condition_on_previous_text": False,
    "compression_ratio_threshold": None,
    "log_prob_threshold": None,
    "no_speech_threshold": None,
}


class Counting:
    """A recogniser that counts its windows on the way."""

    def __init__(self, transcriber: Transcriber) -> None:
        self._transcriber = transcriber
        self.windows = 0

    @property
    def provenance(self) -> Provenance:
        return self._transcriber.provenance

    @property
    def window(self) -> WindowShape:
        return self._transcriber.window

    @property
    def batch_clips(self) -> int:
        return self._transcriber.batch_clips

    def language_of(self, clips: Sequence[FloatArray]) -> tuple[str, float]:
        return self._transcriber.language_of(clips)

    def transcribe(self, clips: Sequence[Clip], *, advanced: Callable[[int], None] | None = None) -> tuple[Said, ...]:
        self.windows += len(clips)
        return self._transcriber.transcribe(clips, advanced=advanced)


class Ours:
    """The whole path: decode, voice activity, windows, recogniser, roles, marks, timeline."""

    def __init__(self, model: str, cores: int) -> None:
        self._settings = SpeechSettings(model=model, cpu_threads=cores, diarizer="none", device="cpu")
        self._counting = Counting(registry.transcriber(self._settings))
        self._models = Models(self._counting)
        self.seconds: dict[str, float] = {}

    @property
    def windows(self) -> int:
        return self._counting.windows

    def __call__(self, paths: Sequence[Path]) -> list[str]:
        requests = [Request(path, ChannelPolicy.STEREO_AGENT_LEFT) for path in paths]
        self.seconds = {}
        self._counting.windows = 0
        texts: list[str] = []
        for _, heard in hear_many(requests, self._models, self._settings):
            assert isinstance(heard, Heard)
            for stage, spent_s in heard.seconds.items():
                self.seconds[stage] = self.seconds.get(stage, 0.0) + spent_s
            texts.extend(
                "".join(said.text for said in heard.transcript.utterances if said.channel == channel)
                for channel in (0, 1)
            )
        return texts


class Theirs:
    """faster-whisper as its documentation uses it."""

    def __init__(self, model: str, cores: int, *, batched: bool, own_clips: bool = True) -> None:
        from faster_whisper import BatchedInferencePipeline, WhisperModel

        place = locate(model)
        loaded = WhisperModel(str(place.folder), device="cpu", compute_type="int8", cpu_threads=cores)
        self._shape = None if own_clips else place.window
        self._transcribe: Callable[..., Any] = loaded.transcribe
        self._more: dict[str, Any] = {"vad_filter": True}
        if batched:
            self._transcribe, self._more = BatchedInferencePipeline(loaded).transcribe, {"batch_size": 8}
        self.windows = 0

    def __call__(self, paths: Sequence[Path]) -> list[str]:
        from faster_whisper import decode_audio

        self.windows = 0
        texts = []
        for path in paths:
            for channel in decode_audio(str(path), split_stereo=True):
                found, _ = self._transcribe(channel, **OPTIONS, **self._more, **self._clips(channel))
                segments = list(found)
                self.windows += len({segment.seek for segment in segments})
                texts.append("".join(segment.text for segment in segments))
        return texts

    def _clips(self, channel: FloatArray) -> dict[str, Any]:
        """Our clips, where theirs shall hear the same as ours; found anew each time, for finding them is work too."""
        if self._shape is None:
            return {}
        found = listen(Lane(None, Role.UNKNOWN, channel), self._shape, SpeechSettings()).windows
        cuts = [window.pieces[0].cut for window in found]
        return {"clip_timestamps": [{"start": cut.start_s, "end": cut.end_s} for cut in cuts]}
