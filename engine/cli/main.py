"""`callqc`: one command per verb. Each file of commands is imported when one of its commands is called."""

import sys
from importlib import import_module
from typing import Any

import click

from engine.errors import Environment, Expected
from rules.errors import RuleError

DONE, SOME_FAILED, WRONG_USAGE, ENVIRONMENT = 0, 1, 2, 3

COMMANDS: dict[str, str] = {
    "audit": "engine.cli.audit:audit",
    "bench": "engine.cli.bench:bench",
    "calls": "engine.cli.calls:calls",
    "db": "engine.cli.db:db",
    "demo": "engine.cli.demo:demo",
    "doctor": "engine.cli.doctor:doctor",
    "init": "engine.cli.init:init",
    "models": "engine.cli.models:models",
    "process": "engine.cli.process:process",
    "rules": "engine.cli.rules:rules",
    "settings": "engine.cli.settings:settings",
    "transcript": "engine.cli.transcript:transcript",
    "up": "engine.cli.up:up",
    "users": "engine.cli.users:users",
}


class LazyGroup(click.Group):
    """Lists commands by name and imports one only when it is called, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, attribute = target.split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES[name]) for name in self.list_commands(ctx)])


SUMMARIES: dict[str, str] = {
    "audit": "Prove that the audit chain is whole.",
    "bench": "Measure, side by side with a baseline.",
    "calls": "Import, list, show, retry and export calls.",
    "db": "Bring the database to the newest schema.",
    "demo": "Seed sample calls and serve everything.",
    "doctor": "Check this machine and say how to mend it.",
    "init": "Make the database, the rulebook and a first administrator.",
    "models": "List, fetch, import and verify speech models.",
    "process": "Judge one recording in memory.",
    "rules": "Check, run, explain, replay and import rules.",
    "settings": "Show every setting and where its value comes from.",
    "transcript": "Convert transcripts of other systems.",
    "up": "Start web, workers, scheduler and a private Redis.",
    "users": "Add people and give new passwords.",
}


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="callqc")
def group() -> None:
    """CallQC: every call of a call centre transcribed, judged by rules, reviewed by people."""


def main(arguments: list[str] | None = None) -> Any:
    """Run `callqc`. One line per error on stderr, no traceback for what a person can mend."""
    try:
        code = group.main(args=arguments, prog_name="callqc", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as wrong:
        wrong.show()
        code = wrong.exit_code
    except click.Abort:
        code = 130
    except Environment as missing:
        click.echo(str(missing), err=True)
        code = ENVIRONMENT
    except RuleError as error:
        click.echo(str(error), err=True)
        code = WRONG_USAGE
    except Expected as error:
        click.echo(str(error), err=True)
        code = SOME_FAILED
    sys.exit(code if isinstance(code, int) else DONE)


if __name__ == "__main__":
    main()
