"""The project's own source, for tests that read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.support.machine import ROOT

FOLDERS = ("rules", "models", "engine", "workers", "review_app")


@cache
def modules(*folders: str) -> tuple[Path, ...]:
    """Every Python file of *folders* (all five when none is named), generated migrations left out."""
    found = (path for folder in folders or FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if "versions" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """`engine/steps/score.py:12`, for messages."""
    line = f":{node.lineno}" if isinstance(node, (ast.stmt, ast.expr)) else ""
    return f"{path.relative_to(ROOT)}{line}"


def calls_of(method: str, path: Path) -> Iterator[ast.Call]:
    """Every call of something that is called `….method(…)` in *path*."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method:
            yield node


def tracked(*endings: str) -> tuple[Path, ...]:
    """Files under the project's folders with one of *endings*, built and vendored ones left out."""
    skipped = {".git", ".venv", ".venv-diarize", "node_modules", "__pycache__", "vendor", "build", "dist", "var"}
    return tuple(
        path
        for path in sorted(ROOT.rglob("*"))
        if path.suffix in endings and path.is_file() and not skipped & set(path.relative_to(ROOT).parts)
    )
