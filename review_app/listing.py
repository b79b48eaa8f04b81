"""What a list shows is in its address: words searched for, filters, order and page."""

from typing import Any

from flask import Flask, request, url_for

from engine.errors import Invalid
from engine.reading.listing import Wish

_OF_EVERY_LIST = frozenset({"q", "sort", "page", "format", "done"})
# An export is the whole list as it is filtered, within reason.
WHOLE = 5000


def wish(*filters: str, sort: str = "", size: int = 30, whole: bool = False) -> Wish:
    """What the reader asked of this list. A filter that it does not have is refused: what is hidden answers nothing.

    Args:
        sort: the order when the address names none; a leading minus turns it round.
        whole: everything on one page, for an export.

    Raises:
        Invalid: the address asks for something else than words, *filters*, order and page.
    """
    asked = request.args
    if strange := sorted(set(asked) - _OF_EVERY_LIST - set(filters)):
        raise Invalid(strange[0][:40], "not_offered")
    page = asked.get("page", 1, type=int) or 1
    return Wish(
        words=asked.get("q", "").strip()[:100],
        filters={name: asked[name][:100] for name in filters if asked.get(name)},
        sort=asked.get("sort", sort)[:40],
        page=1 if whole else max(1, min(page, 100_000)),
        size=WHOLE if whole else size,
    )


def wants_sheet() -> bool:
    """True when the list is asked for as a spreadsheet."""
    return request.args.get("format") == "xlsx"


def here(**changes: str | int | None) -> str:
    """The address of this very list with *changes*; None takes a part away."""
    args: dict[str, Any] = {name: value for name, value in request.args.items() if name != "done"}
    args |= changes
    kept = {name: value for name, value in args.items() if value not in (None, "")}
    return url_for(str(request.endpoint), **(request.view_args or {}), **kept)


def install(app: Flask) -> None:
    """Let templates write the addresses of lists."""
    app.jinja_env.globals["here"] = here
    app.jinja_env.globals["asked"] = lambda name: request.args.get(name, "")
