"""Files stay small, have names that say something, and every public function says what it does."""

import ast
import re
from pathlib import Path

import pytest

from tests.support.source import FOLDERS, modules, place, tracked, tree

LONGEST_FILE = 400
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools"}
CODE = (".py", ".js", ".css", ".html", ".sh")


@pytest.mark.parametrize("folder", [*FOLDERS, "tests", "tools"])
def test_no_file_is_longer_than_anybody_reads(folder: str):
    long = {
        place(path): lines
        for path in tracked(*CODE)
        if folder in path.parts
        and "versions" not in path.parts
        and (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    }

    assert long == {}


def test_no_module_has_a_name_that_says_nothing():
    assert [place(path) for path in modules() if path.stem in NAMES_THAT_SAY_NOTHING] == []


def test_every_module_says_what_it_is_for():
    silent = [
        place(path)
        for path in modules()
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(path))
    ]

    assert silent == []


def test_every_public_function_says_what_it_does():
    silent = [
        f"{place(path, node)} {node.name}"
        for path in modules()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]

    assert silent == []


def test_nothing_is_left_unfinished():
    mark = re.compile(
        r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b|raise NotImplemented" + "Error"
    )

    assert [place(path) for path in tracked(*CODE) if mark.search(path.read_text(encoding="utf-8"))] == []


def test_broad_catches_are_at_the_doors_only():
    """`except Exception` belongs to workers, adapters and the transaction's effects; elsewhere it hides mistakes."""
    allowed = re.compile(r"workers/|engine/speech/|engine/drain\.py|models/transaction\.py|engine/cli/main\.py")

    assert [at for at in _broad_catches() if not allowed.match(at)] == []


def _broad_catches() -> list[str]:
    return [
        place(path, node.body[0])
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and _is_broad(node)
    ]


def _is_broad(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in {"Exception", "BaseException"}
    )


def test_tests_lie_where_they_are_found():
    """A test file that pytest does not collect is worse than none."""
    strays = [
        place(path)
        for path in tracked(".py")
        if "tests" in path.parts
        and re.search(r"^def test_", path.read_text(encoding="utf-8"), re.MULTILINE)
        and not Path(path).name.startswith("test_")
    ]

    assert strays == []
