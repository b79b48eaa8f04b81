"""What is made for one role is drawn for that role alone: no reading, template or data block has two masters.

A field that a role must not know is left out where the view is made. That holds only while no page of another role
is filled from it.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.support.machine import ROOT
from tests.support.source import modules, place, tree

APP = ROOT / "review_app"
TEMPLATES = APP / "templates"
# The pages of a folder may draw the templates of these others: two roles with the same question to answer.
MAY_DRAW = {("team_leader", "opinion")}
# Every block of data in a template, and the one function that fills it.
DATA_BLOCKS = {"inspector/review.html": "review_app/inspector/facts.py"}
BLOCK = re.compile(r"application/json|\|\s*tojson")


def folder_of(path: Path) -> str:
    """`inspector` for what lies in that folder of pages, the module's own name for what lies beside them."""
    parts = path.relative_to(APP).parts
    return parts[0] if len(parts) > 1 else path.stem


def readings_used(path: Path) -> Iterator[str]:
    """Functions of `engine.reading` that *path* imports; types and values are no readings."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("engine.reading"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names if alias.name.islower())


def drawn_by(path: Path) -> Iterator[tuple[str, str]]:
    """(where, folder of the template) of every template that *path* draws by name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "render_template":
            name = node.args[0]
            if isinstance(name, ast.Constant) and "/" in str(name.value):
                yield place(path, node), str(name.value).partition("/")[0]


def test_a_reading_fills_the_pages_of_one_folder():
    users: defaultdict[str, set[str]] = defaultdict(set)
    for path in modules("review_app"):
        for reading in readings_used(path):
            users[reading].add(folder_of(path))

    assert {reading: folders for reading, folders in users.items() if len(folders) > 1} == {}


def test_a_template_is_drawn_by_its_own_folder():
    strangers = {
        where: folder
        for path in modules("review_app")
        for where, folder in drawn_by(path)
        if folder != folder_of(path) and (folder_of(path), folder) not in MAY_DRAW
    }

    assert strangers == {}


def test_every_block_of_data_is_known_with_what_fills_it():
    found = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if BLOCK.search(path.read_text(encoding="utf-8"))
    }

    assert found == set(DATA_BLOCKS)
    assert [name for name, maker in DATA_BLOCKS.items() if name.partition("/")[0] != Path(maker).parts[1]] == []
