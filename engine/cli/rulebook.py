"""A rulebook as it is named on the command line."""

from pathlib import Path

import click

from engine.cli.main import WRONG_USAGE
from rules.errors import RuleError
from rules.load import builtin_packs, load_pack, load_rulebook
from rules.rulebook import Rulebook

titles_option = click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    help="Titles of rules, sections and items. Default: the rulebook's own language.",
)


def rulebook_named(name: str) -> Rulebook:
    """The pack of that name, or the rulebook in that folder; ends the command where it does not load."""
    try:
        return load_pack(name) if name in builtin_packs() else load_rulebook(Path(name))
    except RuleError as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(WRONG_USAGE) from error
