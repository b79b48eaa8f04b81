"""Lists: what a reader asked for, and the page they get."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Wish:
    """Words, filters and order. *sort* names a column; a leading minus turns it round."""

    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    size: int = 30

    @property
    def column(self) -> str:
        return self.sort.lstrip("-")

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """One page of a list. *total* counts everything that was asked for, not only this page."""

    rows: tuple[Row, ...]
    total: int
    wish: Wish

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.wish.size))

    @property
    def first(self) -> int:
        return self.wish.offset + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.wish.offset + len(self.rows)
