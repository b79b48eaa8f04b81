"""`callqc models …`: the speech models of this machine."""

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from engine.cli.exits import finish
from engine.errors import Environment
from engine.settings import Settings
from engine.speech import model_shelf
from engine.speech.errors import ModelMissing
from engine.speech.model_shelf import Shelved


@click.group()
def models() -> None:
    """List, fetch, import and verify speech models."""


def _folder() -> Path:
    """Where models are kept: the configured folder, else one in the data folder."""
    settings = Settings()
    return Path(settings.hearing.models_dir)


@models.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_models(as_json: bool) -> None:
    """Show the models on this machine."""
    _show([(model, model.faults) for model in model_shelf.shelf(_folder())], as_json=as_json)


@models.command("import")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Name to keep it under; the folder's own when left out.")
def import_model(directory: Path, name: str) -> None:
    """Carry a model folder in, and write its checksums down."""
    try:
        model = model_shelf.carry_in(directory, _folder(), name=name)
    except ModelMissing as error:
        finish([str(error)])
        return
    click.echo(f"{model.name}  {model.kind}  {model.folder}")


@models.command()
@click.argument("name")
@click.option("--token", default="", envvar="HF_TOKEN", help="Your token of the hub, for models that ask for consent.")
def fetch(name: str, token: str) -> None:
    """Fetch a model by NAME, e.g. small or large-v3-turbo."""
    try:
        model = model_shelf.fetch(name, _folder(), token=token)
    except ModelMissing as error:
        raise Environment(str(error), "see `callqc models --help`") from error
    click.echo(f"{model.name}  {model.kind}  {model.folder}")


@models.command()
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True)
def verify(names: tuple[str, ...], as_json: bool) -> None:
    """Prove that models are whole: all, or those of NAMES."""
    found = model_shelf.shelf(_folder())
    missing = [f"{name}: no such model" for name in names if name not in {model.name for model in found}]
    checked = [(model, model_shelf.verify(model)) for model in found if not names or model.name in names]
    _show(checked, as_json=as_json)
    finish([*missing, *(f"{model.name}: {fault}" for model, faults in checked for fault in faults)])


def _show(models_and_faults: list[tuple[Shelved, tuple[str, ...]]], *, as_json: bool) -> None:
    if as_json:
        rows: list[dict[str, Any]] = [
            {
                "name": model.name,
                "kind": model.kind,
                "folder": str(model.folder),
                "size_bytes": model.size_bytes,
                "faults": list(faults),
            }
            for model, faults in models_and_faults
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table("name", "kind", "MB", "state", "folder")
    for model, faults in models_and_faults:
        table.add_row(
            model.name, model.kind, f"{model.size_bytes / 1e6:.1f}", "; ".join(faults) or "whole", str(model.folder)
        )
    Console().print(table)
