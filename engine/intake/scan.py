"""Everything that is handed in under some paths: files, folders, tables."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.intake.offer import AUDIO_SUFFIXES, SIDECAR_SUFFIX, TABLE_SUFFIXES, Offer, Problem
from engine.intake.sidecar import offer_with_sidecar
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
                told.add(offer.path.resolve())
            yield offer
    for path in files:
        if path.suffix.lower() in AUDIO_SUFFIXES and path.resolve() not in told:
            yield offer_with_sidecar(path, defaults)


def _file(path: Path, defaults: Mapping[str, Any]) -> Iterator[Offer | Problem]:
    suffix = path.suffix.lower()
    if suffix in TABLE_SUFFIXES:
        yield from offers_of_table(path, defaults)
    elif suffix == SIDECAR_SUFFIX:
        yield Problem(path.name, "not_audio", "metadata belongs beside a recording")
    else:
        # Named outright: taken whatever it is called; hearing it tells.
        yield offer_with_sidecar(path, defaults)
