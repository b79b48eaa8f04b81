"""The models on this machine: list them, carry one in, fetch one by name, prove that none is damaged."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.speech.asr_faster_whisper import published_models
from engine.speech.errors import ModelMissing
from engine.speech.model_store import CARD, DEMO_DIR, card_of, missing_files

PIPELINE_FILE = "config.yaml"
READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Shelved:
    """One model folder. *kind* is `whisper`, `pyannote` or `demo`; *faults* is what is wrong with it."""

    name: str
    kind: str
    folder: Path
    size_bytes: int
    faults: tuple[str, ...] = ()


def shelf(models_dir: Path) -> tuple[Shelved, ...]:
    """The bundled demo model and every model folder in *models_dir*, by name."""
    folders = sorted(one for one in models_dir.iterdir() if one.is_dir()) if models_dir.is_dir() else []
    # A hub's own cache lies beside the models when one is used by name; it is not for people.
    found = [_shelved(folder) for folder in folders if not folder.name.startswith((".", "models--"))]
    return ((_shelved(DEMO_DIR),) if DEMO_DIR.is_dir() else ()) + tuple(found)


def verify(model: Shelved) -> tuple[str, ...]:
    """Everything wrong with a model: missing files, and files whose checksum is not the one written down."""
    faults = list(model.faults)
    sums = card_of(model.folder).get("sha256")
    if not isinstance(sums, dict):
        return (*faults, f"no checksums are written down ({CARD})")
    for name, expected in sorted(sums.items()):
        path = model.folder / str(name)
        if not path.is_file():
            faults.append(f"{name} is missing")
        elif digest(path) != expected:
            faults.append(f"{name} is damaged")
    return tuple(faults)


def carry_in(source: Path, models_dir: Path, *, name: str = "") -> Shelved:
    """Copy a model folder onto the shelf and write its checksums down.

    The copy appears whole or not at all.

    Raises:
        ModelMissing: it is no model folder, or there is one of this name already.
    """
    name = name or source.name
    target = models_dir / name
    if not source.is_dir():
        raise ModelMissing(name, "no such folder")
    if _kind(source) == "whisper" and (lacking := missing_files(source)):
        raise ModelMissing(name, f"the folder lacks {', '.join(lacking)}")
    if target.exists():
        raise ModelMissing(name, f"there is a model of this name already in {models_dir}")
    models_dir.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".carried-", dir=models_dir))
    try:
        # Links out of the folder would make the model depend on something that was not carried in.
        shutil.copytree(source, scratch / name, symlinks=False)
        write_checksums(scratch / name)
        (scratch / name).rename(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return _shelved(target)


def write_checksums(folder: Path) -> None:
    """Write the checksum of every file into the folder's card; what else the card says stays."""
    sums = {str(path.relative_to(folder)): digest(path) for path in _files(folder)}
    card = {**card_of(folder), "sha256": sums}
    (folder / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def fetch(name: str, models_dir: Path, *, token: str = "") -> Shelved:
    """Fetch a model by name from its hub onto the shelf.

    Args:
        name: a Whisper size (`small`, `large-v3-turbo`), a hub's Whisper in CTranslate2 form (`someone/model`), or a
            pyannote pipeline (`pyannote/speaker-diarization-community-1`), which needs a token.

    Raises:
        ModelMissing: the hub cannot be reached, lacks it, or wants a token.
    """
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import GatedRepoError, LocalEntryNotFoundError, RepositoryNotFoundError

        published = published_models()
    except ImportError as error:
        raise ModelMissing(name, "fetching needs faster-whisper: pip install 'callqc[asr]'") from error
    repository = published.get(name, name)
    if "/" not in repository:
        raise ModelMissing(name, f"no such model; there are {', '.join(published)}")
    os.environ.pop("HF_HUB_OFFLINE", None)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            fetched = snapshot_download(repository, local_dir=str(Path(scratch) / "model"), token=token or None)
            return carry_in(Path(fetched), models_dir, name=name.replace("/", "--"))
    except GatedRepoError as error:
        raise ModelMissing(name, "its owner asks for consent: accept it on the hub, then give --token") from error
    except LocalEntryNotFoundError as error:
        raise ModelMissing(name, CANNOT_REACH) from error
    except RepositoryNotFoundError as error:
        raise ModelMissing(name, "the hub has no such model, or wants a --token for it") from error
    except OSError as error:
        raise ModelMissing(name, f"{CANNOT_REACH} ({type(error).__name__})") from error


CANNOT_REACH = (
    "its hub cannot be reached from here. On a machine that can: `callqc models fetch`, then carry the folder over and "
    "`callqc models import` it"
)


def digest(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _shelved(folder: Path) -> Shelved:
    kind = "demo" if folder == DEMO_DIR else _kind(folder)
    faults = tuple(f"{name} is missing" for name in missing_files(folder)) if kind != "pyannote" else ()
    name = str(card_of(folder).get("name", folder.name)) if kind == "demo" else folder.name
    return Shelved(name, kind, folder, sum(path.stat().st_size for path in _files(folder)), faults)


def _kind(folder: Path) -> str:
    return "pyannote" if (folder / PIPELINE_FILE).is_file() else "whisper"


def _files(folder: Path) -> Iterator[Path]:
    """The files of a model, without its card and what a download leaves behind."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and path.name != CARD and not hidden:
            yield path
