"""Whatever the lint remarks upon can be read in Chinese."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import rules.lint
from review_app.rules.remark_words import in_chinese

MODULES = [path for path in Path(rules.lint.__path__[0]).glob("*.py") if path.stem not in {"__init__", "remark"}]


def messages(path: Path) -> Iterator[str]:
    """What a module may say: the last of every tuple that it gives out, a 7 or a quoted 7 where something is put in."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            said = node.value.elts[-1]
            if isinstance(said, ast.Constant):
                yield str(said.value)
            elif isinstance(said, ast.JoinedStr):
                yield "".join(_filled(part) for part in said.values)


def _filled(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    if isinstance(part.value, ast.IfExp):
        assert isinstance(part.value.body, ast.Constant)
        return str(part.value.body.value)
    joined = isinstance(part.value, ast.Call) and ast.unparse(part.value).startswith("' and '.join")
    return "'7'" if part.conversion == ord("r") else "7 and 7" if joined else "7"


EVERY = sorted({said for path in MODULES for said in messages(path)})


def test_the_messages_are_found():
    assert len(EVERY) > 30 and "has no tests" in EVERY


@pytest.mark.parametrize("said", EVERY)
def test_every_message_has_chinese(said: str):
    assert in_chinese(said) != said


def test_a_place_before_it_stays():
    assert in_chinese("opening: has no tests") == "opening：没有测试"
    assert in_chinese("nobody: translated this") == "nobody: translated this"
