"""Writes docs/rule-language.md and docs/schema/rulebook.schema.json from the code.

python -m tools.rule_docs          write both
python -m tools.rule_docs --check  say whether they are current
"""

import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from rules import condition, dialogue, expression
from rules.effect import Effect
from rules.form import Item, Scorecard
from rules.handbook import Page, pages
from rules.operators.excuse import Excuses
from rules.operators.script import Branch, Step
from rules.rulebook import Rule, RuleTest
from rules.schema import rulebook_schema
from rules.scope import Scope

DOCS = Path(__file__).parents[1] / "docs"
LANGUAGE = DOCS / "rule-language.md"
SCHEMA = DOCS / "schema" / "rulebook.schema.json"

_OPENING = """# The rule language

<!-- Made by tools/rule_docs.py from the docstrings; change those. -->

A rulebook is a folder of YAML files. One of them says which rulebook it is; any of them may hold rules, word lists,
knowledge and scorecards. Nothing else is read, and nothing that is not known is accepted: an unknown key, an unknown
operator or a word list that does not exist is reported with file, line, rule and place, all problems at once.
`callqc rules check FOLDER` does this, and runs the tests that the rules carry.

```yaml
rulebook: {name: my-rules, title: {zh: 我的规则, en: My rules}, version: 1, language: zh}

word_lists:
  greeting: [您好, 你好]
  products: {file: products.csv}      # first column, one word a line

rules:
  - id: OPEN-01
    title: {zh: 开场未问候, en: No greeting}
    why: {zh: 客户接通后先听到问候, en: The first words tell the customer that somebody is there}
    effect: {on: absence, points: -2}
    when: {op: keyword, lists: [greeting], scope: {role: agent, utterances: 1..2}}
    tests:
      - {call: "A 您好\\nC 我查话费", expect: pass}
      - {call: "A 说吧\\nC 我查话费\\nA 号码", expect: fail}
  - id: SHIRK-01
    title: {zh: 投诉后推诿, en: Shirks after a complaint}
    why: {zh: 投诉之后不得推诿, en: A complaint must not be answered with excuses}
    effect: {points: -3}
    conditions:
      complaint: {op: keyword, words: [投诉, 举报], scope: {role: customer}}
      shirks: {op: regex, pattern: "没办法|不归我", scope: {role: agent, after: complaint, utterances: 1..2}}
      sorry: {op: keyword, words: [抱歉, 不好意思], scope: {role: agent, after: complaint}}
    when: complaint && shirks && !sorry
```

## Verdicts

Every rule that applies gives one finding: `fail`, `pass` or `unsure`. A condition is true, false or unknown. It is
unknown when the window does not exist in the call, when it is not certain who speaks, or when the words in it are
suspect or recognised with too little confidence. An absence that would cost something must be certain: one doubtful
utterance in the window is enough to make it unknown. An absence that costs nothing stays an absence until more than
half of the words searched are doubtful. What is heard only in doubtful words is unknown. Unknown parts make the whole
unknown only where they could change it. An `unsure` finding costs nothing and goes to a person. A rule whose
prerequisite does not hold, and a bonus that was not earned, give no finding.

A failed rule always shows its evidence: the words with their times, or the window that was searched. Without evidence
it is unsure.
"""


def main(arguments: list[str]) -> int:
    """Write the documents, or with --check only compare them."""
    made = {LANGUAGE: language(), SCHEMA: schema()}
    stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"{path.relative_to(DOCS.parent)} {'is not current' if '--check' in arguments else 'written'}")
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
    return 1 if stale and "--check" in arguments else 0


def language() -> str:
    """The whole document."""
    return "\n".join([_OPENING, *_parts(), *_operators()]).rstrip() + "\n"


def schema() -> str:
    """The JSON Schema as text."""
    return json.dumps(rulebook_schema(), ensure_ascii=False, indent=1) + "\n"


def _parts() -> Iterator[str]:
    yield from _section("Rule", Rule)
    yield from _section("Effect on the score", Effect)
    yield "## Expressions\n"
    yield "A trigger is one condition, or conditions joined:\n"
    for kind, key in (
        (condition.All, "all: [...]"),
        (condition.AnyOf, "any: [...]"),
        (condition.Not, "not: ..."),
        (condition.AtLeast, "at_least: 2, of: [...]"),
        (condition.Sequence, "sequence: [...], within_s: 30, within_utterances: 5"),
        (condition.Fired, "rule: OTHER-01"),
    ):
        yield f"- `{{{key}}}`: {inspect.cleandoc(kind.__doc__ or '')}"
    yield "\nThe same as text, over the names of the rule's conditions:\n"
    yield _block(inspect.cleandoc(expression.__doc__ or ""))
    yield from _section("Scope", Scope)
    yield "A stretch is written `1..3`, `-2..-1`, `5..` or `..10`, both ends included.\n"
    yield from _section("Excuses", Excuses)
    yield from _section("Scorecard", Scorecard)
    yield from _section("Item of a scorecard", Item)
    yield from _section("Tests", RuleTest)
    yield _block(inspect.cleandoc(dialogue.__doc__ or ""))


def _operators() -> Iterator[str]:
    yield "## Operators\n"
    yield "\n".join(f"- [`{page.op}`](#{page.op}): {page.finds}" for page in pages()) + "\n"
    for page in pages():
        yield from _operator(page)


def _operator(page: Page) -> Iterator[str]:
    yield f"### {page.op}\n"
    yield f"{page.finds}\n"
    yield f"Why: {page.why}\n"
    if page.formula:
        yield f"Formula: {page.formula}\n"
    yield "```yaml"
    yield from page.examples
    yield "```\n"
    for parameter in page.parameters:
        yield f"- {', '.join(f'`{name}`' for name in parameter.names)}: {parameter.said}"
    if page.op == "script":
        yield ""
        for kind in (Step, Branch):
            yield _prose(kind) + "\n"
    yield f"\nSource: {page.source}\n"


def _section(title: str, kind: type) -> Iterator[str]:
    yield f"## {title}\n"
    yield _prose(kind) + "\n"


def _prose(kind: type) -> str:
    """A docstring whose Args become a list."""
    head, _, arguments = inspect.cleandoc(kind.__doc__ or "").partition("\n\nArgs:\n")
    items: list[str] = []
    for line in inspect.cleandoc(arguments).splitlines():
        if line.startswith(" ") and items:
            items[-1] += " " + line.strip()
        elif line:
            names, _, said = line.partition(": ")
            items.append(f"- {', '.join(f'`{name}`' for name in names.split(', '))}: {said}")
    return "\n".join([" ".join(head.split()), *([""] if items else []), *items])


def _block(text: str) -> str:
    return f"```text\n{text}\n```\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
