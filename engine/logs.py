"""How processes log: one line of JSON or of text, ids and numbers, never words that were spoken."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog


def set_up_logs(level: str, *, json: bool | None = None) -> None:
    """Log to stderr; JSON unless a person is watching."""
    as_json = not sys.stderr.isatty() if json is None else json
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            where_it_failed,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(name)s %(levelname)s %(message)s", force=True
    )


def where_it_failed(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turn `exc_info` into the kinds of errors and the lines of code they came through.

    Their messages are left out: a library that fails over a sentence likes to quote it.
    """
    asked = event.pop("exc_info", None)
    error = asked if isinstance(asked, BaseException) else sys.exc_info()[1] if asked else None
    if error is not None:
        event["exception"] = "\n".join(_lines(error))
    return event


def _lines(error: BaseException) -> list[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [*_lines(cause), "which led to"] if cause is not None else []
    frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    return [*before, frames, type(error).__name__]
