"""What is in the library."""

from flask import render_template

from engine.access import Permission
from engine.reading.library import FILTERS, entry_page, library_page
from review_app.access import requires
from review_app.context import actor, services
from review_app.listing import wish


@requires(Permission.LIBRARY_READ)
def entries() -> str:
    """The list."""
    page = library_page(wish(*FILTERS, size=20), actor=actor(), services=services())
    return render_template("library/list.html", page=page)


@requires(Permission.LIBRARY_READ)
def entry(entry_id: str) -> str:
    """One entry with its moments."""
    return render_template("library/entry.html", page=entry_page(entry_id, actor=actor(), services=services()))
