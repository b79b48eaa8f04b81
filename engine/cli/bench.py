"""`callqc bench …`: measure, side by side with a baseline, and print ratios."""

import json
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from engine.errors import Environment

# Each module has `measure(quick: bool) -> list of measures`, in the shape of docs/interfaces.md.
BENCHES: dict[str, str] = {
    "rules": "tests.bench.rules_bench",
    "replay": "tests.bench.replay_bench",
    "speech": "tests.bench.speech_bench",
    "web": "tests.bench.review_page",
}


@click.command()
@click.argument("name", type=click.Choice([*BENCHES, "all"]))
@click.option("--quick", is_flag=True, help="Fewer repetitions: to see that it runs, not to quote.")
@click.option("--json", "as_json", is_flag=True)
def bench(name: str, quick: bool, as_json: bool) -> None:
    """Measure. Needs a source checkout: the benchmarks live beside the tests."""
    # Installed commands do not look for modules in the folder they are started in; a checkout is one.
    sys.path.insert(0, str(Path.cwd()))
    measures: list[dict[str, Any]] = []
    for module in BENCHES.values() if name == "all" else [BENCHES[name]]:
        if find_spec("tests") is None or find_spec(module) is None:
            raise Environment("the benchmarks are not here", "run this in a source checkout")
        measures.extend(import_module(module).measure(quick=quick))
    if as_json:
        click.echo(json.dumps(measures, ensure_ascii=False, indent=1))
        return
    for measure in measures:
        _show(measure)


def _show(measure: dict[str, Any]) -> None:
    equal = {True: "equal answers", False: "DIFFERENT ANSWERS", None: ""}[measure["equal_answers"]]
    console = Console()
    console.print(f"[bold]{measure['name']}[/bold]  {measure['unit']}  {equal}", highlight=False)
    table = Table("", "value", "ratio")
    table.add_row("ours", f"{measure['ours']:.6g}", "")
    for name, value in measure["baselines"].items():
        ratio = measure["ratios"].get(name)
        table.add_row(name, f"{value:.6g}", f"{ratio:.3g}×" if ratio is not None else "")
    console.print(table)
    setup = "  ".join(f"{key} {value}" for key, value in measure["setup"].items())
    console.print(setup, style="dim", highlight=False)
