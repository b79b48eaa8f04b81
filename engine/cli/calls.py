"""`callqc calls …`: hand recordings in, look at them, try failed ones again, take results out."""

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from engine.cli.exits import finish
from engine.errors import Expected
from engine.intake.offer import Offer, Problem
from engine.intake.scan import scan
from engine.logs import set_up_logs
from engine.reading.recordings import list_recordings, show_recording
from engine.steps.ingest import ingest
from engine.steps.retry import retry as retry_step
from engine.wiring import open_services
from rules.counted import counted

_NUMBERS = click.option("--numbers", is_flag=True, help="Spoken telephone, identity and card numbers too.")


@click.group()
def calls() -> None:
    """Import, list, show, retry and export calls."""
    # A wake-up that finds no Redis is lost without harm: the sweep makes up for it.
    set_up_logs("ERROR")


@calls.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", default="upload", show_default=True, help="Source whose channel policy applies.")
@click.option("--dry-run", is_flag=True, help="Say what would be taken in, and take nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_(paths: tuple[Path, ...], source: str, dry_run: bool, as_json: bool) -> None:
    """Take in recordings, with sidecars, tables, and transcripts made elsewhere. Safe to repeat."""
    services = open_services()
    offers = list(scan(paths, {"source": source}))
    done: list[dict[str, Any]] = []
    problems: list[Problem] = [offer for offer in offers if isinstance(offer, Problem)]
    takers = [offer for offer in offers if isinstance(offer, Offer)]
    console = Console(stderr=True)
    for offer in track(takers, "Importing", console=console, disable=as_json or dry_run or not console.is_terminal):
        if dry_run:
            transcript = offer.transcript.name if offer.transcript else None
            about = offer.about.model_dump(mode="json")
            done.append({"file": offer.path.name, "transcript": transcript, "about": about})
            continue
        try:
            taken = ingest(offer.path, offer.about, services=services, transcript=offer.transcript)
        except Expected as error:
            problems.append(Problem(offer.path.name, type(error).__name__, str(error)))
        else:
            done.append({"file": offer.path.name, "recording": taken.recording_id, "duplicate": taken.duplicate})
    if as_json:
        click.echo(json.dumps({"done": done, "failed": [str(one) for one in problems]}, ensure_ascii=False, indent=1))
    else:
        new = sum(not row.get("duplicate", False) for row in done)
        click.echo(f"{new} taken in, {len(done) - new} known before, {len(problems)} refused")
        if dry_run:
            for row in done[:5]:
                click.echo(json.dumps(row, ensure_ascii=False))
    finish(str(problem) for problem in problems)


@calls.command("list")
@click.option("--state", help="Only recordings in this state: received, transcribed, scored, routed, failed.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--json", "as_json", is_flag=True)
def list_(state: str | None, limit: int, as_json: bool) -> None:
    """List recordings, newest first."""
    rows = list_recordings(open_services(wakes=False), progress=state, limit=limit)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table("id", "call", "state", "reason", "project", "agent", "seconds")
    for row in rows:
        table.add_row(*(("" if row[name] is None else str(row[name])) for name in _COLUMNS))
    Console().print(table)


_COLUMNS = ("id", "call_id", "progress", "failure_code", "project", "agent_no", "duration_s")


@calls.command()
@click.argument("recording", type=int)
@click.option("--json", "as_json", is_flag=True)
@_NUMBERS
def show(recording: int, as_json: bool, numbers: bool) -> None:
    """Show one recording with its newest transcript, findings and cases."""
    body = show_recording(open_services(wakes=False), recording, numbers=numbers)
    click.echo(json.dumps(body, ensure_ascii=False, indent=None if as_json else 1))


@calls.command()
@click.argument("recordings", nargs=-1, required=True, type=int)
def retry(recordings: tuple[int, ...]) -> None:
    """Let failed recordings try again."""
    services = open_services()
    failures = []
    for recording_id in recordings:
        try:
            retry_step(recording_id, services=services)
        except Expected as error:
            failures.append(f"recording {recording_id}: {error}")
    finish(failures)


@calls.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--state", help="Only recordings in this state.")
@_NUMBERS
def export(folder: Path, state: str | None, numbers: bool) -> None:
    """Write one JSON file per recording into FOLDER."""
    services = open_services(wakes=False)
    folder.mkdir(parents=True, exist_ok=True)
    rows = list_recordings(services, progress=state, limit=1_000_000)
    for row in rows:
        body = show_recording(services, int(row["id"]), numbers=numbers)
        target = folder / f"recording-{row['id']}.json"
        target.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
    click.echo(f"{counted(len(rows), 'call')} written to {folder}")
