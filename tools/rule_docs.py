"""Writes docs/rule-language.md, its Chinese sister and docs/schema/rulebook.schema.json from the code.

python -m tools.rule_docs          write them
python -m tools.rule_docs --check  say whether they are current
"""

import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from rules import condition, dialogue, expression
from rules.chinese import PARTS
from rules.effect import Effect
from rules.form import Item, Scorecard
from rules.handbook import Language, Page, line, pages
from rules.operators.excuse import Excuses
from rules.operators.script import Branch, Step
from rules.rulebook import Rule, RuleTest
from rules.schema import rulebook_schema
from rules.scope import Scope
from tools.rule_docs_texts import FRAMES, Frame

DOCS = Path(__file__).parents[1] / "docs"
SCHEMA = DOCS / "schema" / "rulebook.schema.json"
JOINED: tuple[tuple[type, str], ...] = (
    (condition.All, "all: [...]"),
    (condition.AnyOf, "any: [...]"),
    (condition.Not, "not: ..."),
    (condition.AtLeast, "at_least: 2, of: [...]"),
    (condition.Sequence, "sequence: [...], within_s: 30, within_utterances: 5"),
    (condition.Fired, "rule: OTHER-01"),
)
KINDS: tuple[type, ...] = (Rule, Effect, Scope, Excuses, Scorecard, Item, RuleTest, Step, Branch)


def main(arguments: list[str]) -> int:
    """Write the documents, or with --check only compare them."""
    made = {**{DOCS / frame.file: document(language) for language, frame in FRAMES.items()}, SCHEMA: schema()}
    stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"{path.relative_to(DOCS.parent)} {'is not current' if '--check' in arguments else 'written'}")
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
    return 1 if stale and "--check" in arguments else 0


def document(language: Language) -> str:
    """The rule language, whole."""
    frame = FRAMES[language]
    return "\n".join([frame.opening, *_parts(language, frame), *_operators(language, frame)]).rstrip() + "\n"


def schema() -> str:
    """The JSON Schema as text."""
    return json.dumps(rulebook_schema(), ensure_ascii=False, indent=1) + "\n"


def said_of(kind: type | ModuleType, language: Language) -> str:
    """What is said of a part of a rule file: the docstring, or its Chinese."""
    if language == "zh":
        return inspect.cleandoc(PARTS[kind.__name__.rpartition(".")[2]])
    return inspect.cleandoc(kind.__doc__ or "")


def explained(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A docstring's beginning, and its Args as (names, what is said of them)."""
    head, _, arguments = text.partition("\n\nArgs:\n")
    entries: list[str] = []
    for one in inspect.cleandoc(arguments).splitlines():
        if one.startswith(" ") and entries:
            entries[-1] += "\n" + one
        elif one:
            entries.append(one)
    found = (line(entry).replace("：", ": ", 1).partition(": ") for entry in entries)
    return line(head), tuple((names, said) for names, _, said in found)


def _parts(language: Language, frame: Frame) -> Iterator[str]:
    yield from _section(Rule, language, frame)
    yield from _section(Effect, language, frame)
    yield f"## {frame.expressions}\n"
    yield f"{frame.joined}\n"
    for kind, key in JOINED:
        yield frame.note.format(names=f"`{{{key}}}`", said=said_of(kind, language))
    yield f"\n{frame.as_text}\n"
    yield _block(said_of(expression, language))
    yield from _section(Scope, language, frame)
    yield f"{frame.stretch}\n"
    for kind in (Excuses, Scorecard, Item, RuleTest):
        yield from _section(kind, language, frame)
    yield _block(said_of(dialogue, language))


def _operators(language: Language, frame: Frame) -> Iterator[str]:
    yield f"## {frame.operators}\n"
    listed = (frame.note.format(names=f"[`{page.op}`](#{page.op})", said=page.finds) for page in pages(language))
    yield "\n".join(listed) + "\n"
    for page in pages(language):
        yield from _operator(page, language, frame)


def _operator(page: Page, language: Language, frame: Frame) -> Iterator[str]:
    yield f"### {page.op}\n"
    yield f"{page.finds}\n"
    yield f"{frame.why}{page.why}\n"
    if page.formula:
        yield f"{frame.formula}{page.formula}\n"
    yield "```yaml"
    yield from page.examples
    yield "```\n"
    for parameter in page.parameters:
        yield _note(parameter.names, parameter.said, frame)
    if page.op == "script":
        yield ""
        for kind in (Step, Branch):
            yield _prose(kind, language, frame) + "\n"
    yield f"\n{frame.source}{page.source}\n"


def _section(kind: type, language: Language, frame: Frame) -> Iterator[str]:
    yield f"## {frame.parts[kind.__name__]}\n"
    yield _prose(kind, language, frame) + "\n"


def _prose(kind: type, language: Language, frame: Frame) -> str:
    """A docstring whose Args become a list."""
    head, arguments = explained(said_of(kind, language))
    notes = [_note(tuple(names.split(", ")), said, frame) for names, said in arguments]
    return "\n".join([head, *([""] if notes else []), *notes])


def _note(names: tuple[str, ...], said: str, frame: Frame) -> str:
    return frame.note.format(names=frame.listed.join(f"`{name}`" for name in names), said=said)


def _block(text: str) -> str:
    return f"```text\n{text}\n```\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
