"""A pyannote pipeline made on the spot: the real classes with small random parts, no hub.

It hears nothing sensible, but it runs every line of the real code.
"""

from pathlib import Path

import numpy as np
import yaml

from engine.speech.diarize_pyannote import _mend_torchaudio
from engine.speech.model_shelf import write_checksums

EMBEDDING, LDA = 256, 128
CHECKPOINT = "pytorch_model.bin"


def write_random_pipeline(folder: Path) -> Path:
    """Make a pipeline folder with its checksums, as `callqc models import` leaves one."""
    _mend_torchaudio()
    folder.mkdir(parents=True)
    _write_segmentation(folder / "segmentation")
    _write_embedding(folder / "embedding")
    _write_plda(folder / "plda")
    pipeline = {
        "dependencies": {"pyannote.audio": "4.0.0"},
        "pipeline": {
            "name": "pyannote.audio.pipelines.SpeakerDiarization",
            "params": {
                "segmentation": "$model/segmentation",
                "segmentation_step": 0.5,
                "embedding": "$model/embedding",
                "plda": "$model/plda",
                "clustering": "VBxClustering",
            },
        },
        "params": {
            "clustering": {"threshold": 0.6, "Fa": 0.07, "Fb": 0.8},
            "segmentation": {"min_duration_off": 0.0},
        },
    }
    (folder / "config.yaml").write_text(yaml.safe_dump(pipeline), encoding="utf-8")
    write_checksums(folder)
    return folder


def _write_segmentation(folder: Path) -> None:
    import torch
    from pyannote.audio.core.task import Problem, Resolution, Specifications
    from pyannote.audio.models.segmentation import PyanNet

    torch.manual_seed(3)
    model = PyanNet(lstm={"hidden_size": 16, "num_layers": 1, "bidirectional": True}, linear={"num_layers": 0})
    model.specifications = Specifications(
        problem=Problem.MONO_LABEL_CLASSIFICATION,
        resolution=Resolution.FRAME,
        duration=10.0,
        classes=["speaker#1", "speaker#2", "speaker#3"],
        powerset_max_classes=2,
        permutation_invariant=True,
    )
    model.build()
    _save(model, folder)


def _write_embedding(folder: Path) -> None:
    import torch
    from pyannote.audio.core.task import Problem, Resolution, Specifications
    from pyannote.audio.models.embedding import XVectorMFCC

    torch.manual_seed(4)
    model = XVectorMFCC(dimension=EMBEDDING)
    model.specifications = Specifications(
        problem=Problem.REPRESENTATION, resolution=Resolution.CHUNK, duration=3.0, min_duration=0.5
    )
    model.build()
    _save(model, folder)


def _save(model: object, folder: Path) -> None:
    import lightning
    import torch

    folder.mkdir()
    checkpoint = {
        "state_dict": model.state_dict(),  # type: ignore[attr-defined]
        "hyper_parameters": dict(model.hparams),  # type: ignore[attr-defined]
        "pytorch-lightning_version": lightning.__version__,
    }
    model.on_save_checkpoint(checkpoint)  # type: ignore[attr-defined]
    torch.save(checkpoint, folder / CHECKPOINT)


def _write_plda(folder: Path) -> None:
    rng = np.random.default_rng(5)
    folder.mkdir()
    np.savez(
        folder / "xvec_transform.npz",
        mean1=rng.standard_normal(EMBEDDING) * 0.01,
        mean2=rng.standard_normal(LDA) * 0.01,
        lda=rng.standard_normal((EMBEDDING, LDA)),
    )
    np.savez(
        folder / "plda.npz",
        mu=rng.standard_normal(LDA) * 0.01,
        tr=np.eye(LDA) + 0.01 * rng.standard_normal((LDA, LDA)),
        psi=np.linspace(5.0, 0.5, LDA),
    )
