"""`callqc rules explain`: the trace of every condition of a call."""

import json
from dataclasses import replace
from pathlib import Path

import click

from engine.cli.main import WRONG_USAGE
from engine.cli.rulebook import rulebook_named, titles_option
from engine.cli.transcript_file import transcript_named
from engine.reading.spoken import Spoken
from engine.reading.traces import Traces, traces_of
from engine.wiring import open_services
from rules.explain import explain as explain_rules
from rules.rulebook import Rulebook
from rules.titles import traces_in


@click.command()
@click.argument("call")
@click.option("--rulebook", help="A pack's name or a folder. Default for a stored call: the rulebooks in use.")
@click.option("--rule", "only", multiple=True, help="Only the rule with this id.")
@click.option("--numbers", is_flag=True, help="Spoken telephone, identity and card numbers of a stored call too.")
@titles_option
@click.option("--json", "as_json", is_flag=True)
def explain(
    call: str, rulebook: str | None, only: tuple[str, ...], numbers: bool, language: str | None, as_json: bool
) -> None:
    """Say of every condition what it saw in CALL, a stored recording's number or a transcript file.

    Rules that did not fire say which condition kept them from it, and by how much.
    """
    judged = _traces(call, None if rulebook is None else rulebook_named(rulebook), numbers=numbers)
    found = [
        replace(one, rules=traces_in(language or one.rulebook.language, one.rules, one.rulebook)) for one in judged
    ]
    for one in found:
        unknown = sorted(set(only) - {trace.rule for trace in one.rules})
        if unknown:
            click.echo(f"{one.rulebook.name}: no rule {', '.join(unknown)}", err=True)
            raise click.exceptions.Exit(WRONG_USAGE)
    if as_json:
        body = [
            {"rulebook": one.rulebook.name, "digest": one.rulebook.digest, "explain": one.rows(only)} for one in found
        ]
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
        return
    for one in found:
        click.echo(one.text(only))


def _traces(call: str, rulebook: Rulebook | None, *, numbers: bool) -> tuple[Traces, ...]:
    if call.isdecimal() and not Path(call).is_file():
        return traces_of(open_services(wakes=False), int(call), rulebook, numbers=numbers)
    if rulebook is None:
        raise click.UsageError("a transcript file needs --rulebook")
    transcript, metadata = transcript_named(Path(call))
    return (Traces(rulebook, explain_rules(rulebook, transcript, metadata), Spoken({})),)
