"""A transcript file as it is named on the command line."""

import json
from pathlib import Path

import click

from engine.cli.main import WRONG_USAGE
from rules.transcript import Transcript
from rules.transcript_file import transcript_from_json


def transcript_named(path: Path) -> tuple[Transcript, dict[str, object]]:
    """The call in that file, and its metadata; ends the command where it cannot be read."""
    try:
        body = json.loads(path.read_text(encoding="utf-8-sig"))
        return transcript_from_json(body), dict(body.get("metadata") or {})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        click.echo(f"{path.name}: not a transcript file ({error})", err=True)
        raise click.exceptions.Exit(WRONG_USAGE) from error
