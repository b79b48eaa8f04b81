"""faster-whisper behind `Transcriber`: the only file that loads it for recognition.

Each clip is one window. Its text and times depend on that window alone: no prompt from the text before, no temperature
fallback, no time carried over from a neighbour, so that batches of any composition give what one by one gives.
"""

import hashlib
import json
import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from typing import Any

import numpy as np

from engine.speech.batches import batches_of, division_of_labour
from engine.speech.errors import ModelMissing, TranscriptionFailed
from engine.speech.model_store import ModelPlace, locate, revision
from engine.speech.options import SpeechSettings
from engine.speech.ports import Clip, FloatArray, Hints, Provenance, Said, WindowShape
from rules.transcript import Word

BACKEND = "faster-whisper"
# On a GPU a large batch is nearly everything. On a CPU it costs memory, and saves time on some processors only
# (docs/hearing.md).
BATCH_ON_CPU, BATCH_ON_GPU = 4, 32
# Whisper hears frames of 10 ms.
FRAMES_PER_S = 100
WINDOW_FRAMES = 30 * FRAMES_PER_S
# Windows shorter than the whole come in steps of two seconds: clips of about one length share a batch.
FRAMES_STEP = 2 * FRAMES_PER_S


class FasterWhisper:
    """A loaded Whisper model."""

    def __init__(self, model: Any, place: ModelPlace, weights: str, settings: SpeechSettings, *, workers: int) -> None:
        from faster_whisper import BatchedInferencePipeline

        self._model = model
        self._pipeline = BatchedInferencePipeline(model)
        self._place, self._weights, self._settings, self._workers = place, weights, settings, workers

    @property
    def provenance(self) -> Provenance:
        settings = self._settings
        options = {
            "beam_size": settings.beam_size,
            "compute_type": self._model.model.compute_type,
            "hot_words": settings.hot_words,
            "initial_prompt": settings.initial_prompt,
            "window": [self.window.max_s, self.window.packed, self.window.quiet_s],
        }
        digest = hashlib.sha256(json.dumps(options, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]
        return Provenance(BACKEND, self._place.name, self._weights, digest, demo=self._place.demo)

    @property
    def window(self) -> WindowShape:
        return self._place.window

    @property
    def batch_clips(self) -> int:
        return self._batch_size * self._workers

    @property
    def _batch_size(self) -> int:
        """How many clips one worker decodes together."""
        on_gpu = self._model.model.device == "cuda"
        return self._settings.batch_size or (BATCH_ON_GPU if on_gpu else BATCH_ON_CPU)

    def language_of(self, clips: Sequence[FloatArray]) -> tuple[str, float]:
        if not self._model.model.is_multilingual:
            return "en", 1.0
        votes: dict[str, float] = {}
        try:
            for clip in clips:
                language, probability, _ = self._model.detect_language(clip)
                votes[language] = votes.get(language, 0.0) + float(probability)
        except (RuntimeError, ValueError) as error:
            raise TranscriptionFailed(BACKEND, f"{type(error).__name__}: {error}") from error
        if not votes:
            return self._settings.language or "zh", 0.0
        best = max(votes, key=lambda language: votes[language])
        return best, votes[best] / len(clips)

    def transcribe(self, clips: Sequence[Clip], *, advanced: Callable[[int], None] | None = None) -> tuple[Said, ...]:
        texts: dict[int, Said] = {}
        workers = ThreadPoolExecutor(self._workers)
        try:
            running = {
                workers.submit(self._attempt, [clips[index] for index in batch]): batch
                for batch in batches_of(self._alike(clips), self._workers, self._batch_size)
            }
            for future in as_completed(running):
                texts.update(zip(running[future], future.result(), strict=True))
                if advanced is not None:
                    advanced(len(texts))
        finally:
            workers.shutdown(cancel_futures=True)
        return tuple(texts[index] for index in range(len(clips)))

    def _alike(self, clips: Sequence[Clip]) -> list[list[int]]:
        """Clips, by place, that share a prompt and a length, longest first, so that neighbours end together."""
        alike: dict[tuple[str, Hints, int], list[int]] = {}
        for index in sorted(range(len(clips)), key=lambda index: -len(clips[index].samples)):
            clip = clips[index]
            alike.setdefault((clip.language, clip.hints, self._frames(clip)), []).append(index)
        return list(alike.values())

    def _attempt(self, clips: Sequence[Clip]) -> list[Said]:
        # In a worker thread, where no time-out of the job can be raised: whatever is caught here is the model's.
        try:
            return self._batch(clips)
        except Exception as error:
            raise TranscriptionFailed(BACKEND, f"{type(error).__name__}: {error}") from error

    def _batch(self, clips: Sequence[Clip]) -> list[Said]:
        from faster_whisper.audio import pad_or_trim

        extract = self._model.feature_extractor
        length = self._frames(clips[0])
        features = np.stack([pad_or_trim(extract(clip.samples)[..., :-1], length) for clip in clips])
        tokenizer, options = self._speaking(clips[0].language, clips[0].hints)
        encoded, outputs = self._pipeline.generate_segment_batched(features, tokenizer, options)
        texts = [[token for token in output["tokens"] if token < tokenizer.eot] for output in outputs]
        frames = [max(2, min(length, round(clip.duration_s * FRAMES_PER_S))) for clip in clips]
        alignments = self._model.find_alignment(tokenizer, texts, encoded, frames)
        return [
            Said(
                text=tokenizer.decode(tokens),
                words=_words(alignment, clip.duration_s),
                mean_log_prob=float(output["avg_logprob"]),
                no_speech_prob=float(output["no_speech_prob"]),
            )
            for clip, tokens, output, alignment in zip(clips, texts, outputs, alignments, strict=True)
        ]

    def _frames(self, clip: Clip) -> int:
        """How long the recogniser's window is for a clip; in steps, so that it does not depend on the neighbours."""
        if self.window.quiet_s is None:
            return WINDOW_FRAMES
        wanted = (clip.duration_s + self.window.quiet_s) * FRAMES_PER_S
        return min(WINDOW_FRAMES, math.ceil(wanted / FRAMES_STEP) * FRAMES_STEP)

    def _speaking(self, language: str, hints: Hints) -> tuple[Any, Any]:
        """The tokenizer of a language and the decoding options, as faster-whisper wants them."""
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import TranscriptionOptions, get_suppressed_tokens

        multilingual = self._model.model.is_multilingual
        tokenizer = Tokenizer(
            self._model.hf_tokenizer, multilingual, task="transcribe", language=language if multilingual else "en"
        )
        options = TranscriptionOptions(
            beam_size=self._settings.beam_size,
            best_of=1,
            patience=1,
            length_penalty=1,
            repetition_penalty=1,
            no_repeat_ngram_size=0,
            log_prob_threshold=None,
            no_speech_threshold=None,
            compression_ratio_threshold=None,
            condition_on_previous_text=False,
            prompt_reset_on_temperature=0.5,
            temperatures=[0.0],
            initial_prompt=hints.prompt or None,
            prefix=None,
            suppress_blank=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
            without_timestamps=True,
            max_initial_timestamp=0.0,
            word_timestamps=True,
            prepend_punctuations="",
            append_punctuations="",
            multilingual=False,
            max_new_tokens=None,
            clip_timestamps="0",
            hallucination_silence_threshold=None,
            hotwords=" ".join(hints.hot_words) or None,
        )
        return tokenizer, options


def _words(alignment: Sequence[dict[str, Any]], clip_s: float) -> tuple[Word, ...]:
    """Words with times of their own; punctuation belongs to the word before it.

    faster-whisper gives numpy floats, and times past the end of the clip.
    """
    words: list[Word] = []
    for entry in alignment:
        text = str(entry["word"])
        if words and text and not any(character.isalnum() for character in text):
            words[-1] = replace(words[-1], text=words[-1].text + text)
        elif text:
            start_s, end_s = (round(min(float(entry[edge]), clip_s), 3) for edge in ("start", "end"))
            words.append(Word(text, start_s, end_s, round(float(entry["probability"]), 4)))
    return tuple(words)


def published_models() -> dict[str, str]:
    """The names of the published models, and where their hub keeps each."""
    from faster_whisper.utils import _MODELS

    return dict(_MODELS)


def load(settings: SpeechSettings) -> FasterWhisper:
    """Load the configured model.

    Raises:
        ModelMissing: it is not on this machine and cannot be fetched.
    """
    place = locate(settings.model, settings.models_dir)
    if place.folder is not None:
        # A folder is complete: nothing about it is asked of a hub, not even by a retry in the background.
        os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        return _loaded(place, settings)
    except ImportError as error:
        raise ModelMissing(place.name, "faster-whisper is not installed: pip install 'callqc[asr]'") from error
    except (OSError, ValueError, RuntimeError) as error:
        why = "cannot be loaded" if place.folder else "not on this machine, and its hub cannot be reached or lacks it"
        raise ModelMissing(place.name, f"{why} ({type(error).__name__})") from error


def _loaded(place: ModelPlace, settings: SpeechSettings) -> FasterWhisper:
    import ctranslate2
    from faster_whisper import WhisperModel

    device = settings.device
    if device == "auto":
        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
    compute_type = settings.compute_type
    if compute_type == "auto":
        compute_type = "float16" if device == "cuda" else "int8"
    workers, threads = division_of_labour(settings.cpu_threads or os.cpu_count() or 1, device)
    model = WhisperModel(
        str(place.folder or place.name),
        device=device,
        compute_type=compute_type,
        cpu_threads=threads,
        num_workers=workers,
        download_root=settings.models_dir or None,
    )
    weights = revision(place.folder) if place.folder else "hub"
    return FasterWhisper(model, place, weights, settings, workers=workers)
