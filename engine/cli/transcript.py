"""`callqc transcript convert`: another system's transcript to ours and back."""

from datetime import UTC, datetime
from pathlib import Path

import click

from engine.cli.exits import finish
from engine.convert.formats import FORMATS, Target, read_transcript_file, write_transcript
from engine.speech.errors import UnreadableTranscript


@click.group()
def transcript() -> None:
    """Convert transcripts of other systems."""


@transcript.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "kind", type=click.Choice(FORMATS), help="Format of the file. Left out: found by its content.")
@click.option("--to", "target", type=click.Choice([str(one) for one in Target]), default=str(Target.CALLQC))
@click.option("--agent", default="", help="The speaker or channel that is the agent, where the file does not say.")
@click.option("--json", "as_json", is_flag=True, help="The same as --to callqc.")
def convert(file: Path, kind: str | None, target: str, agent: str, as_json: bool) -> None:
    """Convert FILE and print it. What had to be assumed is said on stderr."""
    try:
        done = read_transcript_file(file, kind=kind or "", agent=agent)
    except UnreadableTranscript as error:
        finish([f"{file.name}: {error}"])
        return
    for warning in done.warnings:
        click.echo(f"{file.name}: {warning}", err=True)
    wanted = Target.CALLQC if as_json else Target(target)
    click.echo(write_transcript(done, wanted, now=datetime.now(UTC)), nl=False)
