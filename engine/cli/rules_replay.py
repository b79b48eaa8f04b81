"""`callqc rules replay`: judge every stored call by two rulebooks and say what would change."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from engine.cli.rulebook import rulebook_named
from engine.replay.report import difference_json
from engine.replay.run import replay as replay_all
from engine.wiring import open_services
from rules.counted import counted

Advanced = Callable[[int, int], None]

_SECONDS_BETWEEN_LINES = 1.0


class Shown(StrEnum):
    """How progress is shown, on stderr."""

    AUTO = "auto"
    BAR = "bar"
    LINES = "lines"
    NONE = "none"


@click.command()
@click.option("--old", required=True, help="A pack's name or a folder.")
@click.option("--new", required=True, help="A pack's name or a folder.")
@click.option("--processes", type=click.IntRange(1, 256), help="Default: one per core.")
@click.option(
    "--progress",
    type=click.Choice([shown.value for shown in Shown]),
    default=Shown.AUTO.value,
    help="A bar, lines of JSON, or nothing; auto: a bar on a terminal.",
)
@click.option("--json", "as_json", is_flag=True)
def replay(old: str, new: str, processes: int | None, progress: str, as_json: bool) -> None:
    """Judge every stored call by two rulebooks and say what would change."""
    before, after = rulebook_named(old), rulebook_named(new)
    services = open_services(wakes=False)
    with _progress(Shown(progress)) as advanced:
        difference = replay_all(before, after, services, processes=processes, advanced=advanced)
    body = difference_json(difference)
    if as_json:
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
        return
    _show(body)


@contextmanager
def _progress(shown: Shown) -> Iterator[Advanced | None]:
    console = Console(stderr=True)
    if shown is Shown.LINES:
        yield _lines(time.monotonic())
    elif shown is Shown.BAR or (shown is Shown.AUTO and console.is_terminal):
        with _bar(console) as advanced:
            yield advanced
    else:
        yield None


@contextmanager
def _bar(console: Console) -> Iterator[Advanced]:
    columns = (MofNCompleteColumn(), BarColumn(), TextColumn("{task.fields[rate]:.0f} calls/s"), TimeRemainingColumn())
    began = time.monotonic()
    with Progress(TextColumn("calls"), *columns, console=console) as bars:
        bar = bars.add_task("calls", total=None, rate=0.0)

        def advanced(done: int, total: int) -> None:
            bars.update(bar, completed=done, total=total, rate=done / max(time.monotonic() - began, 1e-9))

        yield advanced


def _lines(began: float) -> Advanced:
    last = began - _SECONDS_BETWEEN_LINES

    def advanced(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _SECONDS_BETWEEN_LINES and done < total:
            return
        last = now
        rate = done / (now - began) if done else 0.0
        eta_s = round((total - done) / rate, 1) if rate else None
        click.echo(json.dumps({"done": done, "total": total, "calls_per_s": round(rate, 1), "eta_s": eta_s}), err=True)

    return advanced


def _show(body: dict[str, Any]) -> None:
    table = Table("rule", "fails before", "fails after", "newly hit", "newly missed", "precision", "recall")
    for row in body["rules"]:
        before_after = (
            f"{row['precision_old']} → {row['precision_new']}",
            f"{row['recall_old']} → {row['recall_new']}",
        )
        counts = (row["fails_old"], row["fails_new"], row["newly_hit"], row["newly_missed"])
        table.add_row(row["rule"], *(str(count) for count in counts), *before_after)
    Console().print(table)
    click.echo(f"{counted(body['calls'], 'call')}, {body['changed_calls']} changed, digest {body['digest']}")
