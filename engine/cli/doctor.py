"""`callqc doctor`: check this machine, and say how to mend it."""

import json

import click
from rich.console import Console

from engine.cli.main import ENVIRONMENT
from engine.reading.machine import examine
from engine.wiring import open_services

_SIGNS = {True: "[green]✓[/green]", False: "[red]✗[/red]", None: "[yellow]·[/yellow]"}


@click.command()
@click.option("--json", "as_json", is_flag=True)
def doctor(as_json: bool) -> None:
    """Check this machine. Changes nothing; exit code 3 when something is to be mended."""
    findings = examine(open_services())
    if as_json:
        rows = [{"name": one.name, "ok": one.ok, "what": one.what, "mend": one.mend} for one in findings]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        console = Console()
        for one in findings:
            console.print(f"{_SIGNS[one.ok]} {one.name}: {one.what}", highlight=False)
            if one.ok is False and one.mend:
                console.print(f"    → {one.mend}", highlight=False)
    if any(one.ok is False for one in findings):
        raise click.exceptions.Exit(ENVIRONMENT)
