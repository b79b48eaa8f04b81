"""Engines of one test process share what they have learnt: their dialect and the statements it has compiled.

The software opens one database and keeps it open; the tests open a new one each, and compiling every statement anew
took a third of their time. Nothing else is shared: connections, pools and listeners are each engine's own.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.util import LRUCache

STATEMENTS_KEPT = 3000


class WarmEngines:
    """Makes engines as `create_engine` does; one that knows its server lends its dialect to those made later."""

    def __init__(self, make: Callable[..., Engine] = create_engine) -> None:
        self._make = make
        self._first: dict[str, Engine] = {}
        self._compiled: LRUCache[Any, Any] = LRUCache(STATEMENTS_KEPT)

    def create_engine(self, url: str, **options: Any) -> Engine:
        engine = self._make(url, **options)
        first = self._first.setdefault(engine.name, engine)
        # A dialect is complete when its engine has connected for the first time.
        if first is not engine and getattr(first.dialect, "server_version_info", None):
            engine.dialect = first.dialect
        engine._compiled_cache = self._compiled
        return engine
