"""`callqc audit verify`."""

import json

import click

from engine.wiring import open_services
from models.audit import BrokenLink
from models.audit import verify as verify_chain
from rules.counted import counted


@click.group()
def audit() -> None:
    """Prove that the audit chain is whole."""


@audit.command()
@click.option("--json", "as_json", is_flag=True)
def verify(as_json: bool) -> None:
    """Walk the whole chain. Exit code 1 names the first row that does not hold."""
    with open_services(wakes=False).transaction.read() as tx:
        found = verify_chain(tx)
    if isinstance(found, BrokenLink):
        if as_json:
            click.echo(json.dumps({"ok": False, "row": found.number, "what": found.what}))
        click.echo(f"audit row {found.number}: {found.what}", err=True)
        raise click.exceptions.Exit(1)
    click.echo(json.dumps({"ok": True, "rows": found}) if as_json else f"{counted(found, 'row')}, the chain is whole")
