"""pyannote.audio behind `Diarizer`: the only file that loads it, and torch with it.

Its checkpoints are pickles, which can run code: only a folder on this machine whose checksums were written down when it
was carried in is loaded. Its telemetry is on by default and would tell the length of every call: it is switched off
before the import. Its torchaudio may be built for a GPU that is not here; all that is used of it is plain Python.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from engine.speech.errors import DiarizationFailed, ModelMissing
from engine.speech.model_shelf import Shelved, digest, shelf, verify
from engine.speech.model_store import CARD, looks_like_path
from engine.speech.options import SpeechSettings
from engine.speech.ports import RATE_HZ, Diarization, FloatArray, Provenance, Span, Turn

BACKEND = "pyannote"
PIPELINE_FILE = "config.yaml"
# Embeddings of two people have hardly any likeness, those of one person on two days above 0.5.
CLEARLY_APART = 0.6
# Below a tenth of a second an embedding means nothing.
SHORTEST_S = 0.1


class PyannoteDiarizer:
    """A loaded pyannote pipeline."""

    def __init__(self, pipeline: Any, name: str, revision: str) -> None:
        self._pipeline, self._name, self._revision = pipeline, name, revision

    @property
    def provenance(self) -> Provenance:
        return Provenance(BACKEND, self._name, self._revision, "exclusive")

    def diarize(self, samples: FloatArray, speech: Sequence[Span], *, speakers: int = 2) -> Diarization:
        import torch

        if not speech or len(samples) < SHORTEST_S * RATE_HZ:
            return Diarization((), 0.0)
        sound = {"waveform": torch.from_numpy(samples[None, :].copy()), "sample_rate": RATE_HZ}
        try:
            output = self._pipeline(sound, num_speakers=speakers)
            labels = {label: number for number, label in enumerate(output.speaker_diarization.labels())}
            embeddings = output.speaker_embeddings
            length_s = len(samples) / RATE_HZ
            turns = _turns(output.exclusive_speaker_diarization, labels, length_s)
            heard = _turns(output.speaker_diarization, labels, length_s)
        except (RuntimeError, ValueError, IndexError, FloatingPointError) as error:
            raise DiarizationFailed(BACKEND, f"{type(error).__name__}: {error}") from error
        voices = [
            embeddings[number]
            for number in labels.values()
            if embeddings is not None and number < len(embeddings) and np.isfinite(embeddings[number]).all()
        ]
        return Diarization(turns, _confidence(voices), heard=heard)


def _turns(annotation: Any, labels: dict[str, int], length_s: float) -> tuple[Turn, ...]:
    """The turns, within the recording: a short one is padded by the pipeline, and turns may reach into the padding."""
    turns = [
        Turn(labels[label], round(max(0.0, float(segment.start)), 3), round(min(length_s, float(segment.end)), 3))
        for segment, _, label in annotation.itertracks(yield_label=True)
        if segment.start < length_s
    ]
    return tuple(sorted(turns, key=lambda turn: (turn.start_s, turn.end_s, turn.speaker)))


def _confidence(voices: Sequence[Any]) -> float:
    """How little the two most alike voices are alike."""
    if len(voices) < 2:
        return 0.5
    table = np.asarray(voices)
    table = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    likeness = (table @ table.T)[~np.eye(len(table), dtype=bool)].max()
    return round(0.5 + 0.5 * float(np.clip((1.0 - likeness) / CLEARLY_APART, 0.0, 1.0)), 3)


def load(settings: SpeechSettings) -> PyannoteDiarizer:
    """Load the configured pipeline.

    Raises:
        ModelMissing: it is not on this machine, it is damaged, or pyannote.audio is not installed.
    """
    model = _whole(settings)
    pipeline = _pipeline(model)
    if settings.device != "cpu":
        _to_gpu(pipeline, must=settings.device == "cuda")
    return PyannoteDiarizer(pipeline, model.name, digest(model.folder / CARD)[:12])


def _whole(settings: SpeechSettings) -> Shelved:
    """The pipeline's folder, after its checksums were compared."""
    name = settings.diarizer_model
    if not name:
        raise ModelMissing(BACKEND, "no pipeline is configured: set speech.diarizer_model")
    folder = Path(name) if looks_like_path(name) else Path(settings.models_dir) / name.replace("/", "--")
    if not (folder / PIPELINE_FILE).is_file():
        raise ModelMissing(name, f"not on this machine: `callqc models fetch {name}`, or `import` a folder")
    model = next(one for one in shelf(folder.parent) if one.folder == folder)
    faults = verify(model)
    if faults:
        raise ModelMissing(name, f"{'; '.join(faults)}: carry it in with `callqc models import`")
    return model


def _pipeline(model: Shelved) -> Any:
    os.environ["PYANNOTE_METRICS_ENABLED"] = "0"
    os.environ["HF_HUB_OFFLINE"] = "1"
    _mend_torchaudio()
    try:
        from pyannote.audio import Pipeline
    except ImportError as error:
        raise ModelMissing(model.name, "pyannote.audio is not installed: pip install 'callqc[diarize]'") from error
    try:
        pipeline = Pipeline.from_pretrained(str(model.folder))
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, ImportError) as error:
        raise ModelMissing(model.name, f"cannot be loaded ({type(error).__name__}: {error})") from error
    if pipeline is None:
        raise ModelMissing(model.name, "cannot be loaded")
    return pipeline


def _mend_torchaudio() -> None:
    """Let torchaudio import beside a torch that has no GPU, without its compiled part."""
    try:
        import torchaudio  # noqa: F401
    except (ImportError, OSError):
        for name in [one for one in sys.modules if one.split(".")[0] == "torchaudio"]:
            del sys.modules[name]
        stub = ModuleType("torchaudio._extension")
        # What torchaudio asks of its compiled part: nothing is there, and nothing that is used needs it.
        absent = {"_IS_TORCHAUDIO_EXT_AVAILABLE": False, "_IS_ALIGN_AVAILABLE": False, "_IS_RIR_AVAILABLE": False}
        stub.__dict__.update(absent, fail_if_no_align=lambda function: function)
        sys.modules["torchaudio._extension"] = stub


def _to_gpu(pipeline: Any, *, must: bool) -> None:
    import torch

    if torch.cuda.is_available():
        pipeline.to(torch.device("cuda"))
    elif must:
        raise ModelMissing(BACKEND, "the settings ask for a GPU, and there is none")
