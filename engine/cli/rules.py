"""`callqc rules …`: check, run, explain, replay, compare and import rules."""

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from engine.cli.exits import finish
from engine.cli.main import WRONG_USAGE
from engine.cli.rulebook import rulebook_named
from engine.cli.rules_import import import_
from engine.cli.rules_replay import replay
from rules.evaluate import evaluate
from rules.explain import explain, trace_json
from rules.form import fits
from rules.lint import lint
from rules.report import run_json
from rules.schema import rulebook_schema
from rules.scorecard import judgements_of, score
from rules.selftest import selftest
from rules.transcript import Transcript
from rules.transcript_file import transcript_from_json


@click.group()
def rules() -> None:
    """Check, run, explain, replay and import rules."""


rules.add_command(import_)
rules.add_command(replay)


@rules.command()
@click.argument("rulebook")
@click.option("--json", "as_json", is_flag=True)
def check(rulebook: str, as_json: bool) -> None:
    """Load RULEBOOK (a pack's name or a folder), lint it, and run every rule's own tests."""
    book = rulebook_named(rulebook)
    remarks = lint(book)
    failures = [str(failure) for failure in selftest(book)]
    if as_json:
        body = {
            "name": book.name,
            "digest": book.digest,
            "rules": len(book.rules),
            "lint": [str(remark) for remark in remarks],
            "failed_tests": failures,
        }
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
    else:
        for remark in remarks:
            click.echo(f"lint: {remark}")
        tests = sum(len(rule.tests) for rule in book.rules)
        click.echo(
            f"{book.name}: {len(book.rules)} rules, {tests} tests, {len(failures)} failed, {len(remarks)} remarks"
        )
    finish(failures)


@rules.command()
def schema() -> None:
    """Print the JSON Schema of rulebook files, for editors."""
    click.echo(json.dumps(rulebook_schema(), ensure_ascii=False, indent=1))


@rules.command()
@click.option("--rulebook", required=True, help="A pack's name or a folder.")
@click.option("--transcript", required=True, type=click.Path(path_type=Path), help="A transcript file.")
@click.option("--explain", "explained", is_flag=True, help="Say of every condition what it saw.")
@click.option("--json", "as_json", is_flag=True)
def run(rulebook: str, transcript: Path, explained: bool, as_json: bool) -> None:
    """Judge one transcript."""
    book = rulebook_named(rulebook)
    call, metadata = _transcript(transcript)
    findings = evaluate(book, call, metadata)
    scores = [score(card, judgements_of(card, findings)) for card in book.scorecards if fits(card, metadata)]
    body: dict[str, Any] = run_json(findings, scores)
    if explained:
        body["explain"] = [trace_json(trace) for trace in explain(book, call, metadata)]
    if as_json or explained:
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
        return
    table = Table("rule", "title", "verdict", "points", "quote", "why")
    for finding in findings:
        quote = finding.evidence[0].quote if finding.evidence else ""
        table.add_row(finding.rule, finding.title, finding.verdict.value, f"{finding.points:g}", quote, finding.why)
    console = Console()
    console.print(table)
    for one in scores:
        console.print(f"{one.scorecard} v{one.version}: {one.total} / {one.maximum}  {one.outcome.value}")


@rules.command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True)
def diff(old: str, new: str, as_json: bool) -> None:
    """Say which rules two rulebooks do not share, and which differ."""
    before = {rule.id: rule for rule in rulebook_named(old).rules}
    after = {rule.id: rule for rule in rulebook_named(new).rules}
    body = {
        "added": sorted(after.keys() - before.keys()),
        "removed": sorted(before.keys() - after.keys()),
        "changed": sorted(rule for rule in before.keys() & after.keys() if before[rule] != after[rule]),
    }
    if as_json:
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
        return
    for kind, ids in body.items():
        for rule_id in ids:
            click.echo(f"{kind:<8} {rule_id}")


def _transcript(path: Path) -> tuple[Transcript, dict[str, object]]:
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        return transcript_from_json(body), dict(body.get("metadata") or {})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        click.echo(f"{path.name}: not a transcript file ({error})", err=True)
        raise click.exceptions.Exit(WRONG_USAGE) from error
