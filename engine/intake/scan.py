"""Everything that is handed in under some paths: files, folders, tables."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.intake.made_elsewhere import TRANSCRIPT_SUFFIXES, is_transcript, read_given
from engine.intake.offer import AUDIO_SUFFIXES, TABLE_SUFFIXES, Offer, Problem
from engine.intake.sidecar import offer_of_transcript, offer_with_sidecar, sidecar_names, sidecar_of
from engine.intake.table import offers_of_table


def scan(paths: Iterable[Path], defaults: Mapping[str, Any]) -> Iterator[Offer | Problem]:
    """Offers in a stable order. A file that a table names is offered by the table, with what the table says."""
    for path in paths:
        if path.is_dir():
            yield from _folder(path, defaults)
        elif path.is_file():
            yield from _file(path, defaults)
        else:
            yield Problem(path.name, "no_such_file")


def _folder(folder: Path, defaults: Mapping[str, Any]) -> Iterator[Offer | Problem]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    told: set[Path] = set()
    for table in (path for path in files if path.suffix.lower() in TABLE_SUFFIXES):
        for offer in offers_of_table(table, defaults):
            if isinstance(offer, Offer):
                told |= _files_of(offer)
            yield offer
    for path in files:
        if path.suffix.lower() in AUDIO_SUFFIXES and path.resolve() not in told:
            offer = offer_with_sidecar(path, defaults)
            told |= _files_of(offer) if isinstance(offer, Offer) else _beside(path)
            yield offer
    yield from _transcripts([path for path in files if path.suffix.lower() in TRANSCRIPT_SUFFIXES], told, defaults)


def _transcripts(files: Iterable[Path], told: set[Path], defaults: Mapping[str, Any]) -> Iterator[Offer | Problem]:
    """Those that belong to no recording. JSON that is neither a transcript nor metadata of anything is a problem."""
    left = [path for path in files if path.resolve() not in told]
    for path in left:
        if path.resolve() not in told and is_transcript(path):
            offer = offer_of_transcript(path, defaults)
            told |= {path.resolve(), *(_files_of(offer) if isinstance(offer, Offer) else ())}
            yield offer
    for path in left:
        if path.resolve() not in told and isinstance(found := read_given(path), Problem):
            yield found


def _files_of(offer: Offer) -> set[Path]:
    """The files that make up an offer."""
    made_of = (offer.path, offer.transcript, sidecar_of(offer.path))
    return {path.resolve() for path in made_of if path is not None}


def _beside(audio: Path) -> set[Path]:
    """JSON beside a recording that is refused: it belongs to the recording, whatever is in it."""
    return {path.resolve() for path in sidecar_names(audio)}


def _file(path: Path, defaults: Mapping[str, Any]) -> Iterator[Offer | Problem]:
    suffix = path.suffix.lower()
    if suffix in TABLE_SUFFIXES:
        yield from offers_of_table(path, defaults)
    elif suffix in TRANSCRIPT_SUFFIXES:
        yield offer_of_transcript(path, defaults)
    else:
        # Named outright: taken whatever it is called; hearing it tells.
        yield offer_with_sidecar(path, defaults)
