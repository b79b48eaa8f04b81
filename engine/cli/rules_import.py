"""`callqc rules import …`: rules of other systems."""

import json
import re
from pathlib import Path

import click

from engine.cli.exits import finish
from engine.cli.main import WRONG_USAGE
from rules.counted import counted
from rules.errors import RuleError
from rules.importers.aliyun import import_rules, rulebook_files
from rules.load import load_rulebook

MAX_NAME_CHARS = 64
_NOT_IN_NAMES = re.compile(r"[\s&|!(),（），！＆｜]+")


@click.group("import")
def import_() -> None:
    """Import rules of other systems."""


@import_.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="A new folder.")
@click.option("--name", help="Name of the rulebook. Default: the file's name.")
@click.option("--json", "as_json", is_flag=True)
def aliyun(file: Path, out: Path, name: str | None, as_json: bool) -> None:
    """Write the rules of an Alibaba Cloud Qualitycheck document to OUT as a rulebook.

    Rules that cannot run here are kept as they were, and named; nothing is dropped.
    """
    if out.exists() and any(out.iterdir()):
        click.echo(f"{out}: is not empty", err=True)
        raise click.exceptions.Exit(WRONG_USAGE)
    try:
        imported = import_rules(_text_of(file.read_bytes()), file.name)
        files = rulebook_files(imported, name=_plain(name or file.stem), title=name or file.stem)
    except (RuleError, UnicodeDecodeError) as error:
        click.echo(f"{file.name}: {error}", err=True)
        raise click.exceptions.Exit(WRONG_USAGE) from error
    out.mkdir(parents=True, exist_ok=True)
    for file_name, text in files.items():
        (out / file_name).write_text(text, encoding="utf-8")
    load_rulebook(out)
    kept = [f"{rule.id}: {rule.not_runnable}" for rule in imported.rules if rule.not_runnable]
    remarks = [f"{rule.id}: {remark}" for rule in imported.rules for remark in rule.remarks]
    if as_json:
        body = {"rules": [rule.id for rule in imported.rules], "not_runnable": kept, "remarks": remarks}
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
    else:
        for remark in remarks:
            click.echo(f"remark: {remark}")
        click.echo(f"{counted(len(imported.rules), 'rule')} written to {out}, {len(kept)} not runnable here")
    finish(kept)


def _text_of(content: bytes) -> str:
    """Documents saved in China come as GB 18030 as often as UTF-8.

    Raises:
        UnicodeDecodeError: neither.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _plain(name: str) -> str:
    """*name* as rulebooks may be called: without spaces and signs of logic, which names of files are full of."""
    return _NOT_IN_NAMES.sub("-", name).strip("-")[:MAX_NAME_CHARS] or "imported"
