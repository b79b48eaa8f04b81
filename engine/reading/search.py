"""Looking for words in a column, the same way on every database."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

Column = ColumnElement[Any] | InstrumentedAttribute[Any]


def like(column: Column, words: str) -> ColumnElement[bool]:
    """*words* somewhere in *column*, in either case; nothing in them is a wildcard."""
    return column.icontains(words, autoescape=True)
