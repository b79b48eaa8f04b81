"""Where a speech model is, and whether it is whole.

The configured folder or name is used as configured: never a silent fall back. When nothing is configured, it is the
demo model that ships with the project.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.speech.errors import ModelMissing
from engine.speech.ports import WindowShape

DEMO_DIR = Path(__file__).parent / "demo_model"
DEMO_NAME = "demo"
CARD = "callqc.json"
# Without these the recogniser would look for the missing part on a hub.
NEEDED_FILES = ("config.json", "model.bin", "tokenizer.json")
# The smallest published Whisper has 39 million weights; a smaller one was made for single sentences.
SMALLEST_PUBLISHED_BYTES = 35_000_000
SENTENCE_S = 12.0
# The demo model makes no more errors on its calls with two seconds of silence than with a window filled up, and takes a
# third of the time. A published Whisper does: it gets the whole window.
DEMO_QUIET_S = 2.0


@dataclass(frozen=True, slots=True)
class ModelPlace:
    """A model to load. *folder* is None for a hub name whose files are not on this machine yet."""

    name: str
    folder: Path | None
    demo: bool
    window: WindowShape


def locate(model: str, models_dir: str = "") -> ModelPlace:
    """Find the configured model.

    Args:
        model: a folder, a name, or empty for the demo model.
        models_dir: where models were put by name; looked into before any hub.

    Raises:
        ModelMissing: a folder that is absent or lacks files.
    """
    if model in ("", DEMO_NAME):
        _check(DEMO_NAME, DEMO_DIR)
        name = str(card_of(DEMO_DIR).get("name", DEMO_NAME))
        return ModelPlace(name, DEMO_DIR, True, WindowShape(SENTENCE_S, packed=False, quiet_s=DEMO_QUIET_S))
    by_name = Path(models_dir) / model if models_dir else None
    folder = by_name if by_name is not None and by_name.is_dir() else Path(model)
    if folder.is_dir():
        _check(folder.name, folder)
        return ModelPlace(folder.name, folder, False, _window(folder))
    if looks_like_path(model):
        raise ModelMissing(model, "no such folder")
    return ModelPlace(model, None, False, WindowShape())


def looks_like_path(model: str) -> bool:
    """Whether the setting means a place on this machine rather than a name."""
    return model.startswith((".", "/", "~", "\\")) or model[1:3] == ":\\"


def missing_files(folder: Path) -> tuple[str, ...]:
    """What a model folder lacks."""
    lacking = [name for name in NEEDED_FILES if not (folder / name).is_file()]
    if not any(folder.glob("vocabulary.*")):
        lacking.append("vocabulary.json")
    return tuple(lacking)


def revision(folder: Path) -> str:
    """A digest of the weights: twelve hexadecimal digits."""
    with (folder / "model.bin").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def _check(name: str, folder: Path) -> None:
    if not folder.is_dir():
        raise ModelMissing(name, "not part of this installation")
    lacking = missing_files(folder)
    if lacking:
        raise ModelMissing(name, f"the folder lacks {', '.join(lacking)}")


def card_of(folder: Path) -> Mapping[str, Any]:
    """What a folder says of itself in `callqc.json`; empty where it says nothing."""
    path = folder / CARD
    if not path.is_file():
        return {}
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelMissing(folder.name, f"{CARD} cannot be read: {error}") from error
    return said if isinstance(said, dict) else {}


def _window(folder: Path) -> WindowShape:
    """Several stretches per window, unless the folder says otherwise or is smaller than any published model."""
    said = card_of(folder)
    single = said.get("one_clip_per_window")
    if single is None:
        single = (folder / "model.bin").stat().st_size < SMALLEST_PUBLISHED_BYTES
    return WindowShape(SENTENCE_S, packed=False) if single else WindowShape()
