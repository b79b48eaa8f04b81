"""`callqc process`: judge one file in memory and print the report."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.table import Table

from engine.cli.rulebook import rulebook_named
from engine.process import process as process_file
from engine.settings import Settings
from engine.speech import registry
from engine.speech.errors import ModelMissing, SpeechError, UnknownBackend
from engine.speech.hear import Models
from engine.speech.options import SpeechSettings
from models.channels import ChannelPolicy

FAILED, ENVIRONMENT = 1, 3


@click.command()
@click.argument("audio", type=click.Path(path_type=Path))
@click.option(
    "--channels",
    type=click.Choice([str(policy) for policy in ChannelPolicy]),
    help="Whose channel is which. Left out: assumed, checked against what is said, and reported.",
)
@click.option("--rulebook", "rulebook_name", help="A pack's name, or a folder of rules. Default: from the settings.")
@click.option("--model", help="A speech model's name or folder. Default: from the settings.")
@click.option("--language", help="Language of the call, e.g. zh. Default: from the settings.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON.")
def process(
    audio: Path,
    channels: str | None,
    rulebook_name: str | None,
    model: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Judge one recording in memory: no database, no Redis."""
    settings = Settings()
    hearing = settings.hearing
    speech = hearing if model is None else hearing.model_copy(update={"model": model})
    rulebook = rulebook_named(rulebook_name or settings.rulebook)
    try:
        report = process_file(
            audio,
            rulebook=rulebook,
            models=_models(speech),
            settings=speech,
            policy=ChannelPolicy(channels) if channels else None,
            language=language,
        )
    except SpeechError as error:
        _stop(FAILED, f"{audio.name}: {error}")
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        _show(report)


def _models(speech: SpeechSettings) -> Models:
    try:
        return Models(registry.transcriber(speech), registry.diarizer(speech))
    except (ModelMissing, UnknownBackend) as error:
        _stop(ENVIRONMENT, str(error))


def _stop(code: int, why: str) -> NoReturn:
    click.echo(why.replace("\n", "; "), err=True)
    sys.exit(code)


def _show(report: dict[str, Any]) -> None:
    console = Console()
    recording, transcript = report["recording"], report["transcript"]
    facts = ("name", "duration_s", "channels", "sample_rate_hz", "codec", "channel_policy")
    console.print("  ".join(f"{name} {recording[name]}" for name in facts), highlight=False, markup=False)
    demo = "  DEMO" if transcript["demo"] else ""
    console.print(f"{transcript['backend']} {transcript['model']}{demo}", highlight=False)
    for warning in recording["warnings"]:
        console.print(f"! {warning}", style="yellow", highlight=False, markup=False)
    for said in transcript["utterances"]:
        mark = f"  [{said['suspect']}]" if said["suspect"] else ""
        console.print(f"{said['start_s']:7.2f}  {said['role']:<8} {said['text']}{mark}", highlight=False, markup=False)
    table = Table("rule", "title", "verdict", "points", "why")
    for finding in report["findings"]:
        table.add_row(finding["rule"], finding["title"], finding["verdict"], str(finding["points"]), finding["why"])
    console.print(table)
    for score in report["scores"]:
        total = f"{score['preliminary']} / {score['maximum']}"
        console.print(f"{score['scorecard']} v{score['version']}: {total}  {score['outcome']}", highlight=False)
