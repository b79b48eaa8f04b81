"""How a command that handled several things ends."""

from collections.abc import Iterable

import click


def finish(failures: Iterable[str]) -> None:
    """Name every failure on stderr and leave with 1; return when there is none."""
    lines = list(failures)
    for line in lines:
        click.echo(line, err=True)
    if lines:
        raise click.exceptions.Exit(1)
