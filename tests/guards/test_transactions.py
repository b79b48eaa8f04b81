"""One place commits. Everything else opens a transaction there and says what it wants."""

import ast

from tests.support.source import calls_of, modules, place, tree

THE_ONE_PLACE = "models/transaction.py"
# Alembic brings its own connection; nothing else may.
MIGRATIONS = "models/migrations/env.py"


def test_nothing_else_commits():
    committing = [
        place(path, call)
        for path in modules()
        for method in ("commit", "begin", "begin_nested")
        for call in calls_of(method, path)
        if place(path) not in {THE_ONE_PLACE, MIGRATIONS}
    ]

    assert committing == []


def test_nothing_else_opens_a_session():
    opening = [
        place(path, node)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and node.module == "sqlalchemy.orm"
        and {alias.name for alias in node.names} & {"Session", "sessionmaker", "scoped_session"}
        and place(path) != THE_ONE_PLACE
    ]

    assert opening == []
