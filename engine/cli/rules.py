"""`callqc rules …`: check, run, explain, replay, compare and import rules."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from engine.cli.exits import finish
from engine.cli.rulebook import rulebook_named, titles_option
from engine.cli.rules_explain import explain as explain_command
from engine.cli.rules_import import import_
from engine.cli.rules_replay import replay
from engine.cli.transcript_file import transcript_named
from rules.counted import counted
from rules.difference import differences
from rules.evaluate import evaluate
from rules.explain import explain, trace_json
from rules.form import fits
from rules.lint import lint
from rules.load import assumed_encodings
from rules.report import run_json
from rules.schema import rulebook_schema
from rules.scorecard import judgements_of, score
from rules.selftest import selftest
from rules.titles import findings_in, score_in, traces_in


@click.group()
def rules() -> None:
    """Check, run, explain, replay and import rules."""


rules.add_command(explain_command)
rules.add_command(import_)
rules.add_command(replay)


@rules.command()
@click.argument("rulebook")
@click.option("--json", "as_json", is_flag=True)
def check(rulebook: str, as_json: bool) -> None:
    """Load RULEBOOK (a pack's name or a folder), lint it, and run every rule's own tests."""
    book = rulebook_named(rulebook)
    remarks = (*lint(book), *assumed_encodings(Path(rulebook)))
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
        rules_, tests = counted(len(book.rules), "rule"), counted(sum(len(rule.tests) for rule in book.rules), "test")
        click.echo(f"{book.name}: {rules_}, {tests}, {len(failures)} failed, {counted(len(remarks), 'remark')}")
    finish(failures)


@rules.command()
def schema() -> None:
    """Print the JSON Schema of rulebook files, for editors."""
    click.echo(json.dumps(rulebook_schema(), ensure_ascii=False, indent=1))


@rules.command()
@click.option("--rulebook", required=True, help="A pack's name or a folder.")
@click.option("--transcript", required=True, type=click.Path(path_type=Path), help="A transcript file.")
@titles_option
@click.option("--explain", "explained", is_flag=True, help="Say of every condition what it saw.")
@click.option("--json", "as_json", is_flag=True)
def run(rulebook: str, transcript: Path, language: str | None, explained: bool, as_json: bool) -> None:
    """Judge one transcript."""
    book = rulebook_named(rulebook)
    call, metadata = transcript_named(transcript)
    tongue = language or book.language
    findings = findings_in(tongue, evaluate(book, call, metadata), book)
    cards = [card for card in book.scorecards if fits(card, metadata)]
    scores = [score_in(tongue, score(card, judgements_of(card, findings)), card) for card in cards]
    body: dict[str, Any] = run_json(findings, scores)
    if explained:
        body["explain"] = [trace_json(trace) for trace in traces_in(tongue, explain(book, call, metadata), book)]
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
    """Say what two rulebooks do not share, and what differs: rules, scorecards, word lists, knowledge."""
    found = asdict(differences(rulebook_named(old), rulebook_named(new)))
    if as_json:
        of_rules = found.pop("rules")
        click.echo(json.dumps({**of_rules, **found}, ensure_ascii=False, indent=1))
        return
    for part, changes in found.items():
        what = "" if part == "rules" else f"{_PARTS[part]} "
        for kind, names in changes.items():
            for name in names:
                click.echo(f"{kind:<8} {what}{name}")


_PARTS = {"scorecards": "scorecard", "word_lists": "word list", "knowledge": "knowledge base"}
