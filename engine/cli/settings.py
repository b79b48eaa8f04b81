"""`callqc settings`: what is in force, and where each value comes from."""

import json
from typing import Any

import click
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from engine.setting_origins import Effective, effective_settings
from engine.settings import Settings


@click.command()
@click.option("--json", "as_json", is_flag=True)
def settings(as_json: bool) -> None:
    """Show every setting, its value and its origin. Secrets are masked."""
    rows = effective_settings(Settings())
    if as_json:
        click.echo(json.dumps([_plain(row) for row in rows], ensure_ascii=False, indent=1))
        return
    table = Table("setting", "value", "from", "what it is")
    for row in rows:
        table.add_row(row.name, _shown(row.value), row.origin, row.description)
    Console().print(table)


def _plain(row: Effective) -> dict[str, Any]:
    return {"name": row.name, "value": _shown(row.value), "from": row.origin, "description": row.description}


def _shown(value: Any) -> str:
    if isinstance(value, SecretStr):
        return "********"
    return "" if value is None else str(value)
